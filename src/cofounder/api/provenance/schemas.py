"""Bodies of the provenance endpoint."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from pydantic import BaseModel

from cofounder.journey.provenance import Cited, StatementRead
from cofounder.journey.sources import ResolvedSource


class SourceOut(BaseModel):
    """A source: what it is, its whole words, and the page it is read on."""

    ref: str
    kind: str
    title: str
    text: str
    url: str

    @classmethod
    def of(cls, source: ResolvedSource) -> SourceOut:
        """The source as clients see it."""
        return cls(
            ref=source.ref,
            kind=source.kind,
            title=source.title,
            text=source.text,
            url=source.url,
        )


class CitedOut(BaseModel):
    """The exact words of a source; null where the founder wrote the statement."""

    ref: str
    kind: str
    title: str
    quote: str | None
    url: str

    @classmethod
    def of(cls, cited: Cited) -> CitedOut:
        """The citation as clients see it."""
        source = cited.source
        return cls(
            ref=source.ref,
            kind=source.kind,
            title=source.title,
            quote=cited.quote,
            url=source.url,
        )


class StatementOut(BaseModel):
    """One statement with what it rests on."""

    artifact_type: str
    section: str
    path: str
    text: str
    is_assumption: bool
    is_denied: bool
    sources: list[CitedOut]

    @classmethod
    def of(cls, read: StatementRead) -> StatementOut:
        """The statement as clients see it."""
        return cls(
            artifact_type=read.kind.value,
            section=read.statement.section,
            path=read.statement.path,
            text=read.statement.text,
            is_assumption=read.is_assumption,
            is_denied=read.is_denied,
            sources=[CitedOut.of(cited) for cited in read.cited],
        )


class ProvenanceOut(BaseModel):
    """All statements of a project, and every source they cite, once."""

    project_id: UUID
    statements: list[StatementOut]
    sources: list[SourceOut]
    total: int

    @classmethod
    def of(cls, project_id: UUID, reads: Sequence[StatementRead]) -> ProvenanceOut:
        """The whole index as clients see it."""
        cited = {c.source.ref: c.source for read in reads for c in read.cited}
        return cls(
            project_id=project_id,
            statements=[StatementOut.of(read) for read in reads],
            sources=[SourceOut.of(source) for source in cited.values()],
            total=len(reads),
        )
