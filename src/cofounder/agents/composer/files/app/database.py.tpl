"""The SQLite file: one table per kind of record, one for sign-ups."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.product import Field, Product, RecordType

COLUMN_TYPES = {"number": "REAL", "money": "INTEGER", "yes_no": "INTEGER"}


class Database:
    """Opens short connections to the app's one file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def connect(self) -> Iterator[sqlite3.Connection]:
        """A connection that keeps its changes at the end, or none after an error."""
        with closing(sqlite3.connect(self.path, timeout=5)) as connection:
            connection.row_factory = sqlite3.Row
            connection.execute("PRAGMA foreign_keys = ON")
            connection.create_function("folded", 1, folded, deterministic=True)
            with connection:
                yield connection

    def prepare(self, product: Product) -> None:
        """Make missing tables and columns; what is there stays as it is."""
        with self.connect() as connection:
            connection.execute(
                "CREATE TABLE IF NOT EXISTS sign_ups ("
                "id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,"
                " note TEXT NOT NULL, created_at TEXT NOT NULL)"
            )
            for kind in product.record_types:
                _prepare_table(connection, kind)


def folded(value: object) -> str:
    """Text in the form that searching and sorting compare, in any alphabet."""
    return "" if value is None else str(value).casefold()


def table(kind: RecordType) -> str:
    """The quoted name of the table of `kind`."""
    return f'"records_{kind.key}"'


def column(field: Field) -> str:
    """The quoted name of the column of `field`."""
    return f'"f_{field.key}"'


def _prepare_table(connection: sqlite3.Connection, kind: RecordType) -> None:
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {table(kind)} ("
        "id INTEGER PRIMARY KEY, created_at TEXT NOT NULL)"
    )
    rows = connection.execute(f"PRAGMA table_info({table(kind)})")
    known = {row["name"] for row in rows}
    for field in kind.fields:
        if column(field).strip('"') not in known:
            connection.execute(
                f"ALTER TABLE {table(kind)} ADD COLUMN {column(field)} {_type(field)}"
            )


def _type(field: Field) -> str:
    if field.kind == "reference":
        return f'INTEGER REFERENCES "records_{field.target}" (id) ON DELETE SET NULL'
    return COLUMN_TYPES.get(field.kind, "TEXT")
