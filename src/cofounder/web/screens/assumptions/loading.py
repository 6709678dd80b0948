"""Reading the register and the sources for their pages."""

from __future__ import annotations

from collections.abc import Iterable

from cofounder import clock
from cofounder.artifacts import assumptions
from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.register import Entry, Place, shown_to, visible
from cofounder.artifacts.titles import section_title
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.screens.assumptions.pages import (
    AssumptionGroup,
    AssumptionRow,
    AssumptionsPage,
    Spot,
)

GROUPS = (
    ("open", "Open", "We take these for granted. One click settles each."),
    ("denied", "Not so", "We never state these again. Write again what rests on them."),
    ("confirmed", "Confirmed", "Your word is the source of these now."),
)


async def load(opened: OpenProject, error: str = "") -> AssumptionsPage:
    """Every assumption this plan shows, by what the founder said of it."""
    entries = await assumptions.register(opened.session, opened.id)
    shown = shown_to(entries, opened.who.user.tier)
    groups: list[AssumptionGroup] = []
    for state, title, text in GROUPS:
        rows = [await row_of(opened, e) for e in shown if e.state == state]
        if rows:
            groups.append(AssumptionGroup(title=title, text=text, rows=tuple(rows)))
    return AssumptionsPage(
        groups=tuple(groups),
        open_count=sum(entry.state == "open" for entry in shown),
        total=len(shown),
        sources_href=f"{opened.home}/sources",
        next_label="Back to the documents",
        next_href=f"{opened.home}/documents",
        error=error,
    )


async def row_of(opened: OpenProject, entry: Entry) -> AssumptionRow:
    """One assumption; after a denial with what would be written again."""
    sections: list[Spot] = []
    edited: list[Spot] = []
    if entry.state == "denied":
        found = await assumptions.affected(opened.session, opened.id, entry)
        sections = _section_spots(opened, found.sections)
        edited = _section_spots(opened, found.edited)
    asked = entry.asked
    return AssumptionRow(
        mark=entry.fingerprint,
        text=entry.text,
        state=entry.state,
        question=asked.question if asked else "",
        answer_href=f"{opened.home}/understanding" if asked else "",
        stands=spots_of(opened, entry.places),
        resting=spots_of(opened, entry.resting),
        can_be_judged=entry.can_be_judged,
        decided=words.ago(entry.decided_at, clock.now()) if entry.decided_at else "",
        note=entry.note,
        action=f"{opened.home}/assumptions/{entry.fingerprint}",
        rewrite=tuple(sections),
        edited=tuple(edited),
    )


def _section_spots(
    opened: OpenProject, found: dict[ArtifactType, tuple[str, ...]]
) -> list[Spot]:
    places = (
        Place(kind, section) for kind, names in found.items() for section in names
    )
    return list(spots_of(opened, places))


def spots_of(opened: OpenProject, places: Iterable[Place]) -> tuple[Spot, ...]:
    """The sections of places, each once, in reading order."""
    seen: dict[tuple[ArtifactType, str], Spot] = {}
    for place in visible(places, opened.who.user.tier):
        key = (place.kind, place.section)
        seen.setdefault(key, _spot(opened, place))
    return tuple(seen.values())


def _spot(opened: OpenProject, place: Place) -> Spot:
    return Spot(
        label=f"{TITLES[place.kind]}: {section_title(place.kind, place.section)}",
        href=f"{page_of(place.kind, opened.home)}#section-{place.section}",
    )
