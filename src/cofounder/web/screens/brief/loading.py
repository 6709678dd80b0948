"""From the idea brief's content and sources to its cards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import LIMITS, Tier
from cofounder.artifacts import brief_edits
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import Shown, shown
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.titles import section_title
from cofounder.artifacts.verdicts import verdicts_of
from cofounder.interviews.brief import BRIEF_SECTIONS, LISTS, Section
from cofounder.runs.repository import RunRepository
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.brief.pages import (
    BriefPage,
    BriefSection,
    BriefVersion,
    Claim,
    Judging,
    LockedSection,
)
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.document.versions import AUTHORS
from cofounder.web.screens.leading import next_step
from cofounder.web.screens.pieces import ConfidenceLevel
from cofounder.web.words import exact

OPEN_FIRST = 2


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An edit that could not be saved: the section, the text, and what was wrong."""

    section: str
    draft: str
    error: str
    is_conflict: bool = False


async def load(
    opened: OpenProject, brief: Artifact, *, unsaved: Unsaved | None = None
) -> BriefPage:
    """The brief as this plan shows it, in its fixed order of sections."""
    session, home, tier = opened.session, opened.home, opened.who.user.tier
    rows = await rows_of(opened)
    view, chips = shown(brief, tier, verdicts_of(rows.verdicts)), Chips.of(rows)
    allowed = BRIEF_SECTIONS[tier]
    sections = [
        await _section(session, section, brief, view, chips, home, unsaved)
        for section in Section
        if section in allowed
    ]
    return BriefPage(
        version=brief.version_number,
        updated=exact(brief.updated_at),
        sections=tuple(
            replace(each, is_open=True) if at < OPEN_FIRST else each
            for at, each in enumerate(sections)
        ),
        locked_sections=tuple(_locked(s) for s in Section if s not in allowed),
        versions=await _versions(session, brief),
        interview_again_action=f"{home}/understanding/re-interview",
        is_demo=brief.generated_by == "demo",
        assumption_count=len(view.assumptions),
        next_step=await next_step(opened),
    )


def _locked(section: Section) -> LockedSection:
    plan = next(tier for tier in Tier if section in BRIEF_SECTIONS[tier])
    return LockedSection(
        title=section_title(ArtifactType.IDEA_BRIEF, section), plan=LIMITS[plan].name
    )


async def _versions(session: AsyncSession, brief: Artifact) -> tuple[BriefVersion, ...]:
    rows = await ArtifactRepository(session).list_versions(brief.id)
    newest_first = sorted(rows, key=lambda row: row.version_number, reverse=True)
    return tuple(
        BriefVersion(
            number=row.version_number,
            when=exact(row.created_at),
            who=AUTHORS[row.author].capitalize(),
            reason=row.reason,
        )
        for row in newest_first
    )


async def _section(
    session: AsyncSession,
    section: Section,
    brief: Artifact,
    view: Shown,
    chips: Chips,
    home: str,
    unsaved: Unsaved | None,
) -> BriefSection:
    mine = unsaved if unsaved is not None and unsaved.section == section else None
    action = f"{home}/brief/{section.value}"
    scores: dict[str, str] = view.content.get("confidence_scores") or {}
    reasons: dict[str, str] = view.content.get("confidence_reasons") or {}
    level = cast(ConfidenceLevel | None, scores.get(section))
    return BriefSection(
        key=section.value,
        title=section_title(ArtifactType.IDEA_BRIEF, section),
        action=action,
        version=brief.version_number,
        claims=_claims(section, view, chips),
        is_list=section in LISTS,
        confidence=level,
        reason=reasons.get(section, ""),
        judging=None if level else await _judging(session, brief, section, action),
        is_edited=section.value in (brief.edited_sections or []),
        is_open=mine is not None,
        draft=mine.draft if mine else None,
        error=mine.error if mine else "",
        saved_meanwhile=brief_edits.text_of(brief, section)
        if mine is not None and mine.is_conflict
        else None,
    )


async def _judging(
    session: AsyncSession, brief: Artifact, section: Section, action: str
) -> Judging:
    lane = brief_edits.judging_lane(brief, section)
    active = await RunRepository(session).find_in_lane(lane)
    return Judging(action=f"{action}/confidence", is_waiting=active is not None)


def _claims(section: Section, view: Shown, chips: Chips) -> tuple[Claim, ...]:
    value: Any = view.content.get(section)
    if section in LISTS:
        paths = [(f"{section}/{n}", str(text)) for n, text in enumerate(value or [])]
    else:
        paths = [(section.value, str(value or ""))]
    return tuple(
        Claim(text=text, sources=chips.under(view, path)) for path, text in paths
    )
