"""Where a statement comes from, as chips: the same on every page that shows one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from cofounder.artifacts.provenance import ASSUMPTION, proofs_of
from cofounder.artifacts.reading import Shown
from cofounder.journey.rows import ProjectRows
from cofounder.journey.sources import ProvenanceIndex, ResolvedSource, provenance_of
from cofounder.web.opened import home_of
from cofounder.web.screens.asking import labels_of
from cofounder.web.screens.pieces import ASSUMED, Source
from cofounder.web.screens.said import said_href

MOST = 3


@dataclass(frozen=True)
class Chips:
    """The sources of a project, and the chip of each thing the founder said."""

    index: ProvenanceIndex
    labels: Mapping[str, str]
    home: str

    @classmethod
    def of(cls, rows: ProjectRows) -> Chips:
        """The chips of a project."""
        first = rows.onboarding
        labels = {} if first is None else labels_of(first, rows.understanding)
        return cls(provenance_of(rows), labels, home_of(rows.project.id))

    def under(self, view: Shown, path: str) -> tuple[Source, ...]:
        """The chips of the statement at a path; "Assumed" when nothing proves it."""
        if path in view.assumptions:
            return (ASSUMED,)
        proofs = proofs_of(view.sources, path)
        proven = [proof for proof in proofs if proof["kind"] != ASSUMPTION]
        return merged(
            self.chip(str(proof["ref"]), str(proof.get("quote") or ""))
            for proof in proven
        )[:MOST]

    def label(self, source: ResolvedSource) -> str:
        """The word of a chip: Idea, an answer's number, or Decision."""
        return self.labels.get(source.ref, source.kind.capitalize())

    def chip(self, ref: str, quote: str) -> Source:
        """The chip of words quoted from a source."""
        if ref.startswith("artifact:"):
            return Source(label="You", origin="You wrote this.")
        found = self.index.find(ref)
        if found is None:
            return Source(label="You", origin="You said this.", quote=quote)
        return Source(
            label=self.label(found),
            origin=found.title,
            quote=quote,
            href=said_href(self.home, ref),
        )


def merged(found: Iterable[Source]) -> tuple[Source, ...]:
    """One chip for each thing the founder said, with all that is quoted of it."""
    chips: dict[tuple[str, str | None], Source] = {}
    for one in found:
        there = chips.setdefault((one.origin, one.href), one)
        if there.quote in one.quote:
            chips[one.origin, one.href] = one
        elif one.quote not in there.quote:
            both = f"{there.quote}”\n“{one.quote}"
            chips[one.origin, one.href] = replace(there, quote=both)
    return tuple(chips.values())
