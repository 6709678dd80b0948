"""Reading everything the founder said or decided, and what rests on it."""

from __future__ import annotations

from cofounder.artifacts.register import Place
from cofounder.journey.provenance import StatementRead, statements_in
from cofounder.journey.sources import ResolvedSource
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.assumptions.loading import spots_of
from cofounder.web.screens.assumptions.pages import SourceRow, SourcesPage
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.said import anchor_of

Resting = dict[str, list[Place]]


async def load_sources(opened: OpenProject) -> SourcesPage:
    """Everything a statement can be proven by, with the sections it proves."""
    rows = await rows_of(opened)
    chips = Chips.of(rows)
    resting = _resting(statements_in(rows, opened.who.user.tier))
    return SourcesPage(
        rows=tuple(_row(opened, source, chips, resting) for source in chips.index.said),
        assumptions_href=f"{opened.home}/assumptions",
    )


def _resting(statements: tuple[StatementRead, ...]) -> Resting:
    found: Resting = {}
    for read in statements:
        place = Place(read.kind, read.statement.path)
        for cited in read.cited:
            found.setdefault(cited.source.ref, []).append(place)
    return found


def _row(
    opened: OpenProject,
    source: ResolvedSource,
    chips: Chips,
    resting: Resting,
) -> SourceRow:
    return SourceRow(
        id=anchor_of(source.ref),
        label=chips.label(source),
        origin=source.title,
        text=source.text,
        href=source.url,
        resting=spots_of(opened, resting.get(source.ref, ())),
    )
