"""Use cases of the assumption register: read it, confirm, deny, write again.

A verdict is on words, not on a place: it holds wherever they stand, in every document
and every version. A confirmed assumption is proven by the founder's own decision; a
denied one is never stated again, and what rests on it can be written anew, and only that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.sections import request_sections
from cofounder.artifacts.errors import (
    AssumptionNotFound,
    NothingRestsOnIt,
    NothingToJudge,
    WrongValue,
)
from cofounder.artifacts.models import Artifact, AssumptionVerdict, Verdict
from cofounder.artifacts.passages import interview_words
from cofounder.artifacts.register import (
    HOLDERS,
    Entry,
    LeftOpen,
    questions_left_open,
    register_of,
    shown_to,
)
from cofounder.artifacts.repository import ArtifactRepository, VerdictRepository
from cofounder.db.upsert import insert_or_ignore
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run

MAX_NOTE = 2_000


@dataclass(frozen=True, slots=True)
class Affected:
    """What is written again after a denial, and what is left to the founder.

    `edited` are affected sections the founder wrote: they stay unless asked for.
    """

    sections: dict[ArtifactType, tuple[str, ...]]
    edited: dict[ArtifactType, tuple[str, ...]]

    @property
    def count(self) -> int:
        """How many sections are written again."""
        return sum(len(sections) for sections in self.sections.values())


async def register(session: AsyncSession, project_id: UUID) -> list[Entry]:
    """Every assumption of a project (PROV-04, UNDR-05)."""
    return register_of(
        await _artifacts(session, project_id),
        await _left_open(session, project_id),
        await VerdictRepository(session).list_of(project_id),
    )


async def open_count(session: AsyncSession, project_id: UUID, tier: Tier) -> int:
    """How many assumptions a plan shows that nobody settled yet."""
    entries = shown_to(await register(session, project_id), tier)
    return sum(entry.state == "open" for entry in entries)


async def _artifacts(session: AsyncSession, project_id: UUID) -> Sequence[Artifact]:
    return await ArtifactRepository(session).list_of(project_id, HOLDERS)


async def _left_open(session: AsyncSession, project_id: UUID) -> list[LeftOpen]:
    onboarding, interview = await interview_words(session, project_id)
    found: list[LeftOpen] = []
    if onboarding is not None:
        found += questions_left_open(f"onboarding:{onboarding.id}", onboarding, {})
    if interview is not None:
        ref = f"understanding:{interview.id}"
        found += questions_left_open(ref, interview, interview.decided)
    return found


async def find_entry(
    session: AsyncSession, project_id: UUID, fingerprint: str
) -> Entry:
    """One assumption by the fingerprint of its words.

    Raises:
        AssumptionNotFound: the project has none like it.
    """
    for entry in await register(session, project_id):
        if entry.fingerprint == fingerprint:
            return entry
    raise AssumptionNotFound


async def judge(
    session: AsyncSession,
    project: Project,
    fingerprint: str,
    verdict: Verdict,
    *,
    correlation_id: str,
    note: str = "",
) -> Entry:
    """Confirm or deny an assumption; a second verdict replaces the first.

    Raises:
        ProjectParked: the project rests.
        AssumptionNotFound, NothingToJudge: there is nothing like that to judge.
        WrongValue: the note is too long.
    """
    if len(note) > MAX_NOTE:
        raise WrongValue(f"note: at most {MAX_NOTE:,} characters.")
    project = await ProjectRepository(session).lock(project.id)
    projects.check_not_parked(project)
    entry = await find_entry(session, project.id, fingerprint)
    if not entry.can_be_judged:
        raise NothingToJudge
    row = await _verdict_on(session, project.id, entry, verdict)
    if (row.verdict, row.note) != (verdict, note) or entry.state == "open":
        row.verdict, row.note, row.decided_at = verdict, note, clock.now()
        _record(session, project, entry, verdict.value, correlation_id)
    await session.flush()
    return await find_entry(session, project.id, fingerprint)


async def _verdict_on(
    session: AsyncSession, project_id: UUID, entry: Entry, verdict: Verdict
) -> AssumptionVerdict:
    """The row of an assumption's verdict; made when there is none, by one of two."""
    now = clock.now()
    await insert_or_ignore(
        session,
        AssumptionVerdict,
        {
            "id": ids.new_id(),
            "created_at": now,
            "project_id": project_id,
            "fingerprint": entry.fingerprint,
            "text": entry.text,
            "verdict": verdict,
            "note": "",
            "decided_at": now,
        },
    )
    return await VerdictRepository(session).get(project_id, entry.fingerprint)


async def reopen(
    session: AsyncSession, project: Project, fingerprint: str, *, correlation_id: str
) -> Entry | None:
    """Take a verdict back; None when its words stand nowhere any more.

    Raises:
        ProjectParked: the project rests.
        AssumptionNotFound: there is nothing like that.
    """
    project = await ProjectRepository(session).lock(project.id)
    projects.check_not_parked(project)
    entry = await find_entry(session, project.id, fingerprint)
    if entry.state != "open":
        verdicts = VerdictRepository(session)
        await session.delete(await verdicts.get(project.id, fingerprint))
        _record(session, project, entry, "reopened", correlation_id)
        await session.flush()
    entries = await register(session, project.id)
    return next((e for e in entries if e.fingerprint == fingerprint), None)


def _record(
    session: AsyncSession,
    project: Project,
    entry: Entry,
    verdict: str,
    correlation_id: str,
) -> None:
    projects.record(
        session,
        project.id,
        "decision_recorded",
        correlation_id=correlation_id,
        actor="founder",
        detail={
            "assumption": entry.fingerprint,
            "text": entry.text[:500],
            "verdict": verdict,
        },
    )


async def affected(session: AsyncSession, project_id: UUID, entry: Entry) -> Affected:
    """The sections that say a statement or rest on it, without the founder's own."""
    rows = {r.artifact_type: r for r in await _artifacts(session, project_id)}
    sections: dict[ArtifactType, tuple[str, ...]] = {}
    edited: dict[ArtifactType, tuple[str, ...]] = {}
    for kind, touched in entry.affected.items():
        own = set(rows[kind].edited_sections or ())
        if left := tuple(s for s in touched if s not in own):
            sections[kind] = left
        if mine := tuple(s for s in touched if s in own):
            edited[kind] = mine
    return Affected(sections, edited)


async def write_again(
    session: AsyncSession,
    project: Project,
    fingerprint: str,
    *,
    by: User,
    correlation_id: str,
    with_edited: bool = False,
) -> Run:
    """Write the sections that rest on a denied assumption again, and only those.

    Raises:
        AssumptionNotFound: there is nothing like that.
        NothingRestsOnIt: it is not denied, or no section rests on it.
        ProjectParked, GenerationRunning: see `request_sections`.
    """
    entry = await find_entry(session, project.id, fingerprint)
    found = await affected(session, project.id, entry)
    wanted = {k: list(s) for k, s in found.sections.items()}
    if with_edited:
        for kind, sections in found.edited.items():
            wanted.setdefault(kind, []).extend(sections)
    if entry.state != "denied" or not wanted:
        raise NothingRestsOnIt
    return await request_sections(
        session, project, wanted, by=by, correlation_id=correlation_id
    )
