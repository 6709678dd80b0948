"""Writing a document down: what the founder denied stays out, what is quoted is proven.

A founder's sentence that stands in a text between quotation marks is looked up in their
words, and becomes the evidence of the statement it stands in. So what a text shows as
theirs and what it is proven with cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cofounder.agents.composer.reading import flat, quote, sentences
from cofounder.agents.fake.documents.material import Material, Proof
from cofounder.agents.fake.story import exact
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage

SHORTEST_CITED = 20
FEWEST_WORDS = 3
LONGEST_QUOTE = 600
_QUOTED = re.compile(r"“([^“”]+)”")
OPEN = (
    "What we had assumed here is not so, you told us. We ask the first five people who use"
    " {name} and write their answer down before we build on it."
)


class Pen:
    """Collects the evidence of one document while it is written."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.evidence: list[Evidence] = []

    def prose(self, path: str, *parts: str, proof: Proof | None = None) -> str:
        """A section of several sentences, without those that were denied."""
        kept = [part for part in parts if part and self.material.holds(part)]
        text = " ".join(kept)
        if not text or not self.material.holds(text):
            text = OPEN.format(name=self.material.name)
        return self.written(path, text, proof)

    def chosen(self, candidates: Iterable[str], most: int) -> list[str]:
        """The first of `candidates` that nobody denied."""
        held = [one for one in candidates if one and self.material.holds(one)]
        return held[:most]

    def lines(self, section: str, candidates: Iterable[str], most: int) -> list[str]:
        """A list of lines, each a statement of its own."""
        chosen = self.chosen(candidates, most)
        for at, line in enumerate(chosen):
            self.written(f"{section}/{at}", line)
        return chosen

    def written(self, path: str, text: str, proof: Proof | None = None) -> str:
        """`text`, with what it rests on noted under `path`."""
        proofs = [*self._quoted_in(text), *([proof] if proof else [])]
        request = self.material.request
        for one in dict.fromkeys(proofs):
            self._note(path, "S", request.passages, one)
        for passage in request.assumptions:
            words = exact(passage.text)
            if len(words) >= SHORTEST_CITED and flat(words) in flat(text):
                self._note(path, "A", request.assumptions, Proof(passage, words))
        return text

    def _note(
        self, path: str, prefix: str, listed: Sequence[Passage], proof: Proof
    ) -> None:
        if _can_be_kept(proof) and find_passage(proof.quote, [proof.passage]):
            label = f"{prefix}{listed.index(proof.passage) + 1}"
            self.evidence.append(Evidence(path=path, source=label, quote=proof.quote))

    def _quoted_in(self, text: str) -> list[Proof]:
        found: list[Proof] = []
        for piece in _QUOTED.findall(text):
            for passage in self.material.request.passages:
                words = _behind(piece, passage)
                if words:
                    found.append(Proof(passage, words))
                    break
        return found


def _behind(piece: str, passage: Passage) -> str:
    """The exact words of `passage` that `piece` shows, or nothing."""
    start = piece.rstrip("… ")
    told = _shown(passage.text)
    is_whole = start == told
    if start not in told or not (is_whole or len(start.split()) >= FEWEST_WORDS):
        return ""
    if find_passage(start, [passage]):
        return start
    opening = start[:40]
    for sentence in sentences(passage.text):
        if _shown(sentence).startswith(opening):
            return exact(sentence, LONGEST_QUOTE)
    return exact(passage.text, LONGEST_QUOTE) if told.startswith(opening) else ""


def _shown(text: str) -> str:
    """`text` as it looks inside quotation marks, whole."""
    return quote(text, len(text) + 1)[1:-1]


def _can_be_kept(proof: Proof) -> bool:
    try:
        proof.quote.encode()
    except UnicodeEncodeError:  # half a character: no quotation of anything
        return False
    return bool(proof.quote.strip())
