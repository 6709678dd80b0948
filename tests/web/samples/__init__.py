"""Sample page objects: every screen in every state it can show.

One story runs through them: a repair café that loses toasters and kettles.
"""

from __future__ import annotations

from cofounder.web import frame as frames
from cofounder.web.views import Screen
from tests.web.samples.building import draw_build, draw_overview, draw_settings
from tests.web.samples.console import draw_compare as draw_proposal
from tests.web.samples.console import draw_decisions
from tests.web.samples.decisions import draw_gate, draw_plan
from tests.web.samples.documents import (
    draw_assumptions,
    draw_compare,
    draw_document,
    draw_documents,
    draw_editing,
)
from tests.web.samples.journey import (
    draw_brief,
    draw_generating,
    draw_understanding,
)
from tests.web.samples.seeing import draw_strategy, draw_timeline, draw_trio
from tests.web.samples.shared import frame
from tests.web.samples.start import draw_home, draw_login, draw_onboarding

CURRENT = {
    "interview": "Interview",
    "brief": "Documents",
    "documents": "Documents",
    "document": "Documents",
    "editing": "Documents",
    "compare": "Documents",
    "assumptions": "Documents",
    "sources": "Documents",
    "strategy": "Strategy",
    "timeline": "Timeline",
    "architecture": "Architecture",
    "trio": "Strategy",
    "gate": "Decisions",
    "decisions": "Decisions",
    "decision": "Decisions",
    "proposal": "Decisions",
    "plan": "Plan",
    "build": "Build",
    "overview": "Overview",
}


def samples() -> dict[str, Screen]:
    """Every sample by name; the first word says which screen it is."""
    makers = (
        draw_login,
        draw_home,
        draw_onboarding,
        draw_understanding,
        draw_generating,
        draw_brief,
        draw_strategy,
        draw_timeline,
        draw_trio,
        draw_documents,
        draw_document,
        draw_editing,
        draw_compare,
        draw_assumptions,
        draw_gate,
        draw_proposal,
        draw_decisions,
        draw_plan,
        draw_build,
        draw_overview,
        draw_settings,
    )
    return dict(pair for maker in makers for pair in maker())


def frame_of(name: str, **more: object) -> frames.Frame:
    """The shell a sample is shown in; settings show a live model."""
    mode = "live" if name == "settings" else "demo"
    current = CURRENT.get(name.split("-", maxsplit=1)[0], "")
    return frame(current=current, **{"mode": mode} | more)  # type: ignore[arg-type]
