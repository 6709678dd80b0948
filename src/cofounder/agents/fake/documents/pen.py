"""Writing a document down: what the founder denied stays out, what is quoted is proven.

A founder's sentence that stands in a text between quotation marks is looked up in their
words, and becomes the evidence of the statement it stands in. So what a text shows as
theirs and what it is proven with cannot differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from cofounder.agents.composer.reading import flat, quote, sentences
from cofounder.agents.fake.documents.material import A_MINUTE, Material, Proof
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

OPEN_POINT = "Open point {number}: we fill this in after the first five talks."


class Pen:
    """Collects the evidence of one document while it is written."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.evidence: list[Evidence] = []
        request = material.request
        self.told = [(one, _shown(one.text)) for one in request.passages]
        opened = [Proof(one, exact(one.text)) for one in request.assumptions]
        self.assumed = [(one, flat(one.quote)) for one in opened]

    def prose(self, path: str, *parts: str, proof: Proof | None = None) -> str:
        """A section of several sentences, without those that were denied."""
        kept = [part for part in parts if part and self.material.holds(part)]
        text = " ".join(kept)
        if not text or not self.material.holds(text):
            text = OPEN.format(name=self.material.name)
        return self.written(path, text, proof)

    def lines(self, section: str, candidates: Iterable[str], count: int) -> list[str]:
        """A list of `count` lines, each a statement of its own that nobody denied."""
        chosen = self._chosen(candidates, count)
        for at, line in enumerate(chosen):
            self.written(f"{section}/{at}", line)
        return chosen

    def criteria(self, path: str, candidates: Iterable[str], count: int) -> list[str]:
        """`count` lines that belong to the item at `path`."""
        chosen = self._chosen(candidates, count)
        for line in chosen:
            self.written(path, line)
        return chosen

    def held(self, told: str, again: str, whole: str) -> str:
        """`told`, or `again` with a number for its first `#`, when the item was denied.

        `whole` is the item's whole statement with `{}` in place of this text.
        """
        tries = (again.replace("#", str(number), 1) for number in range(1, 100))
        is_held = self.material.holds
        return next(
            (
                text
                for text in (told, *tries)
                if is_held(text) and is_held(whole.replace("{}", text))
            ),
            told,
        )

    def _chosen(self, candidates: Iterable[str], count: int) -> list[str]:
        held = (line for line in candidates if line and self.material.holds(line))
        return list(islice(chain(held, self._open_points()), count))

    def _open_points(self) -> Iterator[str]:
        """Lines for where everything we had to say was denied; they end, so do we."""
        made = (OPEN_POINT.format(number=number) for number in range(1, 100))
        return (line for line in made if self.material.holds(line))

    def written(self, path: str, text: str, proof: Proof | None = None) -> str:
        """`text`, with what it rests on noted under `path`."""
        request = self.material.request
        quoted = self._quoted_in(text)
        proofs = [*quoted, *([proof] if proof else []), *self._confirmed_in(text)]
        for one in dict.fromkeys(proofs):
            self._note(path, "S", request.passages, one)
        for opened in self._assumed_in(text):
            self._note(path, "A", request.assumptions, opened)
        return text

    def _assumed_in(self, text: str) -> list[Proof]:
        """The assumptions of the idea brief that `text` repeats or builds on."""
        line = flat(text)
        return [
            opened
            for opened, words in self.assumed
            if (len(words) >= SHORTEST_CITED and words in line)
            or (A_MINUTE in words and A_MINUTE in line)
        ]

    def _confirmed_in(self, text: str) -> list[Proof]:
        """What the founder said is so, where `text` builds on it."""
        said = self.material.request.passages if A_MINUTE in text else ()
        decided = (one for one in said if one.kind == "decision")
        return [Proof(one, exact(one.text)) for one in decided if A_MINUTE in one.text]

    def _note(
        self, path: str, prefix: str, listed: Sequence[Passage], proof: Proof
    ) -> None:
        if find_passage(proof.quote, [proof.passage]):
            label = f"{prefix}{listed.index(proof.passage) + 1}"
            self.evidence.append(Evidence(path=path, source=label, quote=proof.quote))

    def _quoted_in(self, text: str) -> list[Proof]:
        found: list[Proof] = []
        for piece in _QUOTED.findall(text):
            proofs = (_behind(piece, *one) for one in self.told)
            found += [proof for proof in proofs if proof][:1]
        return found


def _behind(piece: str, passage: Passage, told: str) -> Proof | None:
    """The exact words of `passage`, shown as `told`, that `piece` stands for."""
    start = piece.rstrip("… ")
    if start not in told or not (start == told or len(start.split()) >= FEWEST_WORDS):
        return None
    if find_passage(start, [passage]):
        return Proof(passage, start)
    opening = start[:40]
    for sentence in sentences(passage.text):
        if _shown(sentence).startswith(opening):
            return Proof(passage, exact(sentence, LONGEST_QUOTE))
    whole = told.startswith(opening)
    return Proof(passage, exact(passage.text, LONGEST_QUOTE)) if whole else None


def _shown(text: str) -> str:
    """`text` as it looks inside quotation marks, whole."""
    return quote(text, len(text) + 1)[1:-1]
