"""Working out a narrow or pivot: two questions in one operation, each paid once."""

from __future__ import annotations

from dataclasses import replace

from cofounder.artifacts.timeline import check_weeks
from cofounder.gates.proposals import CompareRequest, Proposed
from cofounder.runner import Runner
from cofounder.runs.calls import Reply


async def propose(runner: Runner, request: CompareRequest) -> Reply[Proposed]:
    """The proposed brief, then the timeline that follows from it.

    Each has its own place in the ledger: when the second fails or the process ends
    between them, the first is not asked again.
    """
    brief = await runner.interviewer.idea_brief(request.brief)
    content = brief.value.brief.model_dump(mode="json")
    timeline = await runner.strategist.mvp_timeline(
        replace(request.timeline, brief=content)
    )
    check_weeks(timeline.value, request.timeline.context.tier)
    proposed = Proposed(
        brief.value, timeline.value, timeline.prompt, request.base_version
    )
    return Reply(
        proposed, brief.usage, prompt=brief.prompt, generated_by=brief.generated_by
    )
