"""The one database: engines, sessions, column types, and nudges after a commit.

Only this package commits. SQLite (a WAL file) and Postgres run the same code; what
differs between them lives here.
"""

from cofounder.db.base import ROW_LOCK, Base, Json, UtcDateTime, named_enum
from cofounder.db.database import Database, nudge, nudge_later
from cofounder.db.locking import locked

__all__ = [
    "ROW_LOCK",
    "Base",
    "Database",
    "Json",
    "UtcDateTime",
    "locked",
    "named_enum",
    "nudge",
    "nudge_later",
]
