"""Which characters our fonts can draw: PDF/UA has no place for a missing glyph.

The fonts are shipped with the package (see `frontend/assets.json`) and the machine's
own are never looked at, so a document looks the same wherever it is made.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cofounder.exports.plain import plain

FOLDER = Path(__file__).parent / "fonts"
MISSING = "□"
_BREAK = "\u200b"
LONGEST_WORD = 48
# What shapes text without being drawn: joiners, direction marks, soft breaks.
_INVISIBLE = frozenset("\n\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f")


@cache
def drawable() -> frozenset[int]:
    """Every code point that one of our fonts has a glyph for.

    Without the fonts (a checkout made offline) only plain Latin is sure.
    """
    found: set[int] = set()
    for path in sorted(FOLDER.glob("*.ttf")):
        found.update(_code_points(path.read_bytes()))
    return frozenset(found) or frozenset(range(0x20, 0x7F))


def printable(text: str) -> str:
    """`text` without controls, with a box for what no font of ours can draw.

    Very long words may break anywhere, so that nothing runs off the page.
    """
    composed = unicodedata.normalize("NFC", plain(text))
    drawn = "".join(_drawn(one) for one in composed)
    return " ".join(_breakable(word) for word in drawn.split(" "))


def _drawn(one: str) -> str:
    if one in _INVISIBLE:
        return one
    sort = unicodedata.category(one)
    if sort == "Zs" or one == "\t":
        return " "
    if sort in ("Cc", "Cf"):
        return ""
    return one if ord(one) in drawable() else "" if sort == "Mn" else MISSING


def _breakable(word: str) -> str:
    if len(word) <= LONGEST_WORD:
        return word
    step = LONGEST_WORD // 2
    return _BREAK.join(word[i : i + step] for i in range(0, len(word), step))


def _code_points(font: bytes) -> Iterator[int]:
    """What the character map of a TrueType font covers (formats 4 and 12)."""
    table = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, table + 2)
    for number in range(count):
        (offset,) = struct.unpack_from(">I", font, table + 4 + 8 * number + 4)
        (form,) = struct.unpack_from(">H", font, table + offset)
        if form == 12:
            yield from _groups(font, table + offset)
        elif form == 4:
            yield from _segments(font, table + offset)


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if name == tag:
            return offset
    raise ValueError("a font without a character map")


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    for number in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * number)
        yield from range(first, last + 1)


def _segments(font: bytes, start: int) -> Iterator[int]:
    """Segments whose glyph indices are a plain run; others are in a format 12 too."""
    (double,) = struct.unpack_from(">H", font, start + 6)
    ends = struct.unpack_from(f">{double // 2}H", font, start + 14)
    begins = struct.unpack_from(f">{double // 2}H", font, start + 16 + double)
    deltas = struct.unpack_from(f">{double // 2}H", font, start + 16 + 2 * double)
    base = start + 16 + 3 * double
    offsets = struct.unpack_from(f">{double // 2}H", font, base)
    for index, (first, last) in enumerate(zip(begins, ends, strict=True)):
        for code in range(first, min(last, 0xFFFE) + 1):
            glyph = code + deltas[index]
            if offsets[index]:
                place = base + 2 * index + offsets[index] + 2 * (code - first)
                (glyph,) = struct.unpack_from(">H", font, place)
            if glyph & 0xFFFF:
                yield code
