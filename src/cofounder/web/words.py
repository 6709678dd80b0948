"""How numbers, times and long texts are said on a page."""

from __future__ import annotations

from datetime import datetime


def shorten(text: str, length: int) -> str:
    """At most `length` characters, cut after a whole word where there is one."""
    if len(text) <= length:
        return text
    cut = text[: length - 1].rstrip()
    head, _, _ = cut.rpartition(" ")
    return f"{head if len(head) > length // 2 else cut}…"


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """A number that agrees with its noun: "1 story", "2 stories"."""
    return f"{number} {singular if number == 1 else plural or singular + 's'}"


def elapsed(seconds: float) -> str:
    """A running time: `42s` under a minute, then `1:05`, then `2h 15m`."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{whole // 3600}h {whole % 3600 // 60}m"


def duration(seconds: float) -> str:
    """A finished time in words: `42s`, `4m 23s`, `2h 15m`."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60}s" if whole % 60 else f"{whole // 60}m"
    return f"{whole // 3600}h {whole % 3600 // 60}m"


def initials(name: str) -> str:
    """One or two letters that stand for a project."""
    letters = [word[0] for word in name.split() if word[:1].isalnum()]
    return "".join(letters[:2]).upper() or "?"


def money(microdollars: int | None) -> str:
    """A cost as a founder reads it; what we do not know is not zero."""
    if microdollars is None:
        return "unknown"
    return f"${microdollars / 1_000_000:.2f}"


def ago(then: datetime, now: datetime) -> str:
    """How long something is past: "just now", "5 minutes ago", "yesterday"."""
    seconds = max(0, int((now - then).total_seconds()))
    if seconds < 60:
        return "just now"
    if seconds < 3600:
        return f"{counted(seconds // 60, 'minute')} ago"
    if seconds < 86_400:
        return f"{counted(seconds // 3600, 'hour')} ago"
    days = seconds // 86_400
    return "yesterday" if days == 1 else f"{days} days ago"


def exact(moment: datetime) -> str:
    """A moment in full, for whoever wants to know: "2026-03-12 10:00 UTC"."""
    return f"{moment:%Y-%m-%d %H:%M} UTC"


def clock_time(seconds: float) -> str:
    """A place on a clock: `0:42`, `1:05`, `61:05`."""
    whole = max(0, int(seconds))
    return f"{whole // 60}:{whole % 60:02d}"


def first_sentence(text: str, length: int = 200) -> str:
    """The first sentence of a text, shortened where it is long."""
    flat = " ".join(text.split())
    head, stop, _ = flat.partition(". ")
    return shorten(head + stop.strip() if stop else flat, length)
