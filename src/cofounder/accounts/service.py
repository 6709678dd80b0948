"""Use cases of accounts: users, tokens, one-time links, browser sessions."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.errors import LinkUsed, NotLoggedIn
from cofounder.accounts.models import ApiToken, BrowserSession, LoginLink, User
from cofounder.accounts.repository import CredentialRepository, UserRepository
from cofounder.accounts.tiers import Tier
from cofounder.db.upsert import insert_or_ignore

LOCAL_OWNER = "local"
LINK_LIFETIME = timedelta(minutes=15)
SESSION_LIFETIME = timedelta(days=30)
TOKEN_PREFIX = "cf_"  # noqa: S105 - the visible start of every token, not a secret


def sha256(secret: str) -> str:
    """How secrets are kept: long random tokens need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


async def local_owner(session: AsyncSession, tier: Tier) -> User:
    """The local owner, made on first use with `tier` (AUTH-04)."""
    return await provision(session, subject=LOCAL_OWNER, tier=tier, name="Founder")


async def provision(
    session: AsyncSession,
    *,
    subject: str,
    tier: Tier,
    email: str | None = None,
    name: str = "",
) -> User:
    """The user called `subject`; concurrent first calls make one row (AUTH-04)."""
    users = UserRepository(session)
    found = await users.find_by_subject(subject)
    if found is not None:
        return found
    values = {
        "id": ids.new_id(),
        "created_at": clock.now(),
        "updated_at": clock.now(),
        "subject": subject,
        "email": email,
        "name": name,
        "tier": tier,
        "is_admin": subject == LOCAL_OWNER,
        "is_suspended": False,
        "onboarding_completed": False,
    }
    await insert_or_ignore(session, User, values)
    made = await users.find_by_subject(subject)
    assert made is not None
    return made


async def create_token(
    session: AsyncSession,
    user: User,
    *,
    name: str = "",
    expires_at: datetime | None = None,
) -> tuple[ApiToken, str]:
    """A new API token and its secret, which is shown this once (AUTH-03)."""
    secret = TOKEN_PREFIX + ids.new_secret()
    token = ApiToken(
        user_id=user.id,
        name=name,
        prefix=secret[:10],
        token_sha256=sha256(secret),
        expires_at=expires_at,
    )
    session.add(token)
    await session.flush()
    return token, secret


async def user_of_token(session: AsyncSession, secret: str) -> User:
    """The user whose API token this is.

    Raises:
        NotLoggedIn: unknown, revoked or expired.
    """
    token = await CredentialRepository(session).find_token(sha256(secret))
    if token is None or token.revoked_at is not None:
        raise NotLoggedIn("This token is not valid.", code="token_invalid")
    if token.expires_at is not None and token.expires_at <= clock.now():
        raise NotLoggedIn("This token has expired.", code="token_expired")
    return await UserRepository(session).get(token.user_id)


async def revoke_token(session: AsyncSession, token: ApiToken) -> None:
    """End a token at once; ending it again changes nothing."""
    if token.revoked_at is None:
        token.revoked_at = clock.now()


async def create_login_link(session: AsyncSession, user: User) -> str:
    """The secret of a new one-time link: single use, fifteen minutes (AUTH-01)."""
    secret = ids.new_secret()
    session.add(
        LoginLink(
            user_id=user.id,
            token_sha256=sha256(secret),
            expires_at=clock.now() + LINK_LIFETIME,
        )
    )
    await session.flush()
    return secret


async def use_login_link(session: AsyncSession, secret: str) -> User:
    """Log in with a one-time link.

    Raises:
        LinkUsed: used before, expired or unknown; the three look the same.
    """
    link = await CredentialRepository(session).find_link(sha256(secret))
    if link is None or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkUsed
    link.used_at = clock.now()
    return await UserRepository(session).get(link.user_id)


async def open_browser_session(
    session: AsyncSession, user: User
) -> tuple[BrowserSession, str]:
    """A browser session and the secret for its cookie."""
    secret = ids.new_secret()
    row = BrowserSession(
        user_id=user.id,
        token_sha256=sha256(secret),
        csrf_token=ids.new_secret(24),
        expires_at=clock.now() + SESSION_LIFETIME,
    )
    session.add(row)
    await session.flush()
    return row, secret


async def session_of_cookie(
    session: AsyncSession, secret: str
) -> tuple[BrowserSession, User]:
    """The live browser session of a cookie.

    Raises:
        NotLoggedIn: unknown, ended or expired.
    """
    row = await CredentialRepository(session).find_browser_session(sha256(secret))
    if row is None or row.ended_at is not None or row.expires_at <= clock.now():
        raise NotLoggedIn("Please log in again.", code="token_expired")
    return row, await UserRepository(session).get(row.user_id)


async def end_browser_session(session: AsyncSession, row: BrowserSession) -> None:
    """Log out."""
    row.ended_at = clock.now()
