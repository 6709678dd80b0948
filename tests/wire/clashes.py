"""The model's ear for contradictions: "free for all" and "per month" do not fit."""

from __future__ import annotations

from typing import Any

from tests.wire.reading import Asked


def contradictions(asked: Asked) -> list[dict[str, Any]]:
    free, paid = (_saying(asked, words) for words in ("free for all", "per month"))
    if not free or not paid:
        return []
    return [
        {
            "first": free[0],
            "first_quote": free[1],
            "second": paid[0],
            "second_quote": paid[1],
            "question": f"You said “{free[1]}” and “{paid[1]}”. Which one is it?",
        }
    ]


def _saying(asked: Asked, words: str) -> tuple[str, str] | None:
    for number, passage in enumerate(asked.passages, start=1):
        for line in passage.splitlines():
            if words in line and len(line) <= 160:
                return f"S{number}", line
    return None
