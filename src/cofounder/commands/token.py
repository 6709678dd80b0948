"""`cofounder token …`: API tokens and one-time login links (AUTH-01, AUTH-03)."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable, Sequence
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts import service as accounts
from cofounder.accounts.models import ApiToken, User
from cofounder.accounts.repository import CredentialRepository
from cofounder.accounts.tiers import Tier
from cofounder.commands.holding import running_server
from cofounder.commands.listening import base_url
from cofounder.commands.opening import opened
from cofounder.commands.owners import find_owner, provide_owner
from cofounder.commands.running import Stop, settings_from
from cofounder.commands.speaking import answer, answer_json, note
from cofounder.settings import Settings

T = TypeVar("T")


def create(options: Namespace) -> int:
    """Print a new token alone on stdout; the user is made when missing."""
    settings = settings_from(options)
    tier = Tier(options.tier) if options.tier else None

    async def work(session: AsyncSession) -> tuple[str, str, str | None]:
        user = await provide_owner(session, settings, options.email, tier)
        made, secret = await accounts.create_token(
            session, user, name=options.name or ""
        )
        return str(made.id), secret, user.email

    token_id, secret, email = _in_transaction(settings, work)
    if options.json:
        answer_json({"id": token_id, "token": secret, "email": email})
    else:
        answer(secret)
    return 0


def login(options: Namespace) -> int:
    """Print a new one-time link alone on one line."""
    settings = settings_from(options)

    async def work(session: AsyncSession) -> str:
        user = await provide_owner(session, settings, options.email, None)
        return await accounts.create_login_link(session, user)

    secret = _in_transaction(settings, work)
    server = running_server(settings.data_dir)
    url = server.url if server else base_url(settings.host, settings.port)
    if server is None:
        note("No server runs on this data folder: start it before you open the link.")
    link = f"{url}/login?token={secret}"
    if options.json:
        answer_json({"url": link})
    else:
        answer(link)
    return 0


def list_all(options: Namespace) -> int:
    """List the tokens that work, oldest first; their secrets are not kept."""
    settings = settings_from(options)

    async def work(session: AsyncSession) -> Sequence[ApiToken]:
        user = await find_owner(session, options.email)
        return await _tokens(session, user)

    rows = [_row(token) for token in _in_transaction(settings, work)]
    if options.json:
        answer_json(rows)
        return 0
    for row in rows:
        answer(f"{row['id']}  {row['prefix']}…  {row['created_at']}  {row['name']}")
    if not rows:
        note("There are no tokens.")
    return 0


def revoke(options: Namespace) -> int:
    """End one token at once, by its id or its visible beginning."""
    settings = settings_from(options)
    wanted: str = options.token.strip()

    async def work(session: AsyncSession) -> str:
        user = await find_owner(session, options.email)
        tokens = await _tokens(session, user)
        found = [t for t in tokens if wanted and _matches(t, wanted)]
        if len(found) != 1:
            raise Stop("Several tokens begin so." if found else "Token not found.")
        await accounts.revoke_token(session, found[0])
        return str(found[0].id)

    token_id = _in_transaction(settings, work)
    if options.json:
        answer_json({"id": token_id, "status": "revoked"})
    else:
        answer(f"Token {token_id} is revoked.")
    return 0


def _matches(token: ApiToken, wanted: str) -> bool:
    """Whether `wanted` is its id, its prefix, or the whole secret."""
    own = wanted == str(token.id) or token.token_sha256 == accounts.sha256(wanted)
    return own or (len(wanted) >= 4 and token.prefix.startswith(wanted))


async def _tokens(session: AsyncSession, user: User | None) -> Sequence[ApiToken]:
    return () if user is None else await CredentialRepository(session).list_tokens(user)


def _row(token: ApiToken) -> dict[str, str | None]:
    expires = token.expires_at
    return {
        "id": str(token.id),
        "prefix": token.prefix,
        "name": token.name,
        "created_at": token.created_at.isoformat(timespec="seconds"),
        "expires_at": None if expires is None else expires.isoformat(),
    }


def _in_transaction(
    settings: Settings, work: Callable[[AsyncSession], Awaitable[T]]
) -> T:
    async def connected() -> T:
        async with opened(settings) as database, database.transaction() as session:
            return await work(session)

    return asyncio.run(connected())
