"""The language model seam: everything we ever ask of one, a role per attribute.

One runner is chosen in the composition root from settings (MODL-05). No route, step
or use case chooses its own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol, runtime_checkable

from cofounder.artifacts.ports import Strategist, Writer
from cofounder.builds.ports import Coder
from cofounder.interviews.ports import Interviewer
from cofounder.plans.ports import Planner


class Mode(StrEnum):
    """Whether answers come from a model or are composed from the founder's words."""

    LIVE = "live"
    DEMO = "demo"


@runtime_checkable
class Runner(Protocol):
    """Everything we ever ask of a language model, one role per attribute.

    `mode` is shown on every page and stamped on every output; `label` names the
    configured model, or says that this is the demo.
    """

    mode: Mode
    label: str
    interviewer: Interviewer
    strategist: Strategist
    writer: Writer
    planner: Planner
    coder: Coder

    async def close(self) -> None:
        """Give connections back; no call may follow."""
        ...
