"""The door of `ticket` mode: tickets and passes, with a short memory.

A page of an app is dozens of requests; asking the database for each would make the
proxy slow. A pass that was good is believed for a few seconds more, which is also
how long a logout may take to be felt.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from cofounder.accounts.service import sha256
from cofounder.db import Database
from cofounder.previews import tickets
from cofounder.previews.ports import Pass

BELIEVED_SECONDS = 5.0
MOST_REMEMBERED = 10_000


class TicketDoor:
    """Fulfils `ports.Doorkeeper` on the database."""

    def __init__(
        self, database: Database, *, timer: Callable[[], float] = time.monotonic
    ) -> None:
        self.database = database
        self.timer = timer
        self._believed: dict[tuple[str, str], float] = {}

    async def enter(self, host_id: str, ticket: str) -> Pass | None:
        """Exchange a ticket for a pass; a ticket works once."""
        async with self.database.transaction() as session:
            return await tickets.redeem_ticket(session, host_id, ticket)

    async def admits(self, host_id: str, secret: str) -> bool:
        """Whether this pass opens this preview now."""
        key = (host_id, sha256(secret))
        until = self._believed.get(key)
        if until is not None and self.timer() < until:
            return True
        async with self.database.reading() as session:
            admitted = await tickets.is_admitted(session, host_id, secret)
        self._believed.pop(key, None)
        if admitted:
            self._remember(key)
        return admitted

    def forget(self) -> None:
        """Ask the database again for every pass, after a logout for example."""
        self._believed.clear()

    def _remember(self, key: tuple[str, str]) -> None:
        if len(self._believed) >= MOST_REMEMBERED:
            self._believed.clear()
        self._believed[key] = self.timer() + BELIEVED_SECONDS
