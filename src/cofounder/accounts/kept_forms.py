"""What somebody sent when they were no longer logged in: kept until they are again.

Only a cookie that was a session of ours once lets anything be kept, so that nobody
can fill the database without an account (faults.md 75).
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.errors import KeptFormNotFound
from cofounder.accounts.models import KeptForm, User
from cofounder.accounts.repository import CredentialRepository, KeptFormRepository
from cofounder.accounts.service import sha256

MOST_FORMS = 10
MOST_CHARACTERS = 200_000
LONGEST_PATH = 500

Fields = Sequence[tuple[str, str]]


async def keep_form(
    session: AsyncSession, cookie: str, path: str, fields: Fields
) -> KeptForm | None:
    """Keep a form for whoever this cookie belongs to, or belonged to.

    None when nobody does, or when it is longer than any form of ours. The oldest ones
    of a user make room.
    """
    owner = await CredentialRepository(session).find_browser_session(sha256(cookie))
    length = sum(len(name) + len(value) for name, value in fields)
    if owner is None or length > MOST_CHARACTERS or len(path) > LONGEST_PATH:
        return None
    row = KeptForm(
        user_id=owner.user_id,
        path=path,
        fields=[[name, value.replace("\x00", "")] for name, value in fields],
    )
    session.add(row)
    await session.flush()
    await KeptFormRepository(session).keep_newest(owner.user_id, MOST_FORMS)
    return row


async def waiting_form(session: AsyncSession, user: User) -> KeptForm | None:
    """The user's latest form that was neither sent again nor thrown away."""
    return await KeptFormRepository(session).find_waiting(user.id)


async def own_form(session: AsyncSession, form_id: UUID | None, user: User) -> KeptForm:
    """One of the user's own forms.

    Raises:
        KeptFormNotFound: missing, or somebody else's.
    """
    row = None if form_id is None else await session.get(KeptForm, form_id)
    if row is None or row.user_id != user.id:
        raise KeptFormNotFound
    return row


async def settle_form(session: AsyncSession, form_id: UUID | None, user: User) -> None:
    """The user sends it again or throws it away: it is not offered any more."""
    row = await own_form(session, form_id, user)
    row.settled_at = row.settled_at or clock.now()
