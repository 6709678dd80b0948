"""What the dashboard watches: shortages, what is next, how things stand, totals."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.database import column, table
from app.product import Field, Highlight, RecordType
from app.site import Site

MOST = 5


@dataclass(frozen=True)
class Line:
    """One line of a panel: a name, a note beside it, and where it leads."""

    name: str
    note: str
    link: str
    share: int = 0


@dataclass(frozen=True)
class Panel:
    """A titled list on the dashboard; `total` stands for itself when there is one."""

    title: str
    kind: str
    lines: list[Line]
    total: str = ""


def panels(site: Site, connection: sqlite3.Connection) -> list[Panel]:
    """The panels of the product, in its own order."""
    found: list[Panel] = []
    for highlight in site.product.highlights:
        kind = site.product.record_type(highlight.record_type)
        field = kind.field(highlight.field) if kind else None
        if kind is not None and field is not None:
            build = _BUILDERS[highlight.kind]
            found.append(build(site, connection, highlight, kind, field))
    return found


def _low(
    site: Site,
    connection: sqlite3.Connection,
    highlight: Highlight,
    kind: RecordType,
    field: Field,
) -> Panel:
    limit = kind.field(highlight.compare)
    if limit is None:
        return Panel(highlight.title, "low", [])
    rows = connection.execute(
        f"SELECT * FROM {table(kind)} WHERE {column(field)} <= {column(limit)}"
        f" ORDER BY {column(field)} - {column(limit)}, id LIMIT {MOST}"
    )
    lines = [
        _line(
            kind,
            row,
            f"{_value(site, field, row)} / {_value(site, limit, row)}",
        )
        for row in rows
    ]
    return Panel(highlight.title, "low", lines)


def _upcoming(
    site: Site,
    connection: sqlite3.Connection,
    highlight: Highlight,
    kind: RecordType,
    field: Field,
) -> Panel:
    rows = connection.execute(
        f"SELECT * FROM {table(kind)} WHERE {column(field)} >= ?"
        f" ORDER BY {column(field)}, id LIMIT {MOST}",
        (date.today().isoformat(),),
    )
    lines = [_line(kind, row, _value(site, field, row)) for row in rows]
    return Panel(highlight.title, "upcoming", lines)


def _spread(
    site: Site,
    connection: sqlite3.Connection,
    highlight: Highlight,
    kind: RecordType,
    field: Field,
) -> Panel:
    rows = connection.execute(
        f"SELECT {column(field)}, count(*) FROM {table(kind)} GROUP BY 1"
    )
    counts = {row[0]: row[1] for row in rows}
    most = max(counts.values(), default=0)
    lines = [
        Line(
            name=choice,
            note=str(counts.get(choice, 0)),
            link="",
            share=round(10 * counts.get(choice, 0) / most) if most else 0,
        )
        for choice in field.choices
    ]
    return Panel(highlight.title, "spread", lines if most else [])


def _total(
    site: Site,
    connection: sqlite3.Connection,
    highlight: Highlight,
    kind: RecordType,
    field: Field,
) -> Panel:
    sql = f"SELECT coalesce(sum({column(field)}), 0) FROM {table(kind)}"
    total = connection.execute(sql).fetchone()[0]
    return Panel(highlight.title, "total", [], total=site.shown(field, total))


def _line(kind: RecordType, row: sqlite3.Row, note: str) -> Line:
    name = str(row[f"f_{kind.title.key}"])
    return Line(name, note, f"/records/{kind.key}/{row['id']}/edit")


def _value(site: Site, field: Field, row: sqlite3.Row) -> str:
    return site.shown(field, row[f"f_{field.key}"])


Builder = Callable[[Site, sqlite3.Connection, Highlight, RecordType, Field], Any]
_BUILDERS: dict[str, Builder] = {
    "low": _low,
    "upcoming": _upcoming,
    "spread": _spread,
    "total": _total,
}
