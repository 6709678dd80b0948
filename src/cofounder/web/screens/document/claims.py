"""From a content and its sources to claims: each with the words it rests on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from cofounder.artifacts.reading import Shown
from cofounder.artifacts.statements import fingerprint_of
from cofounder.interviews.words import Passage
from cofounder.web.screens.document.pages import Claim, Doubt
from cofounder.web.screens.pieces import ASSUMED, Source
from cofounder.web.screens.said import said_href

MOST_SOURCES = 3


@dataclass(frozen=True)
class Evidence:
    """What claims of one document are drawn from."""

    view: Shown
    passages: Mapping[str, Passage]
    home: str
    here: str
    """The path of the document's page."""

    def claim(self, path: str, text: str, whole: str | None = None) -> Claim:
        """The statement at a path; `whole` is its full text when it says more."""
        mark = fingerprint_of(text if whole is None else whole)
        is_denied = path in self.view.denied
        is_assumed = path in self.view.assumptions
        return Claim(
            path=path,
            text=text,
            sources=(ASSUMED,) if is_assumed else self._sources(path),
            doubt=self._doubt(mark, path) if is_assumed and not is_denied else None,
            is_denied=is_denied,
        )

    def _doubt(self, mark: str, path: str) -> Doubt:
        action = f"{self.home}/assumptions/{mark}"
        return Doubt(
            confirm_action=f"{action}/confirm",
            deny_action=f"{action}/deny",
            back=f"{self.here}#section-{path.partition('/')[0]}",
        )

    def _sources(self, path: str) -> tuple[Source, ...]:
        section = path.partition("/")[0]
        proofs: Sequence[Mapping[str, Any]] = self.view.sources.get(
            path
        ) or self.view.sources.get(section, [])
        proven = [proof for proof in proofs if proof["kind"] != "assumption"]
        return merged(self._source(proof) for proof in proven)[:MOST_SOURCES]

    def _source(self, proof: Mapping[str, Any]) -> Source:
        passage = self.passages.get(str(proof["ref"]))
        quote = str(proof.get("quote") or "")
        if passage is None:
            by_hand = str(proof["ref"]).startswith("artifact:")
            origin = "You wrote this." if by_hand else "You confirmed this."
            return Source(label="You", origin=origin, quote="" if by_hand else quote)
        return Source(
            label=label_of(passage),
            origin=origin_of(passage),
            quote=quote,
            href=said_href(self.home, passage.ref),
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


def label_of(passage: Passage) -> str:
    """The chip: "Idea", an answer's number, or "Decision"."""
    if passage.ref.startswith("idea:"):
        return "Idea"
    if passage.kind == "answer":
        return passage.ref.rpartition(":")[2].lstrip("qu")
    return passage.kind.capitalize()


def origin_of(passage: Passage) -> str:
    """Said above the quote."""
    if passage.ref.startswith("idea:"):
        return "Your idea"
    if passage.kind == "answer":
        return f"Your answer to “{passage.question}”"
    return passage.question or "Your decision"
