"""Founder text in Markdown: it stays text in every reader."""

from __future__ import annotations

import re

from cofounder.exports.plain import plain

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|$~&])")
_INDENT = re.compile(r"(?m)^[^\S\n]+")
_LINE_START = re.compile(r"(?m)^(\d*)([-+=]|(?<=\d)[.)])")
_MARKUP = re.compile(r"[<>&\[\]`]")
_FENCE = re.compile(r"`{3,}")


def escape(text: object) -> str:
    """Text that no Markdown reader takes for markup."""
    unindented = _INDENT.sub("", plain(text))
    return _LINE_START.sub(r"\1\\\2", _SPECIAL.sub(r"\\\1", unindented))


def flat(text: object) -> str:
    """One line of text, escaped."""
    return escape(" ".join(plain(text).split()))


def fenced(lines: list[str], language: str = "") -> list[str]:
    """A fenced block that nothing inside can close."""
    longest = max(
        (len(m.group()) for m in _FENCE.finditer("\n".join(lines))), default=2
    )
    fence = "`" * (longest + 1)
    return [f"{fence}{language}", *lines, fence]


def yaml_text(text: object) -> str:
    """A string as YAML reads it back, on one line.

    What a reader that knows no front matter could take for markup is written as its
    code point.
    """
    quoted = " ".join(plain(text).split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{_MARKUP.sub(_code_point, quoted)}"'


def _code_point(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
