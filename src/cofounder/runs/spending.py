"""What a user may still spend on models today (TIER-05, TIER-08)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.repository import UserRepository
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.errors import AccountSuspended, DailyTokensUsed


async def check_spending(session: AsyncSession, user_id: UUID) -> None:
    """Refuse a model call of a suspended user or over the daily token limit.

    Raises:
        AccountSuspended: the account may not use models.
        DailyTokensUsed: the tokens of this UTC day are used up.
    """
    user = await UserRepository(session).get(user_id)
    if user.is_suspended:
        raise AccountSuspended
    limit = user.limits.max_tokens_per_day
    used = await LlmCallRepository(session).tokens_since(
        user_id, clock.midnight(clock.now())
    )
    if not user.limits.allows(used, limit):
        raise DailyTokensUsed(used, limit)
