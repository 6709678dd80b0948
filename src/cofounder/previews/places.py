"""Places: how many previews may be awake at once on this server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


class Places:
    """A fixed number of places. Who finds none asks somebody to leave, or waits.

    `make_room` makes one holder give its place back, or says that none can at the
    moment because all of them are just starting.
    """

    def __init__(self, count: int, make_room: Callable[[], Awaitable[bool]]) -> None:
        self.count, self.make_room = count, make_room
        self._holders: set[str] = set()
        self._changed = asyncio.Event()

    async def take(self, holder: str) -> None:
        """Take a place as soon as there is one."""
        while len(self._holders) >= self.count:
            self._changed.clear()
            if not await self.make_room():
                await self._changed.wait()
        self._holders.add(holder)

    def give(self, holder: str) -> None:
        """Give the place back."""
        self._holders.discard(holder)
        self.changed()

    def changed(self) -> None:
        """Let those who wait look again: a place is free, or can be asked for."""
        self._changed.set()
