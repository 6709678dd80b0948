"""Users and their tokens."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import ids
from cofounder.accounts.models import User
from cofounder.accounts.service import create_token, provision
from cofounder.accounts.tiers import Tier


async def a_user(
    session: AsyncSession,
    tier: Tier | str = Tier.CTO_SCALE,
    *,
    email: str | None = None,
) -> User:
    """A new user whom no other test knows."""
    return await provision(
        session, subject=f"test:{ids.new_secret(9)}", tier=Tier(tier), email=email
    )


async def a_token(session: AsyncSession, user: User) -> str:
    """A bearer token of the user."""
    _, secret = await create_token(session, user, name="test")
    return secret
