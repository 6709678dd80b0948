"""Founder text in Markdown: it stays text in every reader."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~&])")
_INDENT = re.compile(r"(?m)^[^\S\n]+")
_LINE_START = re.compile(r"(?m)^(\d*)([-+=]|(?<=\d)[.)])")
_LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029\v\f\u0085]")
_FENCE = re.compile(r"`{3,}")


def escape(text: object) -> str:
    """Text that no Markdown reader takes for markup."""
    plain = _INDENT.sub("", _LINE_BREAKS.sub("\n", str(text).replace("\0", "")))
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", plain))


def flat(text: object) -> str:
    """One line of text, escaped."""
    return escape(" ".join(str(text).split()))


def fenced(lines: list[str], language: str = "") -> list[str]:
    """A fenced block that nothing inside can close."""
    longest = max(
        (len(m.group()) for m in _FENCE.finditer("\n".join(lines))), default=2
    )
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", *lines, fence]


def yaml_text(text: object) -> str:
    """A string as YAML reads it back, on one line."""
    plain = " ".join(str(text).replace("\0", "").split())
    quoted = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}"'
