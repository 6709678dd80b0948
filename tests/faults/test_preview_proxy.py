"""Fault rows 70 and 71: what a hostile app answers costs us nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.web.preview_proxy.parts import App, Site, a_site

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n"

REFUSED = {
    "both lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
    b"Transfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
    "two different lengths": b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
    b"Content-Length: 3\r\n\r\nhi",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
    "a length beyond the limit": b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n",
    "an unknown coding": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "a header of 1 MB": OK + b"X-Big: " + b"y" * 1_000_000 + b"\r\n\r\n",
    "a header of 40 KB": OK + b"X-Big: " + b"y" * 40_000 + b"\r\n\r\n",
    "101 headers": OK + b"X-Many: y\r\n" * 100 + b"\r\n",
    "a folded nothing": OK + b"X Space: y\r\n\r\n",
    "a control character": OK + b"X-Bell: \x07\r\n\r\n",
    "a NUL": OK + b"X-Nul: a\x00b\r\n\r\n",
    "endless interim answers": b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50,
    "an upgrade nobody asked for": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "a status that does not exist": b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n",
    "no HTTP at all": b"SSH-2.0-OpenSSH_9.2\r\n\r\n",
}


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site(idle_seconds=5.0) as made:
        yield made


@pytest.mark.parametrize("answer", REFUSED.values(), ids=REFUSED.keys())
async def test_f70_a_malformed_answer_is_a_502_of_ours(
    site: Site, answer: bytes
) -> None:
    host_id = await site.fixed.add(App(answer, closes=True))
    reply = await site.get(host_id)
    assert reply.status == 502
    assert b"Restart" in reply.body
    assert b"Traceback" not in reply.body
    assert reply["content-security-policy"].startswith("frame-ancestors")


@pytest.mark.parametrize(
    "rest", [b"zz\r\nhi\r\n", b"-1\r\nhi\r\n", b"2\r\nhiXX0\r\n\r\n", b"5\r\nhi"]
)
async def test_f70_bad_chunks_cut_the_stream(site: Site, rest: bytes) -> None:
    host_id = await site.fixed.add(App(CHUNKED + b"4\r\ngood\r\n" + rest, closes=True))
    reply = await site.get(host_id)
    assert reply.status == 502 or not reply.complete


async def test_f70_a_body_shorter_than_its_length_is_cut_too(site: Site) -> None:
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf"
    host_id = await site.fixed.add(App(answer, closes=True))
    assert not (await site.get(host_id)).complete


async def test_f70_what_follows_an_answer_is_nobodys_answer(site: Site) -> None:
    """A second answer on the wire must not reach the next visitor."""
    smuggled = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil"
    app = App(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi" + smuggled)
    host_id = await site.fixed.add(app)
    assert [(await site.get(host_id)).body for _ in range(3)] == [b"hi"] * 3
    assert app.connections == 3


async def test_f70_an_endless_answer_is_cut_at_the_limit() -> None:
    async with a_site(down_bytes=5_000_000) as site:
        host_id = await site.fixed.add(flood([]))
        reply = await site.get(host_id)
    assert not reply.complete
    assert len(reply.body) <= 5_000_000


async def test_f70_an_answer_that_nobody_reads_does_not_fill_our_memory(
    site: Site,
) -> None:
    """The app is held back: it gets rid of what fits into buffers, and no more."""
    sent: list[int] = []
    host_id = await site.fixed.add(flood(sent))
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port, limit=1024)
    writer.write(f"GET / HTTP/1.1\r\nHost: {site.host(host_id)}\r\n\r\n".encode())
    await reader.readuntil(b"\r\n\r\n")
    before = -1
    while before != len(sent):
        before = len(sent)
        await asyncio.sleep(0.2)
    assert 0 < sum(sent) < 20_000_000
    writer.close()


@pytest.mark.parametrize(
    "target", ["http://169.254.169.254/latest", "//10.0.0.1/", "ftp://10.0.0.1/"]
)
async def test_f70_a_redirect_is_passed_on_and_never_followed(
    site: Site, target: str
) -> None:
    app = App(f"HTTP/1.1 302 Found\r\nLocation: {target}\r\n\r\n".encode(), closes=True)
    host_id = await site.fixed.add(app)
    reply = await site.get(host_id)
    assert (reply.status, reply["location"]) == (302, target)
    assert len(app.received) == 1


@pytest.mark.parametrize(
    ("location", "becomes"),
    [
        ("http://127.0.0.1:8000/list?a=b#c", "/list?a=b#c"),
        ("http://localhost:8000", "/"),
        ("http://127.0.0.1:8000//evil.example/x", "/evil.example/x"),
        ("/list", "/list"),
    ],
)
async def test_f70_a_redirect_to_the_apps_own_address_becomes_relative(
    site: Site, location: str, becomes: str
) -> None:
    answer = f"HTTP/1.1 303 See Other\r\nLocation: {location}\r\nContent-Length: 0"
    host_id = await site.fixed.add(App(answer.encode() + b"\r\n\r\n"))
    assert (await site.get(host_id))["location"] == becomes


async def test_f70_a_silent_app_is_given_up() -> None:
    async def silent(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.read()

    async with a_site(idle_seconds=0.2) as site:
        host_id = await site.fixed.add(silent)
        assert (await site.get(host_id)).status == 502


async def test_f71_what_reaches_beyond_the_origin_is_dropped(site: Site) -> None:
    host_id = await site.fixed.add(
        App(
            OK + b"Set-Cookie: a=1; Domain=localhost\r\n"
            b"Set-Cookie: b=2; domain\r\n"
            b"Set-Cookie: cofounder-preview=stolen\r\n"
            b"Set-Cookie: __Host-cofounder-session=x; Path=/; Secure\r\n"
            b"Set-Cookie: __HOST-COFOUNDER-PREVIEW=x; Path=/; Secure\r\n"
            b"Set-Cookie: =cofounder-preview=nameless\r\n"
            b"Set-Cookie: nameless\r\n"
            b"Set-Cookie: own=3; Path=/; HttpOnly\r\n"
            b"Clear-Site-Data: *\r\nService-Worker-Allowed: /\r\n"
            b"Strict-Transport-Security: max-age=1\r\nAlt-Svc: h3=x\r\n"
            b"Report-To: x\r\nNEL: x\r\nPublic-Key-Pins: x\r\n"
            b"X-Cofounder-Pass: x\r\nRefresh: 1; url=//evil.example/\r\n\r\n"
        )
    )
    reply = await site.get(host_id)
    cookies = [value for name, value in reply.pairs if name == "set-cookie"]
    assert cookies == ["own=3; Path=/; HttpOnly"]
    dropped = (
        "clear-site-data service-worker-allowed strict-transport-security alt-svc "
        "report-to nel public-key-pins x-cofounder-pass refresh"
    )
    assert [name for name in dropped.split() if name in reply] == []


@pytest.mark.parametrize(
    ("value", "stays"),
    [
        ("5", True),
        ("0; url=/next", True),
        ("0;URL='next'", True),
        ("0; url=https://evil.example/", False),
        ("0; url=\\\\evil.example", False),
        ("0; url=javascript:alert(1)", False),
    ],
)
async def test_f71_a_refresh_may_only_stay_here(
    site: Site, value: str, stays: bool
) -> None:
    host_id = await site.fixed.add(App(OK + f"Refresh: {value}\r\n\r\n".encode()))
    assert ("refresh" in await site.get(host_id)) is stays


def flood(
    sent: list[int],
) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(10_000_000_000 // 65536):
            writer.write(b"x" * 65536)
            await writer.drain()
            sent.append(65536)

    return serve
