"""The generation overlay and the walkthrough (TRIO-04, TRIO-05)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.views import Part, Screen

StepState = Literal["generating", "built", "failed"]


@dataclass(frozen=True, kw_only=True)
class GenerationStep:
    """One of the three; the texts follow the state."""

    kind: Literal["strategy", "timeline", "architecture"]
    state: StepState
    detail: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class GenerationProgress(Part):
    """What polling swaps while the trio is made."""

    template = "screens/generating/_progress.html"

    project_name: str
    steps: tuple[GenerationStep, ...]
    elapsed_seconds: int
    results_href: str
    insight: str = ""
    cost: str | None = None
    retry_action: str = ""
    """Posts "make the failed ones again"."""

    @property
    def is_running(self) -> bool:
        """Whether any of the three is still being made."""
        return any(step.state == "generating" for step in self.steps)

    @property
    def has_failed(self) -> bool:
        """Whether any of the three was given up."""
        return any(step.state == "failed" for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class GeneratingPage(Screen):
    """`/projects/{id}/generating`."""

    template = "screens/generating/page.html"

    progress: GenerationProgress


@dataclass(frozen=True, kw_only=True)
class WalkthroughPage(Screen):
    """One card at a time; every step has its address."""

    template = "screens/generating/walkthrough.html"

    step: int
    title: str
    icon: str
    summary: str
    points: tuple[str, ...]
    """Three to five lines of the result itself."""
    view_label: str
    view_href: str
    step_hrefs: tuple[str, ...]
    last_label: str
    """"Decide the direction" while Gate 1 is open, else "Go to Dashboard"."""
    last_href: str
    skip_href: str
    is_failed: bool = False
