"""From the idea brief's content and sources to its cards."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.models import Artifact
from cofounder.artifacts.passages import project_passages
from cofounder.artifacts.reading import Shown, shown
from cofounder.gates.repository import GateRepository
from cofounder.interviews.brief import BRIEF_SECTIONS, LISTS, Section
from cofounder.interviews.words import Passage
from cofounder.web.edge import Visitor
from cofounder.web.screens.brief.pages import BriefPage, BriefSection, Claim
from cofounder.web.screens.pieces import ASSUMED, ConfidenceLevel, Source

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


async def load(
    session: AsyncSession,
    brief: Artifact,
    who: Visitor,
    home: str,
    *,
    failed: tuple[str, str, str] | None = None,
) -> BriefPage:
    """The brief for this plan; `failed` is a section, its draft and what was wrong."""
    view = shown(brief, who.user.tier)
    passages = {p.ref: p for p in await project_passages(session, brief.project_id)}
    latest = await GateRepository(session).find_latest_direction(brief.project_id)
    allowed = BRIEF_SECTIONS[who.user.tier]
    sections = [
        _section(section, number, brief, view, passages, home, failed)
        for number, section in enumerate(s for s in Section if s in allowed)
    ]
    decided = latest is not None
    return BriefPage(
        version=brief.version_number,
        updated=brief.updated_at.strftime("%Y-%m-%d %H:%M UTC"),
        sections=tuple(sections),
        locked_sections=tuple(TITLES[s] for s in Section if s not in allowed),
        is_demo=brief.generated_by == "demo",
        assumption_count=len(view.assumptions),
        next_label="Compare options" if decided else "Decide the direction",
        next_href=f"{home}/plan" if decided else f"{home}/gate",
    )


def _section(
    section: Section,
    number: int,
    brief: Artifact,
    view: Shown,
    passages: dict[str, Passage],
    home: str,
    failed: tuple[str, str, str] | None,
) -> BriefSection:
    mine = failed if failed is not None and failed[0] == section else None
    scores: dict[str, str] = view.content.get("confidence_scores", {})
    return BriefSection(
        key=section.value,
        title=TITLES[section],
        action=f"{home}/brief/{section.value}",
        claims=_claims(section, brief, view, passages),
        is_list=section in LISTS,
        confidence=cast(ConfidenceLevel | None, scores.get(section)),
        is_edited=section.value in (brief.edited_sections or []),
        is_open=number < OPEN_FIRST or mine is not None,
        draft=mine[1] if mine else None,
        error=mine[2] if mine else "",
    )


def _claims(
    section: Section, brief: Artifact, view: Shown, passages: dict[str, Passage]
) -> tuple[Claim, ...]:
    value: Any = view.content.get(section)
    if section in LISTS:
        paths = [(f"{section}/{n}", str(text)) for n, text in enumerate(value or [])]
    else:
        paths = [(section.value, str(value or ""))]
    return tuple(
        Claim(text=text, sources=_sources(path, brief, view, passages))
        for path, text in paths
    )


def _sources(
    path: str, brief: Artifact, view: Shown, passages: dict[str, Passage]
) -> tuple[Source, ...]:
    if path in view.assumptions:
        return (ASSUMED,)
    section = path.split("/", maxsplit=1)[0]
    proofs: list[dict[str, Any]] = brief.sources.get(path) or brief.sources.get(
        section, []
    )
    return tuple(_source(proof, passages) for proof in proofs[:3])


def _source(proof: dict[str, Any], passages: dict[str, Passage]) -> Source:
    passage = passages.get(proof["ref"])
    if passage is None:
        return Source(label="You", origin="You wrote this section.")
    number = passage.ref.rpartition(":")[2].lstrip("qu")
    is_idea = passage.ref.startswith("idea:")
    return Source(
        label="Idea" if is_idea else number,
        origin="Your idea" if is_idea else passage.question,
        quote=str(proof.get("quote") or ""),
    )
