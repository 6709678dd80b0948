"""What a founder typed into a form, as it is stored."""

from __future__ import annotations

import re

from cofounder.interviews.answers import MAX_ANSWER

TOO_LONG = f"Keep it under {MAX_ANSWER:,} characters. Nothing of it is lost yet."
# Scripts that write words without spaces between them.
UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")


def typed(text: str) -> str:
    """A field's text with the line ends the founder meant, and no NUL.

    Browsers send CRLF; no database takes a NUL, and nobody types one.
    """
    return text.replace("\r\n", "\n").replace("\x00", "")


def lines_of(text: str) -> list[str]:
    """One item per line; blank lines are none."""
    return [line.strip() for line in typed(text).splitlines() if line.strip()]


def word_count(text: str) -> int:
    """About how many words a text has; two letters count as one where none part."""
    unspaced = len(UNSPACED.findall(text))
    return len(UNSPACED.sub(" ", text).split()) + unspaced // 2


def whole_number(text: str) -> int | None:
    """The number of a form or an address; what is none, or needs ten digits, is not."""
    fits = text.isascii() and text.isdecimal() and len(text) < 10
    return int(text) if fits else None


def is_too_long(text: str) -> bool:
    """Whether it is more than we keep for one answer."""
    return len(text) > MAX_ANSWER
