"""Alembic's environment: our metadata, batch mode, the connection we were given."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext

from cofounder.db import UtcDateTime
from cofounder.migrations import tables


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our column types as plain ones: a migration must not change with our code."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.Enum):
        return f"sa.String(length={item.length})"
    if isinstance(item, sa.JSON):
        return "JSON"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=tables.METADATA,
    render_as_batch=True,
    render_item=render,
    compare_type=True,
    compare_server_default=False,
    include_name=lambda name, kind, _parents: kind != "schema" and name != "dbos",
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
