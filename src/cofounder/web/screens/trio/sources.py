"""The founder's words behind an anchor, as a chip that opens them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofounder.interviews.words import Passage
from cofounder.web.screens.pieces import ASSUMED, Source
from cofounder.web.screens.said import said_href


def source_of(
    proofs: Sequence[Mapping[str, Any]], passages: Sequence[Passage], home: str
) -> Source:
    """The first proof that leads to something the founder said."""
    for proof in proofs:
        for number, passage in enumerate(passages):
            if passage.ref == proof.get("ref"):
                return _said(passage, number, said_href(home, passage.ref))
    return ASSUMED


def _said(passage: Passage, number: int, href: str) -> Source:
    if not passage.question:
        return Source(label="Idea", origin="Your idea", quote=passage.text, href=href)
    return Source(
        label=str(number),
        origin=f"Your answer to “{passage.question}”",
        quote=passage.text,
        href=href,
    )
