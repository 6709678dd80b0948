"""Whether an app lets itself be shown in a frame (SNDB-04). Pure over its headers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

UNREACHABLE = "Sandbox unreachable (may have expired)"
CLOSED_FRAMES = {"deny", "sameorigin"}
CLOSED_ANCESTORS = {"'none'", "'self'"}


@dataclass(frozen=True, slots=True)
class Embedding:
    """The answer, and in plain words why not."""

    embeddable: bool
    reason: str | None = None


def check_embedding(
    headers: Iterable[tuple[str, str]], *, ours: str | None = None
) -> Embedding:
    """Whether the page that came with these headers may be framed by the main app.

    `ours` is the policy that the proxy adds by itself; it is not the app's.
    """
    for name, value in headers:
        match name.lower():
            case "x-frame-options" if _refuses_frames(value):
                return Embedding(False, f"The app forbids frames: {value.strip()}.")
            case "content-security-policy" if value != ours:
                if _refuses_ancestors(value):
                    return Embedding(False, "The app's policy forbids frames.")
            case _:
                pass
    return Embedding(True)


def _refuses_frames(value: str) -> bool:
    return any(word.strip().lower() in CLOSED_FRAMES for word in value.split(","))


def _refuses_ancestors(value: str) -> bool:
    """Look at the first `frame-ancestors` of each policy; further ones do not count."""
    return any(_closed(policy) for policy in value.split(","))


def _closed(policy: str) -> bool:
    for directive in policy.split(";"):
        name, _, rest = directive.strip().partition(" ")
        if name.lower() == "frame-ancestors":
            sources = {source.lower() for source in rest.split()}
            return sources <= CLOSED_ANCESTORS
    return False
