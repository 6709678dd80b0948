"""Every statement of a project with what it rests on (PROV-01 to PROV-06)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.provenance import proofs_of
from cofounder.artifacts.reading import Shown, shown
from cofounder.artifacts.register import HOLDERS
from cofounder.artifacts.statements import Statement, statements_of
from cofounder.artifacts.verdicts import verdicts_of
from cofounder.journey.rows import ProjectRows
from cofounder.journey.sources import ProvenanceIndex, ResolvedSource, provenance_of


@dataclass(frozen=True, slots=True)
class Cited:
    """A source with the exact words of it that a statement rests on."""

    source: ResolvedSource
    quote: str | None


@dataclass(frozen=True, slots=True)
class StatementRead:
    """One statement: where it stands, what it rests on, what was said of it."""

    kind: ArtifactType
    statement: Statement
    is_assumption: bool
    is_denied: bool
    cited: tuple[Cited, ...]


def statements_in(rows: ProjectRows, tier: Tier) -> tuple[StatementRead, ...]:
    """The statements of idea brief and documents that a tier shows, in reading order."""
    index = provenance_of(rows)
    verdicts = verdicts_of(rows.verdicts)
    written = [row for kind in HOLDERS if (row := rows.written(kind)) is not None]
    return tuple(
        read
        for row in written
        for read in _statements(row, shown(row, tier, verdicts), index)
    )


def _statements(
    row: Artifact, view: Shown, index: ProvenanceIndex
) -> Iterator[StatementRead]:
    for statement in statements_of(row.artifact_type, view.content):
        proofs = proofs_of(view.sources, statement.path)
        yield StatementRead(
            kind=row.artifact_type,
            statement=statement,
            is_assumption=statement.path in view.assumptions,
            is_denied=statement.path in view.denied,
            cited=tuple(_cited(proof, index) for proof in proofs),
        )


def _cited(proof: Mapping[str, Any], index: ProvenanceIndex) -> Cited:
    """The proof with its source; words that were replaced since are only a quote."""
    ref, quote = str(proof["ref"]), proof.get("quote")
    found = index.find(ref)
    if found is None:
        gone = "Words that were replaced since"
        found = ResolvedSource(ref, str(proof["kind"]), gone, str(quote or ""), "")
    return Cited(found, quote)
