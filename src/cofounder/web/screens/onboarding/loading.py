"""From an onboarding session, or the call that opens one, to its page."""

from __future__ import annotations

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import LIMITS, Tier
from cofounder.interviews import onboarding
from cofounder.interviews.brief import THESIS_CORE, THESIS_FIELDS, ThesisSnapshot
from cofounder.interviews.models import OnboardingSession, SessionStatus
from cofounder.runs.models import Run
from cofounder.web.calls import failure_of, has_failed, latest_call, thinking_of
from cofounder.web.edge import Visitor
from cofounder.web.screens.asking import asked, progress_of, said
from cofounder.web.screens.onboarding.pages import (
    OnboardingPage,
    QuestionStep,
    SnapshotField,
    SnapshotStep,
)
from cofounder.web.screens.pieces import Progress

KEPT = "Your idea and every answer are kept."
NONE_YET = Progress(number=0, total=0, percent=0)


def href_of(session_id: object) -> str:
    """The page of an onboarding session."""
    return f"/new/{session_id}"


def opening_page(run: Run) -> OnboardingPage:
    """The page while the first questions are thought of, or after that failed."""
    href = href_of(run.subject_id)
    failed = has_failed(run)
    step = QuestionStep(
        session_href=href,
        progress=NONE_YET,
        idea=str(run.options["idea"]),
        history=(),
        thinking=None if failed else thinking_of(run, "Thinking about your idea"),
        failure=failure_of(run, KEPT) if failed else None,
        retry_action=f"{href}/retry",
    )
    return OnboardingPage(step=step, is_waiting=not failed)


async def session_page(
    session: AsyncSession,
    row: OnboardingSession,
    who: Visitor,
    *,
    editing: str | None = None,
    draft: str = "",
    error: str = "",
) -> OnboardingPage:
    """The question, what stands in for it, or the summary of a finished session."""
    if row.status is SessionStatus.COMPLETED:
        step = _snapshot(row, who, editing=editing, draft=draft, error=error)
        return OnboardingPage(step=step)
    call = await latest_call(session, onboarding.FINALIZE, row.id)
    failed = has_failed(call)
    waiting = call is not None and not call.is_over
    href = href_of(row.id)
    step = QuestionStep(
        session_href=href,
        progress=progress_of(row),
        idea=row.idea_text,
        history=said(row, href),
        question=None if waiting else asked(row, href, editing, draft, error),
        thinking=thinking_of(call, "Summing up what you told us")
        if call is not None and waiting
        else None,
        failure=failure_of(call, KEPT) if call is not None and failed else None,
        retry_action=f"{href}/finalize",
    )
    return OnboardingPage(step=step, is_waiting=waiting)


def _snapshot(
    row: OnboardingSession,
    who: Visitor,
    *,
    editing: str | None,
    draft: str,
    error: str,
) -> SnapshotStep:
    drafts = {editing: draft} if editing and error else {}
    fields = [
        _field(name, row, who, draft=drafts.get(name))
        for name in ThesisSnapshot.model_fields
    ]
    core = [field for field in fields if field.name in THESIS_CORE]
    home = f"/projects/{row.project_id}" if row.project_id else None
    return SnapshotStep(
        session_href=href_of(row.id),
        idea=row.idea_text,
        summary=tuple(core),
        more=tuple(field for field in fields if field not in core),
        is_demo=row.generated_by == "demo",
        error=error,
        project_href=home,
        editing=editing,
    )


def _plan_with(field: str) -> str:
    """The smallest plan that shows a field, by name."""
    return next(LIMITS[tier].name for tier in Tier if field in THESIS_FIELDS[tier])


def _field(
    name: str, row: OnboardingSession, who: Visitor, *, draft: str | None
) -> SnapshotField:
    value: Any = (row.canonical_thesis or {}).get(name, "")
    locked = name not in THESIS_FIELDS[who.user.tier]
    text = value if isinstance(value, str) else "\n".join(value)
    if draft is not None and not locked:
        text = draft
    return SnapshotField(
        name=name,
        label=LABELS.get(name, name.replace("_", " ").capitalize()),
        value="" if locked else text,
        is_list=not isinstance(value, str),
        is_edited=name in row.thesis_edits,
        is_locked=locked,
        plan=_plan_with(name) if locked else "",
    )


LABELS = {
    "target_user": "For whom",
    "value_prop": "What it gives them",
    "key_constraint": "Must not change",
    "differentiation": "Why you",
    "monetization_hypothesis": "Money",
    "smallest_viable_experiment": "First experiment",
}
