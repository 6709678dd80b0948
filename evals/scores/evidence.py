"""Is every word we claim the founder's really theirs, and the rest openly assumed?

Quotes are compared here by rules of our own, not by the product's function: a score
that asks the checker whether it checked could never fail.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any, cast

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.statements import Statement, statements_of
from cofounder.interviews.words import Passage
from evals.outcomes import Kept, Outcome, Seen
from evals.scores.scoring import Check, Score, score
from evals.scores.texts import written
from evals.writing import assumed_in_brief

ASSUMED = "assumption"
NOT_THEIRS = "not the founder's words"
FEWEST_ANCHORS, MOST_ANCHORS = 5, 8


def is_verbatim(quote: str, texts: Iterable[str]) -> bool:
    """PROV-03: an exact substring after CRLF to LF and NFC, and nothing else."""
    wanted = _comparable(quote)
    return bool(wanted.strip()) and any(wanted in _comparable(text) for text in texts)


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def anchors_raw(outcome: Outcome) -> Score:
    """Anchor phrases as they were first answered."""
    return score(
        "anchors_raw",
        (
            Check(is_verbatim(phrase, _texts(raw.seen)), raw.step, phrase, NOT_THEIRS)
            for raw in outcome.raw
            if raw.step == ArtifactType.STRATEGY_GRAPH.value
            for phrase in _strings(raw.value.get("anchors"), "phrase")
        ),
    )


def anchors_kept(outcome: Outcome) -> Score:
    """Anchors of the stored graph, each with its source, and as many as we promise."""
    graph = outcome.kept.get(ArtifactType.STRATEGY_GRAPH)
    return score("anchors_kept", _kept_anchors(outcome, graph) if graph else ())


def _kept_anchors(outcome: Outcome, graph: Kept) -> Iterator[Check]:
    by_ref = {passage.ref: passage for passage in outcome.passages}
    nodes: list[dict[str, Any]] = graph.content["nodes"]
    anchors = [node for node in nodes if node["type"] == "anchor"]
    for node in anchors:
        proofs = graph.sources.get(f"nodes/{node['id']}", [])
        holds = any(_holds(proof, by_ref, node["label"]) for proof in proofs)
        yield Check(holds, f"strategy_graph/{node['id']}", node["label"], NOT_THEIRS)
    enough = FEWEST_ANCHORS <= len(anchors) <= MOST_ANCHORS
    said = bool(anchors) and bool(graph.content.get("note"))
    many = f"{len(anchors)} anchors"
    yield Check(enough or said, "strategy_graph", many, "five to eight, or why not")


def quotes_raw(outcome: Outcome) -> Score:
    """Quotes as they were first answered, each in the passage its label names."""
    return score(
        "quotes_raw",
        (
            Check(_is_cited(proof, raw.seen), raw.step, str(proof.get("quote")), why)
            for raw in outcome.raw
            for proof in _dicts(raw.value.get("evidence"))
            for why in [f"does not stand in {proof.get('source')}"]
        ),
    )


def quotes_kept(outcome: Outcome) -> Score:
    """Quotes of everything stored, each in the text its reference names."""
    by_ref = _by_ref(outcome)
    return score(
        "quotes_kept",
        (
            Check(_holds(proof, by_ref), f"{kept.kind.value}/{path}", said, NOT_THEIRS)
            for kept in outcome.kept.values()
            for path, proofs in kept.sources.items()
            for proof in proofs
            for said in [str(proof.get("quote"))]
        ),
    )


def provenance_coverage(outcome: Outcome) -> Score:
    """Every statement has a true source or is marked as assumed, never both."""
    by_ref = _by_ref(outcome)
    return score(
        "provenance_coverage",
        (
            Check(
                _is_sourced(kept, one, by_ref) != (one.path in kept.assumed),
                f"{kept.kind.value}/{one.path}",
                one.text,
                "neither sourced nor assumed, or both",
            )
            for kept in written(outcome)
            for one in statements_of(kept.kind, kept.content)
        ),
    )


def statements_sourced(outcome: Outcome) -> Score:
    """How much of what we say rests on the founder's words."""
    by_ref = _by_ref(outcome)
    return score(
        "statements_sourced",
        (
            Check(
                _is_sourced(kept, one, by_ref),
                f"{kept.kind.value}/{one.path}",
                one.text,
                "assumed",
            )
            for kept in written(outcome)
            for one in statements_of(kept.kind, kept.content)
        ),
    )


def _is_sourced(kept: Kept, one: Statement, by_ref: dict[str, Passage]) -> bool:
    proofs = [*kept.sources.get(one.path, []), *kept.sources.get(one.section, [])]
    return any(p.get("kind") != ASSUMED and _holds(p, by_ref) for p in proofs)


def _holds(proof: dict[str, Any], by_ref: dict[str, Passage], quote: str = "") -> bool:
    passage = by_ref.get(str(proof.get("ref")))
    said = str(proof.get("quote") or "")
    if passage is None or proof.get("kind") != passage.kind:
        return False
    return quote in ("", said) and is_verbatim(said, [passage.text])


def _is_cited(proof: dict[str, Any], seen: Seen) -> bool:
    label, quote = str(proof.get("source")), str(proof.get("quote"))
    listed = seen.assumptions if label.startswith("A") else seen.passages
    number = label[1:]
    if not number.isdecimal() or not 1 <= int(number) <= len(listed):
        return False
    return is_verbatim(quote, [listed[int(number) - 1].text])


def _by_ref(outcome: Outcome) -> dict[str, Passage]:
    assumed: tuple[Passage, ...] = ()
    if ArtifactType.IDEA_BRIEF in outcome.kept:
        assumed = assumed_in_brief(outcome)
    said = (*outcome.passages, *outcome.decisions, *assumed)
    return {passage.ref: passage for passage in said}


def _texts(seen: Seen) -> list[str]:
    return [passage.text for passage in seen.passages]


def _dicts(value: Any) -> list[dict[str, Any]]:
    listed = cast("list[Any]", value) if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, dict)]


def _strings(value: Any, key: str) -> list[str]:
    return [str(one.get(key)) for one in _dicts(value)]
