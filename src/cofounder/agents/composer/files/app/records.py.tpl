"""Records of one kind: list, search, sort, add, change and remove them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Optional

from app.database import column, table
from app.fields import Value
from app.product import Field, Product, RecordType

PAGE_SIZE = 50
SEARCHED = frozenset({"text", "long_text", "email", "choice", "date", "time"})
MAX_ID = 2**62


@dataclass(frozen=True)
class Query:
    """What a list should show; unknown sort fields fall back to newest first."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1


class Records:
    """The records of one kind, over an open connection."""

    def __init__(
        self, connection: sqlite3.Connection, product: Product, kind: RecordType
    ) -> None:
        self.connection = connection
        self.product = product
        self.kind = kind

    def count(self, search: str = "") -> int:
        """How many records there are, or match `search`."""
        where, values = self._where(search)
        sql = f"SELECT count(*) FROM {table(self.kind)} {where}"
        return self.connection.execute(sql, values).fetchone()[0]

    def select(self, query: Query) -> list[sqlite3.Row]:
        """One page of records."""
        where, values = self._where(query.search)
        offset = (query.page - 1) * PAGE_SIZE
        sql = (
            f"SELECT * FROM {table(self.kind)} {where}"
            f" ORDER BY {self._order(query)} LIMIT {PAGE_SIZE} OFFSET ?"
        )
        return self.connection.execute(sql, (*values, offset)).fetchall()

    def all(self) -> list[sqlite3.Row]:
        """Every record, oldest first."""
        sql = f"SELECT * FROM {table(self.kind)} ORDER BY id"
        return self.connection.execute(sql).fetchall()

    def find(self, record_id: int) -> Optional[sqlite3.Row]:
        """The record with that number."""
        if record_id > MAX_ID:
            return None
        sql = f"SELECT * FROM {table(self.kind)} WHERE id = ?"
        return self.connection.execute(sql, (record_id,)).fetchone()

    def add(self, values: Mapping[str, Value]) -> int:
        """Keep a new record and return its number."""
        columns = ", ".join(column(field) for field in self.kind.fields)
        marks = ", ".join("?" for _ in self.kind.fields)
        now = datetime.now(timezone.utc).isoformat(timespec="seconds")
        done = self.connection.execute(
            f"INSERT INTO {table(self.kind)} (created_at, {columns})"
            f" VALUES (?, {marks})",
            (now, *(values[field.key] for field in self.kind.fields)),
        )
        return int(done.lastrowid or 0)

    def change(self, record_id: int, values: Mapping[str, Value]) -> None:
        """Replace a record's values."""
        pairs = ", ".join(f"{column(field)} = ?" for field in self.kind.fields)
        self.connection.execute(
            f"UPDATE {table(self.kind)} SET {pairs} WHERE id = ?",
            (*(values[field.key] for field in self.kind.fields), record_id),
        )

    def remove(self, record_id: int) -> None:
        """Remove a record; what pointed at it stays and loses the pointer."""
        sql = f"DELETE FROM {table(self.kind)} WHERE id = ?"
        self.connection.execute(sql, (record_id,))

    def mentions(self, record_id: int) -> int:
        """How many other records point at this one."""
        total = 0
        for kind in self.product.record_types:
            for field in kind.fields:
                if field.kind == "reference" and field.target == self.kind.key:
                    sql = (
                        f"SELECT count(*) FROM {table(kind)} WHERE {column(field)} = ?"
                    )
                    total += self.connection.execute(sql, (record_id,)).fetchone()[0]
        return total

    def names(self) -> dict[int, str]:
        """The name of every record by its number, in alphabetical order."""
        title = column(self.kind.title)
        sql = f"SELECT id, {title} FROM {table(self.kind)} ORDER BY folded({title}), id"
        return {row[0]: row[1] for row in self.connection.execute(sql)}

    def _where(self, search: str) -> tuple[str, tuple[str, ...]]:
        wanted = " ".join(search.split()).casefold()
        fields = [field for field in self.kind.fields if field.kind in SEARCHED]
        if not wanted:
            return "", ()
        hits = " OR ".join(f"instr(folded({column(field)}), ?) > 0" for field in fields)
        return f"WHERE {hits}", tuple(wanted for _ in fields)

    def _order(self, query: Query) -> str:
        field = self.kind.field(query.sort)
        if field is None:
            return "id DESC"
        direction = "DESC" if query.descending else "ASC"
        return f"{self._sort_key(field)} {direction}, id {direction}"

    def _sort_key(self, field: Field) -> str:
        if field.kind in {"number", "money", "yes_no"}:
            return column(field)
        other = self.product.record_type(field.target)
        if other is None:
            return f"folded({column(field)})"
        return (
            f"(SELECT folded({column(other.title)}) FROM {table(other)}"
            f" WHERE id = {column(field)})"
        )
