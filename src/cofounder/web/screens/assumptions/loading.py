"""Reading the register and the sources for their pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from cofounder import clock
from cofounder.artifacts import assumptions
from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.register import HOLDERS, Entry, Place
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.statements import statements_of
from cofounder.interviews.brief import Section
from cofounder.interviews.words import Passage
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.screens.assumptions.pages import (
    AssumptionGroup,
    AssumptionRow,
    AssumptionsPage,
    SourceRow,
    SourcesPage,
    Spot,
)
from cofounder.web.screens.brief.loading import TITLES as BRIEF_TITLES
from cofounder.web.screens.document.claims import label_of, origin_of
from cofounder.web.screens.document.loading import sources_in
from cofounder.web.screens.document.words import href_of, section_title
from cofounder.web.screens.said import anchor_of

GROUPS = (
    ("open", "Open", "We take these for granted. One click settles each."),
    ("denied", "Not so", "We never state these again. Write again what rests on them."),
    ("confirmed", "Confirmed", "Your word is the source of these now."),
)


async def load(opened: OpenProject, error: str = "") -> AssumptionsPage:
    """Every assumption this plan shows, by what the founder said of it."""
    entries = await assumptions.register(opened.session, opened.id)
    shown = [entry for entry in entries if _is_shown(opened, entry)]
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


def _is_shown(opened: OpenProject, entry: Entry) -> bool:
    return not entry.places or bool(_visible(opened, entry.places))


def _visible(opened: OpenProject, places: Iterable[Place]) -> list[Place]:
    tier = opened.who.user.tier
    return [p for p in places if p.section not in locked_of(p.kind, tier)]


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
        stands=_spots(opened, entry.places),
        resting=_spots(opened, entry.resting),
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
    return list(_spots(opened, places))


def _spots(opened: OpenProject, places: Iterable[Place]) -> tuple[Spot, ...]:
    """The sections of places, each once, in reading order."""
    seen: dict[tuple[ArtifactType, str], Spot] = {}
    for place in _visible(opened, places):
        key = (place.kind, place.section)
        seen.setdefault(key, _spot(opened, place))
    return tuple(seen.values())


def _spot(opened: OpenProject, place: Place) -> Spot:
    return Spot(
        label=f"{TITLES[place.kind]}: {title_of(place.kind, place.section)}",
        href=f"{href_of(opened.home, place.kind)}#section-{place.section}",
    )


def title_of(kind: ArtifactType, section: str) -> str:
    """What a section of the idea brief or of a document is called."""
    if kind is ArtifactType.IDEA_BRIEF:
        return BRIEF_TITLES[Section(section)]
    return section_title(kind, section)


async def load_sources(opened: OpenProject) -> SourcesPage:
    """Everything the founder said or decided, with what rests on it."""
    rows = await ArtifactRepository(opened.session).list_of(opened.id, HOLDERS)
    passages = await sources_in(opened)
    return SourcesPage(
        rows=tuple(_source(opened, passage, rows) for passage in passages.values()),
        assumptions_href=f"{opened.home}/assumptions",
    )


def _source(
    opened: OpenProject, passage: Passage, rows: Sequence[Artifact]
) -> SourceRow:
    resting = [
        Place(row.artifact_type, statement.path)
        for row in rows
        for statement in statements_of(row.artifact_type, row.current_content)
        if _rests(row, statement.path, statement.section, passage.ref)
    ]
    is_answer = passage.kind == "answer"
    return SourceRow(
        id=anchor_of(passage.ref),
        label=label_of(passage),
        origin=origin_of(passage),
        text=passage.text,
        href=f"{opened.home}/understanding" if is_answer else f"{opened.home}/gate",
        resting=_spots(opened, resting),
    )


def _rests(row: Artifact, path: str, section: str, ref: str) -> bool:
    proofs = [*row.sources.get(path, ()), *row.sources.get(section, ())]
    return any(proof.get("ref") == ref for proof in proofs)
