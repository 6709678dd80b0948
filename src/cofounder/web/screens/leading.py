"""Where pages lead on to: the journey's next step, and the words of an open gate."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.gates.states import Choice, GateType
from cofounder.web.opened import OpenProject

DECIDE = {
    GateType.DIRECTION: "Decide the direction",
    GateType.SOLIDIFICATION: "Decide what comes next",
}


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The journey's next step, the page's one primary button."""

    label: str
    href: str


async def next_step(opened: OpenProject) -> NextStep:
    """The interview until there is a brief, what is to decide, the plan, the build."""
    session, home = opened.session, opened.home
    artifacts = ArtifactRepository(session)
    brief = await artifacts.find(opened.id, ArtifactType.IDEA_BRIEF)
    if brief is None or brief.current_content is None:
        return NextStep(label="Go to the interview", href=f"{home}/understanding")
    gates = GateRepository(session)
    pending = await gates.find_pending(opened.id)
    latest = await gates.find_latest_direction(opened.id)
    if pending is not None:
        return NextStep(label=DECIDE[pending.gate_type], href=f"{home}/gate")
    if latest is None or latest.decision is not Choice.PROCEED:
        return NextStep(label=DECIDE[GateType.DIRECTION], href=f"{home}/gate")
    plan = await artifacts.find(opened.id, ArtifactType.EXECUTION_PLAN)
    if plan is None or not plan.selected_option_id:
        return NextStep(label="Compare options", href=f"{home}/plan")
    return NextStep(label="Continue to build", href=f"{home}/build")
