"""What a proposal would change: scope, users and timeline, section by section."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.brief_edits import get_brief
from cofounder.artifacts.comparing import (
    Segment,
    compare_texts,
    section_text,
    words_in,
)
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.titles import section_title
from cofounder.gates.models import Gate, Proposal
from cofounder.interviews.brief import Section

SCOPE = (
    Section.PROBLEM_STATEMENT,
    Section.VALUE_PROP,
    Section.SMALLEST_VIABLE_EXPERIMENT,
    Section.KEY_CONSTRAINTS,
    Section.RISKS,
    Section.ASSUMPTIONS,
    Section.DIFFERENTIATION,
    Section.MONETIZATION_HYPOTHESIS,
)
USERS = (Section.TARGET_USER, Section.MARKET_CONTEXT)


@dataclass(frozen=True, slots=True)
class Change:
    """One section now and as proposed."""

    section: str
    title: str
    present: str
    proposed: str
    pieces: tuple[Segment, ...]

    @property
    def added(self) -> int:
        """Words that come."""
        return words_in(self.pieces, "added")

    @property
    def removed(self) -> int:
        """Words that go."""
        return words_in(self.pieces, "removed")

    @property
    def is_changed(self) -> bool:
        """Whether anything differs."""
        return self.present != self.proposed


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything a proposal would change; weeks are None where there is no timeline."""

    scope: tuple[Change, ...]
    users: tuple[Change, ...]
    timeline: Change
    present_weeks: int | None
    proposed_weeks: int
    is_stale: bool
    """The brief changed since; the proposal cannot be accepted any more."""


async def difference_of(
    session: AsyncSession, gate: Gate, proposal: Proposal, tier: Tier
) -> Difference:
    """The present brief and timeline beside the proposed ones, for a tier."""
    brief = await get_brief(session, gate.project_id)
    timeline = await ArtifactRepository(session).find(
        gate.project_id, ArtifactType.MVP_TIMELINE
    )
    now: dict[str, Any] = brief.current_content or {}
    weeks: dict[str, Any] = (timeline.current_content or {}) if timeline else {}
    proposed: dict[str, Any] = proposal.brief["brief"]
    locked = frozenset(locked_of(ArtifactType.IDEA_BRIEF, tier))
    return Difference(
        scope=_changes(SCOPE, now, proposed, locked),
        users=_changes(USERS, now, proposed, locked),
        timeline=change_of(
            "timeline", "Timeline", steps_of(weeks), steps_of(proposal.timeline)
        ),
        present_weeks=weeks.get("total_mvp_weeks"),
        proposed_weeks=proposal.timeline["total_mvp_weeks"],
        is_stale=brief.version_number != proposal.base_version,
    )


def _changes(
    sections: tuple[Section, ...],
    now: Mapping[str, Any],
    proposed: Mapping[str, Any],
    locked: frozenset[str],
) -> tuple[Change, ...]:
    return tuple(
        change_of(
            s.value,
            section_title(ArtifactType.IDEA_BRIEF, s),
            section_text(now.get(s)),
            section_text(proposed.get(s)),
        )
        for s in sections
        if s.value not in locked
    )


def change_of(section: str, title: str, present: str, proposed: str) -> Change:
    """A section with its words compared."""
    return Change(section, title, present, proposed, compare_texts(present, proposed))


def steps_of(timeline: Mapping[str, Any]) -> str:
    """A timeline's milestones as lines: "Week 1: Talk to bakers (2 weeks)"."""
    return "\n".join(_step(each) for each in timeline.get("milestones") or ())


def _step(milestone: Mapping[str, Any]) -> str:
    count = milestone["duration_weeks"]
    weeks = "1 week" if count == 1 else f"{count} weeks"
    return f"Week {milestone['week']}: {milestone['title']} ({weeks})"
