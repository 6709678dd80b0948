"""Bodies of the understanding endpoints, from rows."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.onboarding.schemas import QuestionOut
from cofounder.api.understanding.schemas import (
    AnsweredQuestionOut,
    AssumptionOut,
    BriefOut,
    ByProjectOut,
    CoverageOut,
    FinalizedOut,
    InterviewOut,
)
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import shown
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.interviews.answers import current_question, texts_of
from cofounder.interviews.coverage import coverage_of
from cofounder.interviews.models import Action, UnderstandingSession
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.projects.models import Project
from cofounder.runs.repository import RunRepository
from cofounder.runs.states import RunKind


async def finalized(
    session: AsyncSession, row: UnderstandingSession, user: User
) -> FinalizedOut:
    """The brief of a finished interview (API-044)."""
    onboarding = await OnboardingRepository(session).get(row.onboarding_session_id)
    brief = await _brief(session, row.project_id)
    assert brief is not None
    run = await RunRepository(session).find_latest(row.project_id, RunKind.TRIO)
    return FinalizedOut(
        brief=shown(brief, user.tier).content,
        artifact_id=brief.id,
        version=brief.version_number,
        project_id=row.project_id,
        idea_text=onboarding.idea_text,
        onboarding_answers=texts_of(onboarding),
        tier=user.tier.value,
        run_id=None if run is None else run.id,
    )


async def interview(
    session: AsyncSession, row: UnderstandingSession, user: User
) -> InterviewOut:
    """The whole state (API-046)."""
    brief = await _brief(session, row.project_id)
    onboarding = await OnboardingRepository(session).get(row.onboarding_session_id)
    covered = coverage_of(onboarding, row)
    question = current_question(row)
    written = brief is not None and brief.current_content is not None
    return InterviewOut(
        understanding_session_id=row.id,
        project_id=row.project_id,
        status=row.status.value,
        current_question_index=row.current_index,
        total_questions=len(row.questions),
        answered_questions=_answered(row),
        current_question=None if question is None else QuestionOut.of(question),
        assumptions=_assumptions(row),
        coverage=[CoverageOut.model_validate(asdict(c)) for c in covered],
        brief=shown(brief, user.tier).content if brief and written else None,
        artifact_id=brief.id if brief and written else None,
        version=brief.version_number if brief and written else None,
    )


def _answered(row: UnderstandingSession) -> list[AnsweredQuestionOut]:
    return [
        AnsweredQuestionOut(
            question=QuestionOut.of(question),
            answer=row.answers[question["id"]]["text"],
            action=row.answers[question["id"]]["action"],
        )
        for question in row.questions
        if question["id"] in row.answers
    ]


def _assumptions(row: UnderstandingSession) -> list[AssumptionOut]:
    decided: dict[str, Any] = row.decided
    return [
        AssumptionOut(
            question_id=question["id"],
            question=question["text"],
            action=row.answers[question["id"]]["action"],
            assumption=decided.get(question["id"]),
        )
        for question in row.questions
        if row.answers.get(question["id"], {}).get("action")
        in (Action.SKIP, Action.YOU_DECIDE)
    ]


async def by_project(session: AsyncSession, project: Project) -> ByProjectOut:
    """Where the project's interview stands (API-040)."""
    row = await UnderstandingRepository(session).find_by_project(project.id)
    gates = GateRepository(session)
    latest = await gates.find_latest_direction(project.id)
    brief = await _brief(session, project.id)
    plan = await ArtifactRepository(session).find(
        project.id, ArtifactType.EXECUTION_PLAN
    )
    return ByProjectOut(
        session_id=None if row is None else row.id,
        session_status=None if row is None else row.status.value,
        current_question_index=0 if row is None else row.current_index,
        total_questions=0 if row is None else len(row.questions),
        has_brief=brief is not None and brief.current_content is not None,
        has_execution_plan=plan is not None and plan.current_content is not None,
        has_pending_gate=await gates.find_pending(project.id) is not None,
        gate_decision=None
        if latest is None or latest.decision is None
        else latest.decision.value,
    )


def brief(artifact: Artifact, user: User) -> BriefOut:
    """The idea brief (API-047)."""
    return BriefOut(
        brief=shown(artifact, user.tier).content,
        artifact_id=artifact.id,
        version=artifact.version_number,
        sources=artifact.sources,
        is_stale=artifact.is_stale,
    )


async def _brief(session: AsyncSession, project_id: Any) -> Artifact | None:
    return await ArtifactRepository(session).find(project_id, ArtifactType.IDEA_BRIEF)
