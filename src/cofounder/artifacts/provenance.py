"""Provenance: quotes checked by code, everything else openly an assumption.

A quote counts when it is an exact substring of the stored text of what it cites, after
CRLF to LF and Unicode NFC on both sides and nothing else. The model is never trusted
(PROV-03, PROV-04). A statement may cite an assumption of ours; that says what it rests
on, and leaves it an assumption.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.statements import statements_of
from cofounder.artifacts.versions import Sources
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage

ASSUMPTION = "assumption"


def verified_sources(
    evidence: Iterable[Evidence],
    passages: Sequence[Passage],
    assumptions: Sequence[Passage] = (),
) -> Sources:
    """Path to its proofs; false quotes are dropped.

    Labels are `S1` for the first of `passages`, `A1` for the first of `assumptions`.
    """
    sources: Sources = {}
    for proof in evidence:
        passage = _cited(proof, passages, assumptions)
        if passage is None:
            continue
        entry = source_of(passage, proof.quote)
        known = sources.setdefault(proof.path, [])
        if entry not in known:
            known.append(entry)
    return sources


def _cited(
    proof: Evidence, passages: Sequence[Passage], assumptions: Sequence[Passage]
) -> Passage | None:
    """What the label names if it holds the quote, else any words that do."""
    listed = assumptions if proof.source.startswith("A") else passages
    number = proof.source[1:]
    if number.isdecimal() and 1 <= int(number) <= len(listed):
        named = find_passage(proof.quote, [listed[int(number) - 1]])
        if named is not None:
            return named
    return find_passage(proof.quote, passages)


def source_of(passage: Passage, quote: str) -> dict[str, Any]:
    """A proof: where it stands and the exact words."""
    return {"kind": passage.kind, "ref": passage.ref, "quote": quote}


def founder_source(artifact_id: object, path: str) -> dict[str, Any]:
    """The proof of a section the founder wrote: their own edit (BRIF-04)."""
    return {"kind": "decision", "ref": f"artifact:{artifact_id}:{path}", "quote": None}


def only_known(
    sources: Sources, kind: ArtifactType, content: Mapping[str, Any]
) -> Sources:
    """The sources whose path is a statement of the content, or a section of it."""
    statements = statements_of(kind, content)
    known = {s.path for s in statements} | {s.section for s in statements}
    return {path: found for path, found in sources.items() if path in known}


def assumed_paths(
    kind: ArtifactType,
    content: Mapping[str, Any],
    sources: Mapping[str, Sequence[Mapping[str, Any]]],
    confirmed: Collection[str] = (),
) -> list[str]:
    """The statements without a verified source: they are assumptions (PROV-04).

    `confirmed` are the fingerprints of assumptions the founder said are true.
    """
    return [
        statement.path
        for statement in statements_of(kind, content)
        if not _proven(sources.get(statement.path, ()))
        and not _proven(sources.get(statement.section, ()))
        and statement.fingerprint not in confirmed
    ]


def proofs_of(
    sources: Mapping[str, Sequence[Mapping[str, Any]]], path: str
) -> Sequence[Mapping[str, Any]]:
    """What a statement rests on: its own sources, else those of its section.

    Its own are not enough where they are assumptions only: what proves the section
    proves it (see `assumed_paths`), so that belongs to the answer.
    """
    own = sources.get(path, ())
    section, _, inner = path.partition("/")
    if _proven(own) or not inner:
        return own
    return [*own, *sources.get(section, ())]


def _proven(proofs: Sequence[Mapping[str, Any]]) -> bool:
    return any(proof.get("kind") != ASSUMPTION for proof in proofs)
