"""Tickets: how a visitor who is logged in at the main app gets into a preview.

A ticket lives a minute and works once. It becomes a pass (the preview's cookie),
which lasts twelve hours at most and ends with the login that it came from.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.repository import CredentialRepository, UserRepository
from cofounder.accounts.service import sha256
from cofounder.previews.models import Preview, PreviewTicket
from cofounder.previews.ports import Pass
from cofounder.previews.repository import PreviewRepository, TicketRepository

TICKET_LIFETIME = timedelta(seconds=60)
PASS_LIFETIME = timedelta(hours=12)


async def issue_ticket(
    session: AsyncSession, preview: Preview, *, user_id: UUID, credential: str
) -> str:
    """A new ticket's secret, shown this once.

    `credential` is the `token_sha256` of the caller's browser session or API token.
    """
    secret = ids.new_secret()
    session.add(
        PreviewTicket(
            preview_id=preview.id,
            user_id=user_id,
            credential=credential,
            token_sha256=sha256(secret),
            expires_at=clock.now() + TICKET_LIFETIME,
        )
    )
    await session.flush()
    return secret


async def redeem_ticket(
    session: AsyncSession, host_id: str, secret: str
) -> Pass | None:
    """Exchange a ticket of this preview; None when it is used, old or foreign."""
    ticket = await TicketRepository(session).find_ticket(sha256(secret))
    if ticket is None or not ticket.is_fresh():
        return None
    if not await _fits(session, ticket, host_id):
        return None
    cookie = ids.new_secret()
    moment = clock.now()
    was_unused = await TicketRepository(session).use(
        ticket.id,
        used_at=moment,
        pass_sha256=sha256(cookie),
        pass_expires_at=moment + PASS_LIFETIME,
    )
    return Pass(cookie, int(PASS_LIFETIME.total_seconds())) if was_unused else None


async def is_admitted(session: AsyncSession, host_id: str, secret: str) -> bool:
    """Whether this pass opens this preview now."""
    row = await TicketRepository(session).find_pass(sha256(secret))
    if row is None or row.revoked_at is not None or row.pass_expires_at is None:
        return False
    return row.pass_expires_at > clock.now() and await _fits(session, row, host_id)


async def _fits(session: AsyncSession, ticket: PreviewTicket, host_id: str) -> bool:
    """Whether the ticket is for this preview and its login still stands."""
    preview = await PreviewRepository(session).find_by_host_id(host_id)
    if preview is None or preview.id != ticket.preview_id:
        return False
    user = await UserRepository(session).get(ticket.user_id)
    return not user.is_suspended and await _stands(session, ticket.credential)


async def _stands(session: AsyncSession, credential: str) -> bool:
    credentials = CredentialRepository(session)
    login = await credentials.find_browser_session(credential)
    if login is not None:
        return login.ended_at is None and login.expires_at > clock.now()
    token = await credentials.find_token(credential)
    if token is None or token.revoked_at is not None:
        return False
    return token.expires_at is None or token.expires_at > clock.now()
