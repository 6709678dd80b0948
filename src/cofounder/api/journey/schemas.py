"""Bodies of the journey endpoint."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel

from cofounder.api.dashboard.schemas import RiskOut
from cofounder.journey.stages import JourneyRead, StageRead


class MilestoneOut(BaseModel):
    """A weighted line of a stage; `completed_at` is null while it is open."""

    key: str
    title: str
    weight: int
    completed_at: datetime | None


class CriterionOut(BaseModel):
    """A condition for leaving a stage."""

    text: str
    done: bool


class StageOut(BaseModel):
    """One stage of the journey (STAG-03)."""

    stage_number: int
    name: str
    entered_at: datetime | None
    progress_percent: int
    milestones: list[MilestoneOut]
    exit_criteria: list[CriterionOut]
    blocking_risks: list[RiskOut]

    @classmethod
    def of(cls, stage: StageRead) -> StageOut:
        """The stage as the API shows it."""
        return cls(
            stage_number=stage.stage_number,
            name=stage.name,
            entered_at=stage.entered_at,
            progress_percent=stage.progress_percent,
            milestones=[
                MilestoneOut(
                    key=m.key,
                    title=m.title,
                    weight=m.weight,
                    completed_at=None
                    if m.completed_at is None
                    else datetime.fromisoformat(m.completed_at),
                )
                for m in stage.milestones
            ],
            exit_criteria=[
                CriterionOut(text=c.text, done=c.done) for c in stage.exit_criteria
            ],
            blocking_risks=[RiskOut.of(flag) for flag in stage.blocking_risks],
        )


class JourneyOut(BaseModel):
    """All stages, and the progress over them."""

    stages: list[StageOut]
    global_progress: int

    @classmethod
    def of(cls, read: JourneyRead) -> JourneyOut:
        """The journey as the API shows it."""
        stages = [StageOut.of(stage) for stage in read.stages]
        return cls(stages=stages, global_progress=read.global_progress)
