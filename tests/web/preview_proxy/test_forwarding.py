"""A visit reaches the app and its answer comes back, both without what is ours."""

from __future__ import annotations

import asyncio

import pytest

from cofounder.previews.ports import Awake
from tests.previews.parts import read_head
from tests.web.preview_proxy.parts import App, Site, a_site

NOT_READY = b"HTTP/1.1 503 No\r\nX-Cofounder-Not-Ready: 1\r\nContent-Length: 0\r\n\r\n"


async def test_a_plain_client_with_the_host_header_gets_the_apps_answer(
    site: Site,
) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    reply = await site.get(host_id, "/list%2Fa?b=%20c&d")
    assert (reply.status, reply.body) == (200, b"hi")
    assert app.received[0].line == "GET /list%2Fa?b=%20c&d HTTP/1.1"
    assert app.received[0].headers["host"] == site.host(host_id)


async def test_the_app_hears_nothing_that_is_ours(site: Site) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    await site.get(
        host_id,
        "/",
        "Cookie: a=1; cofounder-session=s; __Host-cofounder-preview=p; b=2",
        "Authorization: Bearer cf_secret",
        "X-Forwarded-For: 10.0.0.1",
        "X-Forwarded-Host: evil.example",
        "Forwarded: for=10.0.0.1",
        "Proxy-Authorization: Basic eA==",
        "X-Cofounder-Anything: yes",
        "X-Hop: once",
        "Connection: X-Hop",
        "TE: trailers",
        "X-Own: stays",
    )
    heard = app.received[0].headers
    assert heard == {
        "host": site.host(host_id),
        "cookie": "a=1; b=2",
        "x-own": "stays",
        "x-forwarded-proto": "http",
        "x-forwarded-host": site.host(host_id),
    }


async def test_an_authorization_of_the_apps_own_reaches_it(site: Site) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    await site.get(host_id, "/", "Authorization: Bearer theirs")
    assert app.received[0].headers["authorization"] == "Bearer theirs"


async def test_every_answer_carries_the_locks_and_keeps_the_apps_own_policy(
    site: Site,
) -> None:
    host_id = await site.fixed.add(
        App(
            b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-Frame-Options: DENY\r\n"
            b"Content-Security-Policy: default-src 'self'\r\nServer: theirs\r\n"
            b"Referrer-Policy: unsafe-url\r\nPermissions-Policy: camera=*\r\n\r\n"
        )
    )
    reply = await site.get(host_id)
    assert reply["x-frame-options"] == "DENY"
    policies = [value for name, value in reply.pairs if "security-policy" in name]
    assert policies == ["default-src 'self'", "frame-ancestors http://127.0.0.1:1"]
    assert reply["referrer-policy"] == "no-referrer"
    assert reply["x-content-type-options"] == "nosniff"
    assert reply["x-robots-tag"] == "noindex"
    assert reply["cross-origin-resource-policy"] == "same-origin"
    assert reply["origin-agent-cluster"] == "?1"
    assert "camera=()" in reply["permissions-policy"]
    assert "camera=*" not in reply["permissions-policy"]
    assert "server" not in reply


@pytest.mark.parametrize("chunked", [True, False])
async def test_a_body_reaches_the_app_whole(site: Site, chunked: bool) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    body = bytes(range(256)) * 2000
    if chunked:
        sent = b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)
        reply = await site.ask(
            "POST /", site.host(host_id), "Transfer-Encoding: chunked", body=sent
        )
    else:
        reply = await site.ask("POST /", site.host(host_id), body=body)
    assert reply.status == 200
    assert app.received[0].body == body


async def test_reads_share_a_connection_and_writes_get_one_of_their_own(
    site: Site,
) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    for _ in range(3):
        await site.get(host_id)
    assert app.connections == 1
    await site.ask("POST /", site.host(host_id), body=b"x")
    assert app.connections == 2


async def test_a_kept_connection_that_the_app_closed_is_replaced(site: Site) -> None:
    app = App(closes=True)
    host_id = await site.fixed.add(app)
    for _ in range(3):
        assert (await site.get(host_id)).status == 200
    assert app.connections == 3


@pytest.mark.parametrize("leaves", ["nobody", "the forwarder"])
async def test_a_visit_that_may_have_ended_the_app_is_not_sent_to_it_again(
    site: Site, leaves: str
) -> None:
    """The app dies of the second request, which came on a kept connection.

    What listens then is nobody, or for a moment still the forwarder of its cell.
    """
    app, asked = App(), 0

    async def dies_of_the_second(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        nonlocal asked
        while True:
            await read_head(reader)
            if asked == 2:
                writer.write(NOT_READY)
                return
            asked += 1
            if asked == 2:
                if leaves == "nobody":
                    path.unlink()
                return
            writer.write(app.answer)

    host_id = await site.fixed.add(dies_of_the_second)
    answer = site.fixed.answers[host_id]
    assert isinstance(answer, Awake)
    path = answer.socket_path
    assert (await site.get(host_id)).status == 200
    assert (await site.get(host_id)).status == 502
    assert asked == 2
    assert site.fixed.asked[host_id] == 2, "its end is noted before it is started again"


async def test_a_head_answer_keeps_its_length_and_has_no_body(site: Site) -> None:
    host_id = await site.fixed.add(
        App(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n")
    )
    reply = await site.ask("HEAD /", site.host(host_id))
    assert (reply.status, reply["content-length"]) == (200, "500")


@pytest.mark.parametrize("status", ["204 No Content", "304 Not Modified"])
async def test_an_answer_without_a_body_passes(site: Site, status: str) -> None:
    host_id = await site.fixed.add(App(f"HTTP/1.1 {status}\r\n\r\n".encode()))
    reply = await site.get(host_id)
    assert reply.status == int(status[:3])


async def test_a_stream_arrives_piece_by_piece(site: Site) -> None:
    """The second piece is sent only after the browser has the first one."""
    got_first = asyncio.Event()

    async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n"
        )
        await got_first.wait()
        writer.write(b"3\r\ntwo\r\n0\r\n\r\n")

    host_id = await site.fixed.add(drip)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"GET / HTTP/1.1\r\nHost: {site.host(host_id)}\r\n\r\n".encode())
    async with asyncio.timeout(10):
        await reader.readuntil(b"one\r\n")
        got_first.set()
        assert await reader.readuntil(b"0\r\n\r\n") == b"3\r\ntwo\r\n0\r\n\r\n"
    writer.close()


async def test_when_the_browser_leaves_the_app_is_hung_up_on(site: Site) -> None:
    left = asyncio.Event()

    async def endless(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\n\r\nfirst")
        await reader.read()
        left.set()
        writer.close()

    host_id = await site.fixed.add(endless)
    reader, writer = await asyncio.open_connection("127.0.0.1", site.port)
    writer.write(f"GET / HTTP/1.1\r\nHost: {site.host(host_id)}\r\n\r\n".encode())
    await reader.readuntil(b"first")
    writer.close()
    await asyncio.wait_for(left.wait(), 10)


async def test_two_previews_never_see_each_others_visits(site: Site) -> None:
    first, second = App(), App(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\ntwo")
    ids = [await site.fixed.add(first), await site.fixed.add(second)]
    replies = await asyncio.gather(
        *(site.get(ids[n % 2], f"/{n % 2}") for n in range(40))
    )
    assert [reply.body for reply in replies] == [b"hi", b"two"] * 20
    assert {got.line for got in first.received} == {"GET /0 HTTP/1.1"}
    assert {got.line for got in second.received} == {"GET /1 HTTP/1.1"}


async def test_a_body_over_the_limit_is_refused_announced_or_not() -> None:
    async with a_site(up_bytes=1000) as site:
        app = App()
        host_id = await site.fixed.add(app)
        announced = await site.ask("POST /", site.host(host_id), body=b"x" * 1001)
        sent = b"3e9\r\n%b\r\n0\r\n\r\n" % (b"x" * 1001)
        streamed = await site.ask(
            "POST /", site.host(host_id), "Transfer-Encoding: chunked", body=sent
        )
        assert (announced.status, streamed.status) == (413, 413)
        assert not app.received


@pytest.mark.parametrize(
    "headers", [["X: " + "y" * 33_000], [f"X-{n}: y" for n in range(101)]]
)
async def test_a_request_with_too_many_headers_is_refused(
    site: Site, headers: list[str]
) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    assert (await site.get(host_id, "/", *headers)).status == 431
    assert not app.received


async def test_more_visitors_than_a_preview_may_have_wait_outside() -> None:
    async with a_site(connections=2) as site:
        release, inside = asyncio.Event(), asyncio.Semaphore(0)

        async def slow(
            reader: asyncio.StreamReader, writer: asyncio.StreamWriter
        ) -> None:
            await reader.readuntil(b"\r\n\r\n")
            inside.release()
            await release.wait()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")

        host_id = await site.fixed.add(slow)
        waiting = [asyncio.create_task(site.get(host_id)) for _ in range(2)]
        await asyncio.gather(*(inside.acquire() for _ in range(2)))
        refused = await site.get(host_id)
        assert refused.status == 503
        release.set()
        assert [(await task).status for task in waiting] == [200, 200]
        assert refused["retry-after"] == "2"


@pytest.mark.parametrize("what", ["TRACE /", "OPTIONS *"])
async def test_a_method_or_target_that_no_app_needs_is_refused(
    site: Site, what: str
) -> None:
    app = App()
    host_id = await site.fixed.add(app)
    reply = await site.ask(what, site.host(host_id))
    assert reply.status in (400, 405)
    assert not app.received
