"""The one clock: every time in cofounder is UTC and comes from here."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def midnight(moment: datetime) -> datetime:
    """The UTC midnight that began the day of `moment`."""
    return moment.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def next_midnight(moment: datetime) -> datetime:
    """The UTC midnight after `moment`, when daily limits start again (QUEU-05)."""
    return midnight(moment) + timedelta(days=1)
