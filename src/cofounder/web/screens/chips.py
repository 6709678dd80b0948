"""Where a statement comes from, as chips: the same on every page that shows one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cofounder.artifacts.provenance import ASSUMPTION
from cofounder.artifacts.reading import Shown
from cofounder.journey.provenance import proofs_of
from cofounder.journey.rows import ProjectRows
from cofounder.journey.sources import ProvenanceIndex, ResolvedSource, provenance_of
from cofounder.web.screens.asking import labels_of
from cofounder.web.screens.pieces import ASSUMED, Source

MOST = 3


@dataclass(frozen=True)
class Chips:
    """The sources of a project, and the chip of each thing the founder said."""

    index: ProvenanceIndex
    labels: Mapping[str, str]

    @classmethod
    def of(cls, rows: ProjectRows) -> Chips:
        """The chips of a project."""
        first = rows.onboarding
        labels = {} if first is None else labels_of(first, rows.understanding)
        return cls(provenance_of(rows), labels)

    def under(self, view: Shown, path: str) -> tuple[Source, ...]:
        """The chips of the statement at a path; "Assumed" when nothing proves it."""
        if path in view.assumptions:
            return (ASSUMED,)
        proofs = proofs_of(view.sources, path)
        proven = [proof for proof in proofs if proof["kind"] != ASSUMPTION]
        return tuple(dict.fromkeys(self._chip(proof) for proof in proven))[:MOST]

    def label(self, source: ResolvedSource) -> str:
        """The word of a chip: Idea, an answer's number, or Decision."""
        return self.labels.get(source.ref, source.kind.capitalize())

    def _chip(self, proof: Mapping[str, Any]) -> Source:
        ref, quote = str(proof["ref"]), str(proof.get("quote") or "")
        if ref.startswith("artifact:"):
            return Source(label="You", origin="You wrote this.")
        found = self.index.find(ref)
        if found is None:
            return Source(label="You", origin="You said this.", quote=quote)
        return Source(label=self.label(found), origin=found.title, quote=quote)
