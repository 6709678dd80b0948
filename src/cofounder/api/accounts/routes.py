"""Identity endpoints (API-005, API-007, API-008)."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field, FutureDatetime

from cofounder.accounts import service as accounts
from cofounder.accounts.credentials import COOKIE
from cofounder.accounts.csrf import check_origin
from cofounder.accounts.errors import NotLoggedIn, TokenNotFound
from cofounder.accounts.models import User
from cofounder.accounts.repository import CredentialRepository, UserRepository
from cofounder.accounts.service import SESSION_LIFETIME
from cofounder.api.edge import CurrentUser, Reading, Session, path_id, sent
from cofounder.api.schemas import DoneOut, FilledText, Name

router = APIRouter(prefix="/auth", tags=["identity"])


class UserOut(BaseModel):
    """The logged-in user and what the plan allows."""

    user_id: UUID
    email: str | None
    name: str
    tier: str
    is_admin: bool
    onboarding_completed: bool
    limits: dict[str, int]

    @classmethod
    def of(cls, user: User) -> UserOut:
        """The user as the API shows it."""
        limits = user.limits
        return cls(
            user_id=user.id,
            email=user.email,
            name=user.name,
            tier=user.tier.value,
            is_admin=user.is_admin,
            onboarding_completed=user.onboarding_completed,
            limits={
                "max_projects": limits.max_projects,
                "max_sessions_per_day": limits.max_sessions_per_day,
                "max_tokens_per_day": limits.max_tokens_per_day,
                "onboarding_sessions": limits.onboarding_sessions,
                "runs_per_user": limits.runs_per_user,
                "runs_per_project": limits.runs_per_project,
                "runs_per_day": limits.runs_per_day,
            },
        )


class ExchangeIn(BaseModel):
    """The secret of a one-time link."""

    token: FilledText


class ExchangedOut(BaseModel):
    """Who logged in, and the CSRF token that writes with the cookie need."""

    user: UserOut
    csrf_token: str


class TokenIn(BaseModel):
    """A name to recognise the token by, and when it ends."""

    name: Annotated[Name, Field(max_length=120)]
    expires_at: FutureDatetime | None = None


class TokenOut(BaseModel):
    """A token without its secret."""

    id: UUID
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None


class TokenMadeOut(BaseModel):
    """A new token; the secret is shown this once."""

    id: UUID
    token: str


@router.post("/exchange")
async def exchange(
    body: ExchangeIn, request: Request, session: Session, response: Response
) -> ExchangedOut:
    """Log in with a one-time link (API-005)."""
    check_origin(sent(request))
    user = await accounts.use_login_link(session, body.token)
    browser, secret = await accounts.open_browser_session(session, user)
    set_session_cookie(response, secret, secure=request.url.scheme == "https")
    return ExchangedOut(user=UserOut.of(user), csrf_token=browser.csrf_token)


def set_session_cookie(response: Response, secret: str, *, secure: bool) -> None:
    """Give the browser its session: HTTP-only, same-site, this host only."""
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
        path="/",
    )


@router.get("/me")
async def me(session: Reading, user: CurrentUser) -> UserOut:
    """Who is logged in (API-007)."""
    return UserOut.of(await UserRepository(session).get(user.id))


@router.post("/logout")
async def logout(
    request: Request, session: Session, user: CurrentUser, response: Response
) -> DoneOut:
    """End the browser's session (API-007)."""
    secret = request.cookies.get(COOKIE)
    if secret:
        try:
            row, _ = await accounts.session_of_cookie(session, secret)
        except NotLoggedIn:
            pass
        else:
            await accounts.end_browser_session(session, row)
    response.delete_cookie(COOKIE, path="/")
    return DoneOut(status="logged_out")


@router.get("/tokens")
async def list_tokens(session: Reading, user: CurrentUser) -> list[TokenOut]:
    """The user's tokens (API-008)."""
    rows = await CredentialRepository(session).list_tokens(user)
    return [
        TokenOut(**{f: getattr(row, f) for f in TokenOut.model_fields}) for row in rows
    ]


@router.post("/tokens", status_code=201)
async def create_token(
    body: TokenIn, session: Session, user: CurrentUser
) -> TokenMadeOut:
    """A new token, shown once (API-008)."""
    row, secret = await accounts.create_token(
        session, user, name=body.name, expires_at=body.expires_at
    )
    return TokenMadeOut(id=row.id, token=secret)


@router.delete("/tokens/{token_id}")
async def revoke_token(token_id: str, session: Session, user: CurrentUser) -> DoneOut:
    """End a token at once (API-008)."""
    row = await CredentialRepository(session).get_token(
        path_id(token_id, TokenNotFound), user
    )
    await accounts.revoke_token(session, row)
    return DoneOut(status="revoked")
