"""`cofounder user …`: what an operator decides about users."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from cofounder.accounts.tiers import Tier, limits_of
from cofounder.commands.opening import opened
from cofounder.commands.owners import find_owner
from cofounder.commands.running import Stop, settings_from
from cofounder.commands.speaking import answer, answer_json


def set_tier(options: Namespace) -> int:
    """Change the plan of a user who exists."""
    settings = settings_from(options)
    tier = Tier(options.tier)

    async def work() -> str:
        async with opened(settings) as database, database.transaction() as session:
            user = await find_owner(session, options.email)
            if user is None:
                whose = options.email or "the local owner"
                raise Stop(f"There is no user {whose} yet.")
            user.tier = tier
            return user.email or user.name

    name = asyncio.run(work())
    if options.json:
        answer_json({"email": options.email, "tier": tier.value})
    else:
        answer(f"{name} has the plan {limits_of(tier).name} now.")
    return 0
