"""Points at which a server of ours dies, each once in a data folder.

A point is `when:where`. `where` is the purpose of a model call or the name of a step
or run; `when` is one of

- `before`: the call is in the ledger, nothing has left;
- `during`: the request is out, no answer has come;
- `answered`: the answer is here, and stored nowhere;
- `stored`: the answer is in the ledger, nothing was done with it;
- `applied`: the step has done its work, the journal does not know;
- `journaled`: the journal has just recorded the step;
- `admitted`: the run may start, and nothing has started it.
"""

from __future__ import annotations

import asyncio
import os
import signal
from fnmatch import fnmatch
from pathlib import Path
from typing import Any
from uuid import UUID

from dbos._sys_db import SystemDatabase

from cofounder.runs.calls import CallContext
from cofounder.runs.ledger import Answer, Ledger, PlannedCall, SavePartial, Send
from cofounder.runs.states import RunKind
from cofounder.workflows.launcher import InProcessLauncher

IN_FLIGHT_SECONDS = 0.05


class Points:
    """Which points kill, and which have: `folder` remembers across lives.

    A wanted point is a pattern; `point*n=3` kills at the first 3 times it is reached,
    `first>point` only once this life has reached `first`.
    """

    def __init__(self, folder: Path, wanted: list[str]) -> None:
        self.folder, self.wanted = folder, wanted
        self.reached: set[str] = set()

    def wants(self, point: str) -> Path | None:
        """The mark to leave when this point is to kill now."""
        for each in self.wanted:
            first, _, last = each.rpartition(">")
            pattern, _, times = last.partition("*n=")
            if not fnmatch(point, pattern) or (first and first not in self.reached):
                continue
            for number in range(1, int(times or 1) + 1):
                mark = self.folder / f"{point}#{number}"
                if not mark.exists():
                    return mark
        return None

    def reach(self, point: str) -> None:
        """Die here, unless this point has killed before."""
        self.reached.add(point)
        mark = self.wants(point)
        if mark is None:
            return
        with mark.open("w") as file:
            os.fsync(file.fileno())
        os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        """Reach the points of steps and starts in this process."""
        self._around_the_journal()
        start = InProcessLauncher._start

        async def admitted(
            launcher: InProcessLauncher, kind: RunKind, run_id: UUID
        ) -> None:
            self.reach(f"admitted:{kind.value}")
            await start(launcher, kind, run_id)

        patched: Any = InProcessLauncher
        patched._start = admitted

    def _around_the_journal(self) -> None:
        record = SystemDatabase.record_operation_result

        def recorded(database: Any, result: Any, *rest: Any, **more: Any) -> None:
            name = result["function_name"]
            self.reach(f"applied:{name}")
            record(database, result, *rest, **more)
            self.reach(f"journaled:{name}")

        patched: Any = SystemDatabase
        patched.record_operation_result = recorded


class MortalLedger(Ledger):
    """The ledger with points around every call."""

    def __init__(self, database: Any, points: Points) -> None:
        super().__init__(database)
        self.points = points

    async def call(
        self, context: CallContext, planned: PlannedCall, send: Send
    ) -> Answer:
        async def mortal(save: SavePartial) -> Answer:
            self.points.reach(f"before:{planned.purpose}")
            during = f"during:{planned.purpose}"
            if self.points.wants(during):
                asyncio.get_running_loop().call_later(
                    IN_FLIGHT_SECONDS, self.points.reach, during
                )
            answer = await send(save)
            self.points.reach(f"answered:{planned.purpose}")
            return answer

        answer = await super().call(context, planned, mortal)
        self.points.reach(f"stored:{planned.purpose}")
        return answer
