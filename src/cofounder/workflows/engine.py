"""The engine: one DBOS per process, on our own database, with our own choices.

The application version is ours and raised only when the order of steps changes:
the library's default would strand running work at every edit (stack.md G8).
"""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

from dbos import DBOS, DBOSConfig
from dbos._dbos import _get_or_create_dbos_registry  # pyright: ignore[reportPrivateUsage]

from cofounder.db import Database
from cofounder.workflows import recovery
from cofounder.workflows.carrying import interrupt_all
from cofounder.workflows.journal import JournalSerializer

APPLICATION_VERSION = "wf-1"
SCHEMA = "dbos"
PATIENCE_SECONDS = 5.0


class _Weather(logging.Filter):
    """What is normal here and the library reports at length.

    A cancelled workflow is no error, and a retried step has its row in the ledger.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is worth showing."""
        message = record.getMessage()
        if "ancel" in message or "Waiting for the recorded outcome" in message:
            return False
        if message.startswith("Step being automatically retried"):
            record.exc_info = None
        return True


_WEATHER = _Weather()


class Engine:
    """The running engine of this process.

    Construct the workflows before `launch`; it recovers what an earlier process of
    the same `executor_id` left unfinished. The caller proves that that process has
    ended: by the lock on the data folder.
    """

    def __init__(
        self, database: Database, *, executor_id: str, polling_seconds: float = 0.1
    ) -> None:
        self.database = database
        config: DBOSConfig = {
            "name": "cofounder",
            "system_database_engine": database.sync_engine,
            "application_version": APPLICATION_VERSION,
            "executor_id": executor_id,
            "serializer": JournalSerializer(),
            "notification_listener_polling_interval_sec": polling_seconds,
            "log_level": "WARNING",
        }
        if not database.is_sqlite:
            config["dbos_system_schema"] = SCHEMA
        logging.getLogger("dbos").addFilter(_WEATHER)
        DBOS(config=config)

    async def launch(self) -> None:
        """Start the engine inside the running event loop.

        What killed the process again and again is given up before anything of it
        runs once more.
        """
        await recovery.count_crashes(self.database)
        DBOS.launch()

    async def close(self) -> None:
        """Start no further step and end what runs; it goes on at the next launch."""
        run_ids = await interrupt_all(PATIENCE_SECONDS)
        # Its threads may be waiting for this loop, so it is not joined on it.
        await asyncio.to_thread(DBOS.destroy, workflow_completion_timeout_sec=0)
        # It had put its own threads under the loop, and they ended with it; what is
        # closed after the engine needs some.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
        _forget_instances()
        await recovery.note_interrupted(self.database, run_ids)


def _forget_instances() -> None:
    """Let the next application of this process register workflows of its own."""
    registry = _get_or_create_dbos_registry()
    registry.instance_info_map.clear()
    registry.dbos = None
