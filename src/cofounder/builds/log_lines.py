"""Log lines: whole lines, without colours and without secrets (LOGS-01)."""

from __future__ import annotations

import codecs
import math
import re
from collections import Counter
from dataclasses import dataclass

MAX_LENGTH = 2_000
MAX_LINES = 50_000
CUT = "...[truncated]"
REDACTED = "[REDACTED]"
UTF8 = codecs.getincrementaldecoder("utf-8")

_ANSI = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NAMED = re.compile(
    r"(?i)\b([\w.-]*(?:secret|token|password|passwd|api[_-]?key|private[_-]?key)[\w.-]*"
    r"\s*[=:]\s*)(['\"]?)[^\s'\"]{4,}\2"
)
_SHAPES = re.compile(
    r"\bsk-[A-Za-z0-9_-]{8,}|\bpk_(?:live|test)_[A-Za-z0-9]{8,}|\bAKIA[0-9A-Z]{12,}"
    r"|\bcf_[A-Za-z0-9_-]{16,}"
    r"|\b(?:postgres(?:ql)?|redis|mongodb)(?:\+\w+)?://\S+"
)
_WORD = re.compile(r"[A-Za-z0-9+/_-]{32,}")


@dataclass(frozen=True, slots=True)
class Line:
    """A cleaned line and where it came from: `stdout`, `stderr` or `system`."""

    source: str
    text: str


class LineBuffer:
    """Turns chunks of bytes into cleaned lines; keeps what has no newline yet."""

    def __init__(self, known_secrets: tuple[str, ...] = ()) -> None:
        self._rest: dict[str, str] = {}
        self._decoders: dict[str, codecs.IncrementalDecoder] = {}
        self._secrets = tuple(s for s in known_secrets if len(s) >= 8)

    def feed(self, source: str, chunk: bytes) -> list[Line]:
        """The lines that `chunk` completes; blank ones are left out."""
        # A character may be cut in two by the end of a chunk.
        decoder = self._decoders.setdefault(source, UTF8("replace"))
        text = self._rest.get(source, "") + decoder.decode(chunk)
        *whole, rest = text.split("\n")
        self._rest[source] = rest[-64 * MAX_LENGTH :]
        return [line for raw in whole if (line := self._line(source, raw))]

    def flush(self) -> list[Line]:
        """What is left without a newline at the end."""
        rest = [(source, text) for source, text in self._rest.items() if text]
        self._rest = {}
        return [line for source, raw in rest if (line := self._line(source, raw))]

    def _line(self, source: str, raw: str) -> Line | None:
        text = clean(raw.rpartition("\r")[2] or raw, self._secrets)
        return Line(source, text) if text.strip() else None


def clean(text: str, known_secrets: tuple[str, ...] = ()) -> str:
    """A line without colours, control characters and secrets, at most 2000 long."""
    text = _CONTROL.sub("", _ANSI.sub("", text)).rstrip()
    for secret in known_secrets:
        text = text.replace(secret, REDACTED)
    text = _NAMED.sub(lambda m: m.group(1) + REDACTED, text)
    text = _SHAPES.sub(REDACTED, text)
    text = _WORD.sub(
        lambda m: REDACTED if _looks_random(m.group()) else m.group(), text
    )
    return text if len(text) <= MAX_LENGTH else text[:MAX_LENGTH] + CUT


def _looks_random(word: str) -> bool:
    """Whether a long word has the entropy of a key rather than of a path or hash tag."""
    if "/" in word or not re.search(r"\d", word) or not re.search(r"[A-Z]", word):
        return False
    counts = Counter(word)
    entropy = -sum(n / len(word) * math.log2(n / len(word)) for n in counts.values())
    return entropy > 4.2
