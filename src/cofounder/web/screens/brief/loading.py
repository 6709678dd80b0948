"""From the idea brief's content and sources to its cards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import LIMITS, Tier
from cofounder.artifacts import brief_edits
from cofounder.artifacts.models import Artifact, Author
from cofounder.artifacts.passages import interview_words
from cofounder.artifacts.reading import Shown, shown
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.gates.repository import GateRepository
from cofounder.interviews.brief import BRIEF_SECTIONS, LISTS, Section
from cofounder.interviews.passages import passages_of
from cofounder.interviews.words import Passage
from cofounder.runs.repository import RunRepository
from cofounder.web.edge import Visitor
from cofounder.web.opened import home_of
from cofounder.web.screens.asking import labels_of
from cofounder.web.screens.brief.pages import (
    BriefPage,
    BriefSection,
    BriefVersion,
    Claim,
    Judging,
    LockedSection,
)
from cofounder.web.screens.pieces import ASSUMED, ConfidenceLevel, Source
from cofounder.web.screens.said import said_href

TITLES = {
    Section.PROBLEM_STATEMENT: "Problem",
    Section.TARGET_USER: "For whom",
    Section.VALUE_PROP: "What it gives them",
    Section.DIFFERENTIATION: "Why you",
    Section.MONETIZATION_HYPOTHESIS: "Money",
    Section.MARKET_CONTEXT: "What they use today",
    Section.KEY_CONSTRAINTS: "What must not change",
    Section.ASSUMPTIONS: "Assumptions",
    Section.RISKS: "Risks",
    Section.SMALLEST_VIABLE_EXPERIMENT: "First experiment",
    Section.COMPETITIVE_ANALYSIS: "Who else serves them",
    Section.SCALABILITY_NOTES: "At ten times the size",
    Section.RISK_DEEP_DIVE: "The hardest risk",
}
OPEN_FIRST = 2


@dataclass(frozen=True, slots=True)
class Unsaved:
    """An edit that could not be saved: the section, the text, and what was wrong."""

    section: str
    draft: str
    error: str
    is_conflict: bool = False


async def load(
    session: AsyncSession,
    brief: Artifact,
    who: Visitor,
    home: str,
    *,
    unsaved: Unsaved | None = None,
) -> BriefPage:
    """The brief as this plan shows it, in its fixed order of sections."""
    view = shown(brief, who.user.tier)
    words = await _words(session, brief)
    latest = await GateRepository(session).find_latest_direction(brief.project_id)
    allowed = BRIEF_SECTIONS[who.user.tier]
    sections = [
        await _section(session, section, brief, view, words, home, unsaved)
        for section in Section
        if section in allowed
    ]
    decided = latest is not None
    return BriefPage(
        version=brief.version_number,
        updated=_time(brief.updated_at),
        sections=tuple(
            replace(each, is_open=True) if at < OPEN_FIRST else each
            for at, each in enumerate(sections)
        ),
        locked_sections=tuple(_locked(s) for s in Section if s not in allowed),
        versions=await _versions(session, brief),
        interview_again_action=f"{home}/understanding/re-interview",
        is_demo=brief.generated_by == "demo",
        assumption_count=len(view.assumptions),
        next_label="Compare options" if decided else "Decide the direction",
        next_href=f"{home}/plan" if decided else f"{home}/gate",
    )


@dataclass(frozen=True, slots=True)
class Words:
    """What the founder said, by reference, and the chip of each."""

    passages: dict[str, Passage]
    labels: dict[str, str]


async def _words(session: AsyncSession, brief: Artifact) -> Words:
    onboarding, interview = await interview_words(session, brief.project_id)
    if onboarding is None:
        return Words({}, {})
    passages = {p.ref: p for p in passages_of(onboarding, interview)}
    return Words(passages, labels_of(onboarding, interview))


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")


def _locked(section: Section) -> LockedSection:
    plan = next(tier for tier in Tier if section in BRIEF_SECTIONS[tier])
    return LockedSection(title=TITLES[section], plan=LIMITS[plan].name)


async def _versions(session: AsyncSession, brief: Artifact) -> tuple[BriefVersion, ...]:
    rows = await ArtifactRepository(session).list_versions(brief.id)
    newest_first = sorted(rows, key=lambda row: row.version_number, reverse=True)
    return tuple(
        BriefVersion(
            number=row.version_number,
            when=_time(row.created_at),
            who="You" if row.author is Author.FOUNDER else "Co-founder",
            reason=row.reason,
        )
        for row in newest_first
    )


async def _section(
    session: AsyncSession,
    section: Section,
    brief: Artifact,
    view: Shown,
    words: Words,
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
        title=TITLES[section],
        action=action,
        version=brief.version_number,
        claims=_claims(section, brief, view, words),
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


def _claims(
    section: Section, brief: Artifact, view: Shown, words: Words
) -> tuple[Claim, ...]:
    value: Any = view.content.get(section)
    if section in LISTS:
        paths = [(f"{section}/{n}", str(text)) for n, text in enumerate(value or [])]
    else:
        paths = [(section.value, str(value or ""))]
    return tuple(
        Claim(text=text, sources=_sources(path, brief, view, words))
        for path, text in paths
    )


def _sources(
    path: str, brief: Artifact, view: Shown, words: Words
) -> tuple[Source, ...]:
    if path in view.assumptions:
        return (ASSUMED,)
    section = path.split("/", maxsplit=1)[0]
    proofs: list[dict[str, Any]] = brief.sources.get(path) or brief.sources.get(
        section, []
    )
    home = home_of(brief.project_id)
    return tuple(_source(proof, words, home) for proof in proofs[:3])


def _source(proof: dict[str, Any], words: Words, home: str) -> Source:
    passage = words.passages.get(proof["ref"])
    if passage is None:
        return Source(label="You", origin="You wrote this section.")
    return Source(
        label=words.labels[passage.ref],
        origin=passage.question or "Your idea",
        quote=str(proof.get("quote") or ""),
        href=said_href(home, passage.ref),
    )
