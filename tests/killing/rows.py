"""What a journey left in the database, with everything taken out that is chance.

Two journeys are the same when their rows are: contents, versions, sources, item ids,
links, gates, decisions, runs and their items. Ids are numbered as they are met, times
are blanked; what only tells how long something took, or how often a provider was busy,
is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, select

from cofounder.db import Base, Database
from cofounder.migrations import tables

assert tables  # every table of ours is registered

TABLES = (
    "projects",
    "onboarding_sessions",
    "understanding_sessions",
    "artifacts",
    "artifact_versions",
    "assumption_verdicts",
    "console_decisions",
    "decision_gates",
    "gate_proposals",
    "tripwires",
    "stage_configs",
    "stage_events",
    "builds",
    "runs",
    "run_items",
)
BY_CHANCE = {
    "runs": {"correlation_id", "event_count", "sequence"},
    "stage_events": {"correlation_id"},
}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(?:Z|[+-]\d\d:\d\d)?")

# Made from the whole prompt, which may tell when the idea brief was written.
_HASH = re.compile(r"\b[0-9a-f]{16}\b")


async def rows_of(database: Database) -> dict[str, list[str]]:
    """Every row of a journey as text, by table, in an order that is no chance."""
    names: dict[str, str] = {}

    def named(found: re.Match[str]) -> str:
        return names.setdefault(found[0], f"#{len(names) + 1}")

    async with database.reading() as session:
        found: dict[str, list[str]] = {}
        for name in TABLES:
            table = Base.metadata.tables[name]
            rows = (await session.execute(select(table))).mappings()
            texts = _in_order(_text(table, dict(row)) for row in rows)
            found[name] = [_ID.sub(named, text) for text in texts]
    return found


def without_chance(text: str) -> str:
    """`text` without ids, times and the marks around founders' words."""
    return _HASH.sub("<hash>", _TIME.sub("<time>", _ID.sub("<id>", text)))


def _text(table: Table, row: dict[str, Any]) -> str:
    kept = {k: v for k, v in row.items() if k not in BY_CHANCE.get(table.name, ())}
    text = json.dumps(kept, default=str, ensure_ascii=False, sort_keys=True, indent=1)
    return _HASH.sub("<hash>", _TIME.sub("<time>", text))


def _in_order(texts: Iterable[str]) -> list[str]:
    """By what the rows say; rows that say the same, as they were made."""
    return sorted(texts, key=lambda text: (_ID.sub("<id>", text), text))
