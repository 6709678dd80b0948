"""`cofounder worker`: carry runs without serving pages (several processes)."""

from __future__ import annotations

from argparse import Namespace

from cofounder.commands.running import HELD, Stop, settings_from

ON_SQLITE = (
    "This database is a SQLite file, which one process owns: `cofounder serve` does "
    "all the work there. Set COFOUNDER_DATABASE_URL to a Postgres for workers."
)
NOT_YET = (
    "Workers beside the server are not part of this release: `cofounder serve` does "
    "all the work, on Postgres too."
)


def run(options: Namespace) -> int:
    """Say why there is no worker here."""
    settings = settings_from(options)
    is_sqlite = settings.resolved_database_url.startswith("sqlite")
    raise Stop(ON_SQLITE if is_sqlite else NOT_YET, HELD)
