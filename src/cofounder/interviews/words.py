"""The founder's own words, as passages with stable references (PROV-02, PROV-03)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

SourceKind = Literal["answer", "upload", "decision", "assumption"]
# What a reference begins with says what sort of source it is; the rest are decisions.
_KINDS: dict[str, SourceKind] = {
    "idea": "answer",
    "onboarding": "answer",
    "understanding": "answer",
    "upload": "upload",
    "assumption": "assumption",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing the founder wrote, decided or gave us; or one thing we assume.

    `ref` is the stable reference (PROV-02): `idea:{id}`, `onboarding:{id}:{question}`,
    `understanding:{id}:{question}`, `upload:{id}`, `gate:{id}`, `plan:{id}`,
    `decision:{id}`; for an assumption of ours `assumption:{fingerprint}`. `question` is
    what we asked, empty for the idea; `topic` is the question's topic when it has one;
    `settles` are the two answers that clashed until this one; `text` is verbatim.
    """

    ref: str
    text: str
    question: str = ""
    topic: str = ""
    settles: tuple[str, ...] = ()

    @property
    def kind(self) -> SourceKind:
        """What sort of source this is."""
        return _KINDS.get(self.ref.partition(":")[0], "decision")


def normalised(text: str) -> str:
    """CRLF to LF and Unicode NFC, nothing else: the comparison form of PROV-03."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def find_passage(quote: str, passages: Iterable[Passage]) -> Passage | None:
    """The first passage that contains `quote` exactly, or None."""
    wanted = normalised(quote)
    if not wanted.strip():
        return None
    return next((p for p in passages if wanted in normalised(p.text)), None)
