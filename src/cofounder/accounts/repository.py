"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.errors import TokenNotFound
from cofounder.accounts.models import (
    ApiToken,
    BrowserSession,
    KeptForm,
    LoginLink,
    User,
)
from cofounder.db import ROW_LOCK


class UserRepository:
    """Users by id, subject and e-mail."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, user_id: UUID) -> User:
        """The user; accounts are never removed, so a missing one is a defect."""
        return await self.session.get_one(User, user_id)

    async def lock(self, user_id: UUID) -> None:
        """Let one transaction at a time count what the user has."""
        await self.session.execute(
            select(User.id).where(User.id == user_id).with_for_update(**ROW_LOCK)
        )

    async def find_by_subject(self, subject: str) -> User | None:
        """The user whom an identity provider calls `subject`."""
        return await self.session.scalar(select(User).where(User.subject == subject))

    async def find_by_email(self, email: str) -> User | None:
        """The user with this e-mail address."""
        return await self.session.scalar(select(User).where(User.email == email))


class CredentialRepository:
    """API tokens, login links and browser sessions by the hash of their secret."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_token(self, sha256: str) -> ApiToken | None:
        """The API token with this hash, revoked and expired ones included."""
        return await self.session.scalar(
            select(ApiToken).where(ApiToken.token_sha256 == sha256)
        )

    async def get_token(self, token_id: UUID, user: User) -> ApiToken:
        """One of the user's own tokens."""
        token = await self.session.get(ApiToken, token_id)
        if token is None or token.user_id != user.id:
            raise TokenNotFound
        return token

    async def list_tokens(self, user: User) -> Sequence[ApiToken]:
        """The user's tokens that were not revoked, oldest first."""
        rows = await self.session.scalars(
            select(ApiToken)
            .where(ApiToken.user_id == user.id, ApiToken.revoked_at.is_(None))
            .order_by(ApiToken.created_at, ApiToken.id)
        )
        return rows.all()

    async def find_link(self, sha256: str) -> LoginLink | None:
        """The login link with this hash, locked for use."""
        return await self.session.scalar(
            select(LoginLink)
            .where(LoginLink.token_sha256 == sha256)
            .with_for_update(**ROW_LOCK)
        )

    async def find_browser_session(self, sha256: str) -> BrowserSession | None:
        """The browser session with this hash, ended and expired ones included."""
        return await self.session.scalar(
            select(BrowserSession).where(BrowserSession.token_sha256 == sha256)
        )


class KeptFormRepository:
    """Forms that came after their session had ended, by user."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_waiting(self, user_id: UUID) -> KeptForm | None:
        """The latest one that was neither sent again nor thrown away."""
        return await self.session.scalar(
            select(KeptForm)
            .where(KeptForm.user_id == user_id, KeptForm.settled_at.is_(None))
            .order_by(KeptForm.id.desc())
            .limit(1)
        )

    async def keep_newest(self, user_id: UUID, count: int) -> None:
        """Delete all but the `count` newest of a user."""
        newest = await self.session.scalars(
            select(KeptForm.id)
            .where(KeptForm.user_id == user_id)
            .order_by(KeptForm.id.desc())
            .limit(count)
        )
        await self.session.execute(
            delete(KeptForm).where(
                KeptForm.user_id == user_id, KeptForm.id.not_in(newest.all())
            )
        )
