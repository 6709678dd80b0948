"""Comparing two contents: by section, and word by word (VERS-04, VERS-05); pure.

The word comparison is Myers' shortest edit with a bound: texts that differ in more
than `MOST_EDITS` words are shown as replaced, so it always ends quickly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from cofounder.artifacts.statements import text_of

Change = Literal["added", "removed", "changed"]
MOST_EDITS = 400
# Kept with a content, and not something it says.
NOT_SECTIONS = frozenset(
    {
        "_schema_version",
        "confidence_scores",
        "generated_at",
        "plan_set_id",
        "feedback_context",
    }
)
_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section that differs: its old and its new value."""

    path: str
    change: Change
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Segment:
    """Words both texts have, or only the new one (`insert`) or the old (`delete`)."""

    kind: Literal["equal", "insert", "delete"]
    text: str


@dataclass(frozen=True, slots=True)
class WordChange:
    """A section that differs, word by word, and by how many words."""

    path: str
    change: Change
    segments: tuple[Segment, ...]
    added: int
    removed: int


def changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[SectionChange]:
    """The sections that differ, in the order of the new content."""
    before, after = old or {}, new or {}
    found: list[SectionChange] = []
    for path in dict.fromkeys([*after, *before]):
        was, now = before.get(path), after.get(path)
        if path in NOT_SECTIONS or was == now:
            continue
        change = "added" if was is None else "removed" if now is None else "changed"
        found.append(SectionChange(path, change, was, now))
    return found


def word_changes(
    old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> list[WordChange]:
    """The sections that differ, word by word, in the order of the new content."""
    return [_words_of(change) for change in changes(old, new)]


def _words_of(change: SectionChange) -> WordChange:
    segments = compare_texts(section_text(change.old), section_text(change.new))
    return WordChange(
        path=change.path,
        change=change.change,
        segments=segments,
        added=sum(len(s.text.split()) for s in segments if s.kind == "insert"),
        removed=sum(len(s.text.split()) for s in segments if s.kind == "delete"),
    )


def section_text(value: Any) -> str:
    """What a section says, as one text: listed items one after another."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "\n".join(section_text(item) for item in cast("list[Any]", value))
    if isinstance(value, Mapping):
        texts = cast("Mapping[str, Any]", value)
        return text_of(texts) or "\n".join(section_text(v) for v in texts.values())
    return str(value)


def compare_texts(old: str, new: str) -> tuple[Segment, ...]:
    """Both texts as one row of segments; each is there in full, in its order."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    start = _common(a, b)
    end = _common(a[start:][::-1], b[start:][::-1])
    middle = _edits(a[start : len(a) - end], b[start : len(b) - end])
    rows = [("equal", word) for word in a[:start]]
    rows += middle
    rows += [("equal", word) for word in a[len(a) - end :]]
    return tuple(_joined(rows))


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    """How many words both begin with."""
    pairs = enumerate(zip(a, b, strict=False))
    return next((i for i, (x, y) in pairs if x != y), min(len(a), len(b)))


def _joined(rows: Sequence[tuple[str, str]]) -> Iterator[Segment]:
    """Rows of the same kind as one segment; what went before what came."""
    words: list[str] = []
    for index, (kind, word) in enumerate(rows):
        words.append(word)
        if index + 1 == len(rows) or rows[index + 1][0] != kind:
            yield Segment(cast("Any", kind), "".join(words))
            words = []


def _edits(a: Sequence[str], b: Sequence[str]) -> list[tuple[str, str]]:
    """The shortest way from `a` to `b`, or one replacement when it is long."""
    trace = _trace(a, b)
    if trace is None:
        return [("delete", word) for word in a] + [("insert", word) for word in b]
    return _ordered(_walked_back(a, b, trace))


def _trace(a: Sequence[str], b: Sequence[str]) -> list[dict[int, int]] | None:
    """The furthest points of each round (Myers 1986), until both ends are reached."""
    furthest, trace = {1: 0}, list[dict[int, int]]()
    for edits in range(min(len(a) + len(b), MOST_EDITS) + 1):
        trace.append(dict(furthest))
        for diagonal in range(-edits, edits + 1, 2):
            x = _step(furthest, diagonal, edits)
            y = x - diagonal
            while x < len(a) and y < len(b) and a[x] == b[y]:
                x, y = x + 1, y + 1
            furthest[diagonal] = x
            if x >= len(a) and y >= len(b):
                return trace
    return None


def _is_down(furthest: Mapping[int, int], diagonal: int, edits: int) -> bool:
    """Whether the best way to a diagonal takes a word of the new text."""
    if abs(diagonal) == edits:
        return diagonal == -edits
    return furthest[diagonal - 1] < furthest[diagonal + 1]


def _step(furthest: Mapping[int, int], diagonal: int, edits: int) -> int:
    """Where a round begins on a diagonal: one word down or one to the right."""
    if _is_down(furthest, diagonal, edits):
        return furthest[diagonal + 1]
    return furthest[diagonal - 1] + 1


def _walked_back(
    a: Sequence[str], b: Sequence[str], trace: list[dict[int, int]]
) -> list[tuple[str, str]]:
    """The rows of the way the trace found."""
    rows: list[tuple[str, str]] = []
    x, y = len(a), len(b)
    for edits in range(len(trace) - 1, 0, -1):
        is_down = _is_down(trace[edits], x - y, edits)
        diagonal = x - y + (1 if is_down else -1)
        before = trace[edits][diagonal]
        begin = before if is_down else before + 1
        rows += [("equal", word) for word in reversed(a[begin:x])]
        x, y = before, before - diagonal
        rows.append(("insert", b[y]) if is_down else ("delete", a[x]))
    rows += [("equal", word) for word in reversed(a[:x])]
    return rows[::-1]


def _ordered(rows: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Between equal words, what went stands before what came."""
    ordered: list[tuple[str, str]] = []
    gone: list[tuple[str, str]] = []
    come: list[tuple[str, str]] = []
    for row in [*rows, ("equal", "")]:
        if row[0] == "equal":
            ordered += [*gone, *come, row]
            gone, come = [], []
        else:
            (gone if row[0] == "delete" else come).append(row)
    return ordered[:-1]
