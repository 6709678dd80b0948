"""What stays of the product when the founder narrows it: its records, and what waits."""

from __future__ import annotations

import unicodedata
from typing import Any

from cofounder.agents.composer.catalogue import catalogue

ALIKE = 6


def focused(narrow: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    """The product for a narrowing: what it names, joined to the main thing of the idea.

    A known kind of record ("inspections") leads; any other word ("street lamps") is a
    sort of the main thing and follows it.
    """
    main = whole["record_types"][0]
    own = [one for one in narrow["record_types"] if not _alike(one, main)]
    leads = bool(own) and own[0]["singular"].casefold() in catalogue().by_word
    kinds = [*own[:1], main, *own[1:]] if leads else [main, *own]
    return {
        **narrow,
        "record_types": kinds,
        "highlights": [*narrow["highlights"], *whole["highlights"]],
    }


def left_out(kept: dict[str, Any], whole: dict[str, Any]) -> list[str]:
    """The plural names of what the idea keeps and the narrowing does not."""
    return [
        one["plural"]
        for one in whole["record_types"]
        if not any(_alike(one, other) for other in kept["record_types"])
    ]


def _alike(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["key"] == other["key"] or _stem(one) == _stem(other)


def _stem(kind: dict[str, Any]) -> str:
    """The beginning of a name without its accents: "Schlagloch" and "Schlaglöcher"."""
    letters = unicodedata.normalize("NFKD", kind["plural"].casefold())
    return "".join(one for one in letters if not unicodedata.combining(one))[:ALIKE]
