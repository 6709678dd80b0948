"""Provenance: quotes checked by code, everything else openly an assumption.

A quote counts when it is an exact substring of the founder's stored text, after CRLF
to LF and Unicode NFC on both sides and nothing else. The model is never trusted
(PROV-03, PROV-04).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from cofounder.artifacts.versions import Sources
from cofounder.interviews.brief import LISTS, Section
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage


def verified_sources(
    evidence: Iterable[Evidence], passages: Sequence[Passage]
) -> Sources:
    """Path to its proofs; false quotes are dropped."""
    sources: Sources = {}
    for proof in evidence:
        passage = _cited(proof, passages)
        if passage is None:
            continue
        entry = answer_source(passage, proof.quote)
        known = sources.setdefault(proof.path, [])
        if entry not in known:
            known.append(entry)
    return sources


def _cited(proof: Evidence, passages: Sequence[Passage]) -> Passage | None:
    """The passage the label names if it holds the quote, else any that does."""
    number = proof.source.removeprefix("S")
    if number.isdecimal() and 1 <= int(number) <= len(passages):
        named = find_passage(proof.quote, [passages[int(number) - 1]])
        if named is not None:
            return named
    return find_passage(proof.quote, passages)


def answer_source(passage: Passage, quote: str) -> dict[str, Any]:
    """A proof in the founder's own words."""
    return {"kind": "answer", "ref": passage.ref, "quote": quote}


def founder_source(artifact_id: object, path: str) -> dict[str, Any]:
    """The proof of a section the founder wrote: their own edit (BRIF-04)."""
    return {"kind": "decision", "ref": f"artifact:{artifact_id}:{path}", "quote": None}


def only_known(sources: Sources, content: dict[str, Any]) -> Sources:
    """The sources whose path exists in the idea brief's content."""
    paths = set(statement_paths(content))
    sections = {path.split("/")[0] for path in paths}
    return {p: s for p, s in sources.items() if p in paths or p in sections}


def statement_paths(content: dict[str, Any]) -> list[str]:
    """The statements of an idea brief: a section, or `section/index` in a list."""
    paths: list[str] = []
    for section in Section:
        value: Any = content.get(section)
        if value and section in LISTS:
            paths.extend(f"{section}/{index}" for index in range(len(value)))
        elif value:
            paths.append(section.value)
    return paths


def assumed_paths(content: dict[str, Any], sources: Sources) -> list[str]:
    """The statements without a verified source: they are assumptions (PROV-04)."""
    return [
        path
        for path in statement_paths(content)
        if path not in sources and path.split("/")[0] not in sources
    ]
