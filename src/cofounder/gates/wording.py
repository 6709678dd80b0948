"""Word by word: what a proposal takes out of a text and what it puts in; pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import Any, Literal, NamedTuple

Kind = Literal["same", "added", "removed"]
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
# Beyond this a word diff costs more than it tells.
MOST_TOKENS = 4_000


class Piece(NamedTuple):
    """A run of text that stayed, came or went."""

    kind: Kind
    text: str


def word_diff(before: str, after: str) -> tuple[Piece, ...]:
    """The runs that turn `before` into `after`, in reading order."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if before == after:
        return (Piece("same", before),) if before else ()
    if max(len(old), len(new)) > MOST_TOKENS:
        return tuple(
            p for p in (Piece("removed", before), Piece("added", after)) if p.text
        )
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return tuple(_runs(matcher.get_opcodes(), old, new))


def _runs(
    opcodes: Sequence[tuple[str, int, int, int, int]], old: list[str], new: list[str]
) -> Iterator[Piece]:
    """Changes that only a blank parts are one: words out, then words in."""
    gone = come = ""
    for tag, i1, i2, j1, j2 in opcodes:
        before, after = "".join(old[i1:i2]), "".join(new[j1:j2])
        bridges = before.isspace() and bool(gone or come) and "\n" not in before
        if tag != "equal" or bridges:
            gone, come = gone + before, come + after
            continue
        yield from _change(gone, come)
        gone = come = ""
        yield Piece("same", before)
    yield from _change(gone, come)


def _change(gone: str, come: str) -> Iterator[Piece]:
    if gone:
        yield Piece("removed", gone)
    if come:
        yield Piece("added", come)


def words_of(pieces: tuple[Piece, ...], kind: Kind) -> int:
    """How many words came or went."""
    return sum(len(piece.text.split()) for piece in pieces if piece.kind == kind)


def text_of(value: Any) -> str:
    """A section's value as text: one line per item of a list."""
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return "" if value is None else str(value)
