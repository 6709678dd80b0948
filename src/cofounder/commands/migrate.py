"""`cofounder migrate`: bring the database up to date, and nothing else."""

from __future__ import annotations

import asyncio
from argparse import Namespace

from cofounder.commands.holding import running_server
from cofounder.commands.running import HELD, Stop, settings_from
from cofounder.commands.speaking import answer, answer_json
from cofounder.migrations import upgrade


def run(options: Namespace) -> int:
    """Migrate to the newest version; doing it again changes nothing."""
    settings = settings_from(options)
    server = running_server(settings.data_dir)
    if server is not None:
        raise Stop(
            f"A server runs on this data folder (process {server.pid}, {server.url}) "
            f"and did this when it started.",
            HELD,
        )
    settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    asyncio.run(upgrade(settings.resolved_database_url))
    if options.json:
        answer_json({"status": "up_to_date"})
    else:
        answer("The database is up to date.")
    return 0
