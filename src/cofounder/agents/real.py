"""The runner that asks real models."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from cofounder.agents.coder.agent import RealCoder
from cofounder.agents.coder.packages import CERTAIN_PACKAGES
from cofounder.agents.interviewer.agent import RealInterviewer
from cofounder.agents.ledgered import Wait
from cofounder.agents.models import Models
from cofounder.agents.planner.agent import RealPlanner
from cofounder.agents.running import Asker
from cofounder.agents.strategist.agent import RealStrategist
from cofounder.agents.transport import MAX_ANSWER_BYTES
from cofounder.agents.writer.agent import RealWriter
from cofounder.artifacts.ports import Strategist, Writer
from cofounder.builds.ports import Coder
from cofounder.interviews.ports import Interviewer
from cofounder.plans.ports import Planner
from cofounder.runner import Mode
from cofounder.runs.ledger import Ledger
from cofounder.settings import Settings


class RunnerReal:
    """Every role on the models of the settings; every call goes through the ledger.

    A step makes one call of one role: calls are numbered inside it from 1. `wait` is
    how the pauses between attempts pass; `packages` what generated apps may require.

    Raises:
        Invalid: a model setting cannot work (nothing is imported or asked for this).
    """

    mode: Mode = Mode.LIVE

    def __init__(
        self,
        settings: Settings,
        ledger: Ledger,
        *,
        wait: Wait = asyncio.sleep,
        packages: Sequence[str] = CERTAIN_PACKAGES,
        max_answer_bytes: int = MAX_ANSWER_BYTES,
    ) -> None:
        self.models = Models(settings, max_bytes=max_answer_bytes)
        asker = Asker(self.models, ledger, wait=wait)
        self.label = self.models.label
        self.interviewer: Interviewer = RealInterviewer(asker)
        self.strategist: Strategist = RealStrategist(asker)
        self.writer: Writer = RealWriter(asker)
        self.planner: Planner = RealPlanner(asker)
        self.coder: Coder = RealCoder(asker, packages)

    async def close(self) -> None:
        """Close the connections to the providers."""
        await self.models.close()
