"""Whose account a command is about: somebody's by e-mail, else the local owner's."""

from __future__ import annotations

import re

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts import service as accounts
from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.accounts.tiers import Tier
from cofounder.commands.running import MISUSED, Stop
from cofounder.settings import Settings

EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")


async def find_owner(session: AsyncSession, email: str | None) -> User | None:
    """The user with this e-mail address, or the local owner without one."""
    users = UserRepository(session)
    if email is None:
        return await users.find_by_subject(accounts.LOCAL_OWNER)
    return await users.find_by_email(checked(email))


async def provide_owner(
    session: AsyncSession, settings: Settings, email: str | None, tier: Tier | None
) -> User:
    """The same, made when missing; a tier that is given is set (CLI-02)."""
    user = await find_owner(session, email)
    if user is None and email is None:
        user = await accounts.local_owner(
            session, tier or Tier(settings.local_owner_tier)
        )
    elif user is None:
        address = checked(email or "")
        user = await accounts.provision(
            session,
            subject=f"email:{address}",
            tier=tier or Tier.BOOTSTRAPPER,
            email=address,
            name=address.partition("@")[0],
        )
    if tier is not None:
        user.tier = tier
    return user


def checked(email: str) -> str:
    """The address in the form in which it is kept.

    Raises:
        Stop: it is no e-mail address.
    """
    address = email.strip().lower()
    if not EMAIL.fullmatch(address):
        raise Stop(f"--email: {email[:80]!r} is not an e-mail address.", MISUSED)
    return address
