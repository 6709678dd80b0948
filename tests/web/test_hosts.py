"""Which app answers which host: a matrix, asked of a real server by its address."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from cofounder.settings import Settings
from cofounder.web.hosts import Hosts, preview_url, proxy_policy
from tests.web.preview_proxy.parts import App, Site, a_site

ID = "abcdefghijklmnopqrstuvwxy2"


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    settings = Settings(host="box.example.net", allowed_hosts="team.example, ::2")
    async with a_site(hosts=Hosts.of(settings)) as made:
        yield made


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST",
        "localhost.",
        "localhost:8765",
        "127.0.0.1",
        "127.0.0.1:1",
        "[::1]:8765",
        "box.example.net",
        "team.example:443",
        "[::2]",
    ],
)
async def test_a_main_host_on_any_port_is_the_main_app(site: Site, host: str) -> None:
    reply = await site.ask("GET /home", host)
    assert (reply.status, reply.body) == (200, b"main /home")


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "localhost.evil.example",
        "localhost..",
        "10.0.0.1",
        "short.localhost",
        f"{ID}.{ID}.localhost",
        f"x{ID}.localhost",
        f"{ID}.evil.example",
        f"{ID[:-1]}1.localhost",
        f"{ID}.localhost:x",
        "user@localhost",
        "localhost/",
        "l\u00f6calhost",
        "",
        None,
    ],
)
async def test_any_other_host_is_421_without_a_word(
    site: Site, host: str | None
) -> None:
    reply = await site.ask("GET /", host)
    assert reply.status in (400, 421)  # some of them no server takes at all
    assert b"main" not in reply.body


async def test_a_preview_host_is_matched_whatever_its_case_port_and_dot(
    site: Site,
) -> None:
    host_id = await site.fixed.add(App())
    for host in (
        f"{host_id}.localhost",
        f"{host_id.upper()}.LOCALHOST:{site.port}",
        f"{host_id}.localhost.:99",
    ):
        assert (await site.ask("GET /", host)).body == b"hi"


async def test_a_forwarded_host_changes_nothing(site: Site) -> None:
    host_id = await site.fixed.add(App())
    lie = f"X-Forwarded-Host: {site.host(host_id)}"
    assert (await site.ask("GET /", "localhost", lie)).body == b"main /"
    truth = await site.get(host_id, "/", "X-Forwarded-Host: localhost")
    assert truth.body == b"hi"
    assert (await site.ask("GET /", "evil.example", lie)).status == 421


async def test_two_host_headers_are_nobodys(site: Site) -> None:
    reply = await site.ask("GET /", "localhost", "Host: evil.example")
    assert reply.status in (400, 421)


async def test_an_absolute_target_on_its_own_host_is_answered(site: Site) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    host = site.host(host_id)
    assert (await site.ask(f"GET http://{host}/a?b=c", host)).body == b"hi"
    assert app.received[0].line == "GET /a?b=c HTTP/1.1"
    assert (await site.ask("GET http://localhost/a", "localhost")).body == b"main /a"


async def test_unicode_digits_are_no_port_and_nothing_breaks(site: Site) -> None:
    raw = "GET / HTTP/1.1\r\nHost: localhost:\u0661\r\nConnection: close\r\n\r\n"
    assert (await site.raw(raw.encode())).status in (400, 421)


def test_the_preview_url_is_exactly_its_host_and_port() -> None:
    assert preview_url(ID, Settings(), 8765) == f"http://{ID}.localhost:8765/"
    there = Settings(preview_domain="apps.example.net")
    assert preview_url(ID, there, 8765) == f"https://{ID}.apps.example.net/"


@pytest.mark.parametrize(
    ("settings", "tickets"),
    [
        (Settings(), False),
        (Settings(host="localhost"), False),
        (Settings(host="::1"), False),
        (Settings(host="0.0.0.0"), True),
        (Settings(host="192.168.1.5"), True),
        (Settings(preview_domain="apps.example.net"), True),
    ],
)
def test_the_name_alone_opens_a_preview_only_on_this_very_machine(
    settings: Settings, tickets: bool
) -> None:
    assert proxy_policy(settings, 8765).tickets is tickets


def test_only_the_main_origins_may_frame_a_preview() -> None:
    here = proxy_policy(Settings(), 8765).frame_ancestors
    assert here == "http://127.0.0.1:8765 http://[::1]:8765 http://localhost:8765"
    there = Settings(allowed_hosts="app.example.net", preview_domain="apps.example.org")
    assert proxy_policy(there, 8765).frame_ancestors == "https://app.example.net"


def test_a_server_bound_to_every_address_takes_addresses_but_no_foreign_names() -> None:
    hosts = Hosts.of(Settings(host="0.0.0.0"))
    assert hosts.is_main("192.168.1.5")
    assert hosts.is_main("[fe80::1]")
    assert not hosts.is_main("evil.example")
    assert not hosts.is_main("0.0.0.0.evil")
