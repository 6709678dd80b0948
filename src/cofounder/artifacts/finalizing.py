"""Finalizing the interview: the idea brief is stored and the trio starts with it.

Everything happens in one transaction after the model answered: the brief's version,
the completed session, the trio's rows as `generating` and its run (UNDR-08,
E2E-TRIGGER).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts.models import User
from cofounder.accounts.repository import UserRepository
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.following import follow_brief
from cofounder.artifacts.documents.merging import Content
from cofounder.artifacts.models import Artifact, ArtifactVersion, Author, Verdict
from cofounder.artifacts.passages import interview_words, project_passages
from cofounder.artifacts.provenance import only_known, verified_sources
from cofounder.artifacts.repository import ArtifactRepository, VerdictRepository
from cofounder.artifacts.trio import restart_failed, start_trio
from cofounder.artifacts.versions import NewContent, add_version, ensure_artifact
from cofounder.interviews import understanding
from cofounder.interviews.brief import IdeaBrief, Level, Section
from cofounder.interviews.models import (
    SessionStatus,
    UnderstandingSession,
)
from cofounder.interviews.passages import assumptions_of, passages_of
from cofounder.interviews.ports import IdeaBriefDraft, InterviewRequest
from cofounder.interviews.repository import (
    UnderstandingRepository,
)
from cofounder.interviews.words import Passage
from cofounder.projects import service as projects
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.calls import Reply
from cofounder.runs.deferral import DeferredCall, context_of, defer
from cofounder.runs.models import Run

FINALIZE = understanding.FINALIZE


async def finalize(
    session: AsyncSession,
    interview: UnderstandingSession,
    *,
    by: User,
    correlation_id: str,
) -> Run | None:
    """Ask for the idea brief of a fully answered interview.

    Returns None when the interview was finalized before: then only failed items of
    the trio are started again (UNDR-09).

    Raises:
        NotAllAnswered: questions are open.
    """
    if interview.status is SessionStatus.COMPLETED:
        await restart_failed(
            session, interview.project_id, by=by, correlation_id=correlation_id
        )
        return None
    understanding.check_all_answered(interview)
    call = DeferredCall(
        operation=FINALIZE,
        subject=str(interview.id),
        label="Writing your idea brief",
        project_id=interview.project_id,
        subject_id=interview.id,
    )
    return await defer(session, call, by=by, correlation_id=correlation_id)


async def brief_request(
    session: AsyncSession,
    run: Run,
    *,
    instruction: str = "",
    kind: Literal["", "narrow", "pivot"] = "",
) -> InterviewRequest:
    """What the interviewer needs for the idea brief of the run's project."""
    assert run.project_id is not None
    onboarding, interview = await interview_words(session, run.project_id)
    assert onboarding is not None
    present = await ArtifactRepository(session).find(
        run.project_id, ArtifactType.IDEA_BRIEF
    )
    verdicts = await VerdictRepository(session).list_of(run.project_id)
    return InterviewRequest(
        context=context_of(run, "call"),
        passages=passages_of(onboarding, interview),
        denied=tuple(v.text for v in verdicts if v.verdict is Verdict.DENIED),
        assumptions=assumptions_of(onboarding, interview),
        thesis=onboarding.canonical_thesis or {},
        instruction=instruction,
        instruction_kind=kind,
        previous=(present.current_content or {}) if present else {},
    )


async def store_finalized(
    session: AsyncSession, run: Run, reply: Reply[IdeaBriefDraft]
) -> dict[str, Any]:
    """Store the brief, complete the interview and start the trio, all or nothing."""
    assert run.subject_id is not None
    interview = await UnderstandingRepository(session).get_owned(
        run.subject_id, run.user_id, lock=True
    )
    version = await store_brief(session, run, reply, reason="Interview finished")
    if interview.status is SessionStatus.IN_PROGRESS:
        interview.status = SessionStatus.COMPLETED
        interview.completed_at = clock.now()
        interview.decided = reply.value.decided
        owner = await UserRepository(session).get(run.user_id)
        await start_trio(
            session,
            interview.project_id,
            by=owner,
            correlation_id=run.correlation_id,
        )
        await follow_brief(
            session,
            interview.project_id,
            by=owner,
            correlation_id=run.correlation_id,
        )
    return {
        "understanding_session_id": str(interview.id),
        "artifact_id": str(version.artifact_id),
        "version": version.version_number,
    }


async def store_brief(
    session: AsyncSession, run: Run, reply: Reply[IdeaBriefDraft], *, reason: str
) -> ArtifactVersion:
    """Save the idea brief with its verified sources as a version of this run."""
    assert run.project_id is not None
    passages = await project_passages(session, run.project_id)
    artifact = await ensure_artifact(session, run.project_id, ArtifactType.IDEA_BRIEF)
    written = brief_content(reply.value, passages)
    version = await add_version(
        session,
        artifact,
        NewContent(
            content=written.content,
            sources=written.sources,
            author=Author.COFOUNDER,
            reason=reason,
            run_id=run.id,
            generated_by=reply.generated_by,
            prompt=reply.prompt,
        ),
    )
    await _tick(session, run, artifact)
    return version


def brief_content(draft: IdeaBriefDraft, passages: Sequence[Passage]) -> Content:
    """A draft as it is stored, with the sources that hold."""
    content = _content(draft)
    proofs = verified_sources(draft.evidence, passages)
    return Content(content, only_known(proofs, ArtifactType.IDEA_BRIEF, content))


def _content(draft: IdeaBriefDraft) -> dict[str, Any]:
    levels: dict[str, Level] = {
        section.value: draft.confidence.get(section, "moderate") for section in Section
    }
    reasons = {s.value: draft.reasons[s] for s in Section if draft.reasons.get(s)}
    brief = IdeaBrief(
        **draft.brief.model_dump(),
        confidence_scores=levels,
        confidence_reasons=reasons,
        generated_at=clock.now().isoformat(),
    )
    return brief.stored()


async def _tick(session: AsyncSession, run: Run, artifact: Artifact) -> None:
    project = await ProjectRepository(session).get(artifact.project_id)
    for key in ("brief_generated", "risks_identified"):
        await projects.complete_milestone(
            session, project, 1, key, correlation_id=run.correlation_id
        )
