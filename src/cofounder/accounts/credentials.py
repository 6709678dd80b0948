"""Who sends this request: a bearer token or a browser's cookie (AUTH-05)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.errors import NotLoggedIn
from cofounder.accounts.models import BrowserSession, User
from cofounder.accounts.service import session_of_cookie, user_of_token

COOKIE = "cofounder-session"


@dataclass(frozen=True, slots=True)
class Identity:
    """The user, and the browser session when a cookie proved it.

    A request proved by a cookie needs the session's CSRF token to change anything.
    """

    user: User
    browser: BrowserSession | None = None


async def identify(
    session: AsyncSession, *, authorization: str | None, cookie: str | None
) -> Identity:
    """The identity behind the credentials of a request; a bearer token wins.

    Raises:
        NotLoggedIn: none given, or the given one is not valid (any more).
    """
    if authorization:
        scheme, _, secret = authorization.partition(" ")
        if scheme.lower() != "bearer" or not secret.strip():
            raise NotLoggedIn("Send 'Authorization: Bearer <token>'.")
        return Identity(await user_of_token(session, secret.strip()))
    if cookie:
        browser, user = await session_of_cookie(session, cookie)
        return Identity(user, browser)
    raise NotLoggedIn("Log in first.")
