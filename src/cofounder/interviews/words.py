"""The founder's own words, as passages with stable references (PROV-02, PROV-03)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """One thing the founder wrote.

    `ref` is the stable reference (`idea:{id}`, `onboarding:{id}:{question}`,
    `understanding:{id}:{question}`); `question` is empty for the idea; `topic` is the
    question's topic when it has one; `text` is verbatim.
    """

    ref: str
    text: str
    question: str = ""
    topic: str = ""


def normalised(text: str) -> str:
    """CRLF to LF and Unicode NFC, nothing else: the comparison form of PROV-03."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n"))


def find_passage(quote: str, passages: Iterable[Passage]) -> Passage | None:
    """The first passage that contains `quote` exactly, or None."""
    wanted = normalised(quote)
    if not wanted.strip():
        return None
    return next((p for p in passages if wanted in normalised(p.text)), None)
