"""Fault row 72: who gets into a preview, over HTTP and WebSocket."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from cofounder import clock
from cofounder.accounts import models as _accounts
from cofounder.accounts.repository import CredentialRepository, UserRepository
from cofounder.accounts.service import create_token, end_browser_session, revoke_token
from cofounder.db import Base, Database
from cofounder.previews import tickets
from cofounder.previews.door import TicketDoor
from cofounder.previews.keeper import PreviewKeeper
from cofounder.previews.models import Preview
from cofounder.previews.repository import TicketRepository
from tests.previews.parts import FakeCells, a_login, a_preview
from tests.web.preview_proxy.parts import App, Reply, Site, a_site

TABLES = (_accounts.User, Preview)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
COOKIE = "cofounder-preview"


@dataclass
class Place:
    """A site in `ticket` mode with one preview and somebody who is logged in."""

    site: Site
    database: Database
    cells: FakeCells
    keeper: PreviewKeeper
    door: TicketDoor
    preview: Preview
    credential: str

    async def ticket(self, preview: Preview | None = None) -> str:
        chosen = preview or self.preview
        async with self.database.transaction() as session:
            return await tickets.issue_ticket(
                session, chosen, user_id=chosen.user_id, credential=self.credential
            )

    async def enter(self, ticket: str) -> Reply:
        return await self.get(f"/__cofounder/enter?t={ticket}")

    async def get(self, target: str = "/", *headers: str) -> Reply:
        return await self.site.get(self.preview.host_id, target, *headers)

    async def cookie(self) -> str:
        reply = await self.enter(await self.ticket())
        return "Cookie: " + reply["set-cookie"].partition(";")[0]


@pytest.fixture
async def place(make_database_url: Callable[[], str]) -> AsyncIterator[Place]:
    database, cells = Database(make_database_url()), FakeCells()
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.transaction() as session:
        user_id, credential = await a_login(session)
        preview = await a_preview(session, cells, user_id=user_id)
    keeper, door = PreviewKeeper(database, cells), TicketDoor(database)
    async with a_site(keeper, door, tickets=True) as site:
        yield Place(site, database, cells, keeper, door, preview, credential)
    await keeper.close()
    await cells.close()
    await database.close()


@pytest.mark.parametrize("method", METHODS)
async def test_f72_without_a_pass_every_method_is_403_and_wakes_nothing(
    place: Place, method: str
) -> None:
    host = place.site.host(place.preview.host_id)
    for target in ("/", "/any/path?x=1", "/__cofounder/restart"):
        reply = await place.site.ask(f"{method} {target}", host)
        assert reply.status in (403, 404)
    assert (await place.site.ask(f"{method} /", host)).status == 403
    assert place.cells.starts == 0


async def test_f72_a_ticket_becomes_a_cookie_that_opens_the_preview(
    place: Place,
) -> None:
    reply = await place.enter(await place.ticket())
    assert (reply.status, reply["location"]) == (303, "/")
    set_cookie = reply["set-cookie"]
    assert set_cookie.startswith(COOKIE + "=")
    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie
    assert "domain" not in set_cookie.lower()
    own = "Cookie: " + set_cookie.partition(";")[0]
    assert (await place.get("/", own)).status == 200
    assert (await place.get("/", own)).status == 200


async def test_f72_a_ticket_works_once_even_for_two_at_the_same_time(
    place: Place,
) -> None:
    ticket = await place.ticket()
    assert (await place.enter(ticket)).status == 303
    assert (await place.enter(ticket)).status == 403


async def test_f72_an_expired_ticket_is_403(place: Place) -> None:
    ticket = await place.ticket()
    async with place.database.transaction() as session:
        row = await TicketRepository(session).find_ticket(tickets.sha256(ticket))
        assert row is not None
        row.expires_at = clock.now() - timedelta(seconds=1)
    assert (await place.enter(ticket)).status == 403


async def test_f72_a_ticket_and_a_pass_of_another_preview_are_403(
    place: Place,
) -> None:
    async with place.database.transaction() as session:
        other = await a_preview(session, place.cells, user_id=place.preview.user_id)
    assert (await place.enter(await place.ticket(other))).status == 403
    own = await place.cookie()
    reply = await place.site.get(other.host_id, "/", own)
    assert reply.status == 403


@pytest.mark.parametrize("ticket", ["", "x", "%00", "a" * 5000])
async def test_f72_an_invented_ticket_is_403(place: Place, ticket: str) -> None:
    assert (await place.enter(ticket)).status == 403


async def test_f72_a_machine_client_may_send_its_ticket_as_a_header(
    place: Place,
) -> None:
    header = f"X-Cofounder-Preview: {await place.ticket()}"
    first = await place.get("/", header)
    assert first.status == 200
    assert (await place.get("/", header)).status == 403
    own = "Cookie: " + first["set-cookie"].partition(";")[0]
    assert (await place.get("/", own)).status == 200


async def test_f72_a_logout_ends_the_pass(place: Place) -> None:
    own = await place.cookie()
    assert (await place.get("/", own)).status == 200
    async with place.database.transaction() as session:
        credentials = CredentialRepository(session)
        login = await credentials.find_browser_session(place.credential)
        assert login is not None
        await end_browser_session(session, login)
    place.door.forget()
    assert (await place.get("/", own)).status == 403


async def test_f72_a_revoked_token_ends_the_pass_that_came_from_it(
    place: Place,
) -> None:
    async with place.database.transaction() as session:
        user = await UserRepository(session).get(place.preview.user_id)
        token, _ = await create_token(session, user)
    place.credential = token.token_sha256
    own = await place.cookie()
    assert (await place.get("/", own)).status == 200
    async with place.database.transaction() as session:
        found = await CredentialRepository(session).find_token(token.token_sha256)
        assert found is not None
        await revoke_token(session, found)
    place.door.forget()
    assert (await place.get("/", own)).status == 403


async def test_f72_stopping_the_preview_ends_its_passes(place: Place) -> None:
    own = await place.cookie()
    assert (await place.get("/", own)).status == 200
    await place.keeper.stop(place.preview.build_id)
    assert not place.cells.awake
    place.door.forget()
    assert (await place.get("/", own)).status == 403


async def test_f72_only_hashes_of_tickets_and_passes_are_kept(place: Place) -> None:
    ticket = await place.ticket()
    reply = await place.enter(ticket)
    secret = reply["set-cookie"].partition("=")[2].partition(";")[0]
    async with place.database.reading() as session:
        row = await TicketRepository(session).find_pass(tickets.sha256(secret))
    assert row is not None
    kept = {str(value) for value in vars(row).values()}
    assert not {ticket, secret} & kept


async def test_f72_an_unknown_preview_is_421_in_both_modes(place: Place) -> None:
    assert (await place.site.get("a" * 26)).status == 421
    async with a_site() as open_site:
        assert (await open_site.get("a" * 26)).status == 421
        assert (await open_site.get("a" * 26, "/__cofounder/enter")).body == b""


async def test_f72_the_main_apps_cookie_is_no_pass_and_is_never_forwarded() -> None:
    app = App()
    async with a_site() as site:
        host_id = await site.fixed.add(app)
        await site.get(host_id, "/", "Cookie: cofounder-session=main; theirs=1")
    assert app.received[0].headers["cookie"] == "theirs=1"


async def test_f72_the_main_apps_cookie_does_not_open_a_ticket_preview(
    place: Place,
) -> None:
    reply = await place.get("/", f"Cookie: cofounder-session={place.credential}")
    assert reply.status == 403


async def test_f72_a_websocket_without_a_pass_is_refused_before_the_upgrade(
    place: Place,
) -> None:
    with pytest.raises(InvalidStatus) as refused:
        await a_socket(place.site, place.preview.host_id)
    assert refused.value.response.status_code == 403
    assert place.cells.starts == 0


@pytest.mark.parametrize("origin", [None, "null", "http://localhost", "https://x.test"])
async def test_f72_a_websocket_of_another_origin_is_refused_in_link_mode_too(
    origin: str | None,
) -> None:
    async with a_site() as site:
        host_id = await site.fixed.add(App())
        with pytest.raises(InvalidStatus) as refused:
            await a_socket(site, host_id, origin=origin)
    assert refused.value.response.status_code == 403


async def test_f72_on_https_the_cookie_is_locked_to_its_host(place: Place) -> None:
    async with a_site(place.keeper, place.door, tickets=True, scheme="https") as site:
        target = f"/__cofounder/enter?t={await place.ticket()}"
        cookie = (await site.get(place.preview.host_id, target))["set-cookie"]
    assert cookie.startswith("__Host-cofounder-preview=")
    assert "; Secure; HttpOnly; Path=/; SameSite=None; Partitioned" in cookie


async def a_socket(site: Site, host_id: str, origin: str | None = "own") -> object:
    """Connect to the server's address under the preview's name."""
    own = site.origin(host_id) if origin == "own" else origin
    return await connect(
        f"ws://{site.host(host_id)}/",
        host="127.0.0.1",
        port=site.port,
        origin=own,  # type: ignore[arg-type]
        proxy=None,
    )
