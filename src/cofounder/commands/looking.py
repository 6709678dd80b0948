"""Looking at each part that cofounder stands on; one function for each."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from cofounder.agents.model_names import model_names
from cofounder.commands.findings import Finding, noted, ok, problem
from cofounder.commands.holding import running_server
from cofounder.commands.interpreters import cell_python_version
from cofounder.commands.setup import REQUIREMENTS
from cofounder.db import Database
from cofounder.demo.screenshot import find_browser
from cofounder.errors import CofounderError
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.selftest import self_test
from cofounder.sandbox.wheels import WheelStore
from cofounder.settings import Settings

GIB = 1 << 30
FLOOR = 2 * GIB
NETWORK_DISKS = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "fuse.sshfs"}
PATIENCE = 10.0


async def look_at_data(settings: Settings) -> Finding:
    """The folder can be written, lies on a local disk, and has room."""
    folder = settings.data_dir
    there = _nearest(folder)
    if not os.access(there, os.W_OK | os.X_OK):
        return problem(
            f"{folder} cannot be written by this user.",
            f"chown {os.getuid()} {there}, or choose another with COFOUNDER_DATA_DIR",
        )
    kind = _disk_kind(there)
    if kind in NETWORK_DISKS and settings.database_url is None:
        return problem(
            f"{folder} is on a network disk ({kind}), where SQLite is not safe.",
            "choose a local folder with COFOUNDER_DATA_DIR, or use Postgres",
        )
    free = shutil.disk_usage(there).free
    words = f"{folder}, {free / GIB:.1f} GiB free"
    if free < FLOOR:
        return problem(f"{words}; builds need 2 GiB.", "free some space on this disk")
    return ok(f"{words}.")


def _nearest(folder: Path) -> Path:
    """The folder, or the closest existing one above it, where it will be made."""
    return next(path for path in (folder, *folder.parents) if path.exists())


def _disk_kind(folder: Path) -> str:
    """The type of the file system that holds `folder`; empty where unknown."""
    try:
        lines = Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    mounts = [line.split()[1:3] for line in lines]
    place = folder.resolve()
    holding = [m for m in mounts if place.is_relative_to(m[0])]
    return max(holding, key=lambda m: len(m[0]))[1] if holding else ""


async def look_at_database(settings: Settings) -> Finding:
    """It opens and answers, and which one it is."""
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return noted("SQLite; the file is made at the first start.")
    database = Database(settings.resolved_database_url)
    try:
        async with asyncio.timeout(PATIENCE), database.reading() as session:
            if not database.is_sqlite:
                version = await session.scalar(text("SHOW server_version"))
                return ok(
                    f"Postgres {version} answers at {url.host}:{url.port or 5432}."
                )
            version = await session.scalar(text("SELECT sqlite_version()"))
            mode = await session.scalar(text("PRAGMA journal_mode"))
            sound = await session.scalar(text("PRAGMA quick_check(1)"))
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        return _closed(error, is_sqlite=database.is_sqlite)
    finally:
        await database.close()
    if sound != "ok":
        return problem(f"{url.database} is damaged: {sound}.", "restore a backup of it")
    if mode != "wal":
        return problem(
            f"{url.database} is not in WAL mode ({mode}).",
            "move the data folder to a local disk",
        )
    return ok(f"SQLite {version} in WAL mode, {url.database}.")


def _closed(error: Exception, *, is_sqlite: bool) -> Finding:
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines() or [type(error).__name__]
    if is_sqlite:
        return problem(
            f"the file cannot be read: {lines[0]}.", "restore a backup of it"
        )
    return problem(
        f"Postgres does not answer: {lines[0]}.",
        "check COFOUNDER_DATABASE_URL, and that the server runs",
    )


async def look_at_sandbox(settings: Settings) -> Finding:
    """A real cell, every probe and every need of a good app."""
    async with _runtime(settings) as runtime:
        offer = runtime.capabilities()
        if not offer.available:
            return problem(
                f"builds and previews are off: {offer.reasons[0]}", offer.fix
            )
        report = await self_test(runtime, quick=False)
    if not report.passed:
        return problem(f"builds and previews are off: {report.reasons[0]}", report.fix)
    seconds = report.duration_ms / 1000
    words = (
        f"{offer.name}, Python {offer.python_version}: {len(report.tried)} attempts to "
        f"break out failed, as they must ({seconds:.1f} s)"
    )
    return ok(f"{words}; limits {offer.level.value}.")


@asynccontextmanager
async def _runtime(settings: Settings) -> AsyncGenerator[BubblewrapRuntime]:
    """Cells of our own: those of a running server are never touched."""
    with tempfile.TemporaryDirectory(prefix="cofounder-doctor-") as folder:
        place = Path(folder)
        place.chmod(0o711)  # a cell's user walks through it to its own workspace
        runtime = BubblewrapRuntime(
            place,
            cell_root=place / "cells",
            uids=settings.uids,
            bwrap=settings.bwrap,
            interpreter=settings.cell_python,
            tested=False,
        )
        await runtime.start()
        try:
            yield runtime
        finally:
            await runtime.stop()


async def look_at_wheels(settings: Settings) -> Finding:
    """The demo app's packages are there for the Python of a cell."""
    store = WheelStore(settings.resolved_wheel_store)
    try:
        version = await cell_python_version(settings)
    except CofounderError as error:
        return problem(error.message)
    found = await store.find(REQUIREMENTS, version)
    if found is not None:
        count = len(found.packages)
        return ok(f"{count} packages for Python {version} in {store.folder}.")
    words = f"none for Python {version} in {store.folder}"
    if settings.demo_mode:
        return problem(
            f"{words}; a demo build needs a package index.", "cofounder setup"
        )
    return noted(f"{words}; only demo builds use them.", "cofounder setup")


async def look_at_model(settings: Settings) -> Finding:
    """The names and keys fit; nothing is asked of the model."""
    if settings.demo_mode:
        return noted(
            "none configured: demo mode, everything is composed from the founder's own "
            "words and says so.",
            "set COFOUNDER_MODEL, for example to anthropic:claude-sonnet-4-5",
        )
    try:
        names = model_names(settings)
    except CofounderError as error:
        return problem(error.message)
    distinct = dict.fromkeys(name.label for name in names.values())
    return ok(f"{', '.join(distinct)}; not called now.")


async def look_at_browser(_: Settings) -> Finding:
    """Chromium is only for the demo's picture."""
    found = find_browser()
    if found is None:
        return noted(
            "no Chromium: the demo takes no screenshot.", "apt-get install chromium"
        )
    return ok(f"{found}, for the demo's screenshot.")


async def look_at_server(settings: Settings) -> Finding:
    """Whether one runs on this folder now."""
    server = running_server(settings.data_dir)
    if server is None:
        return noted("none runs on this data folder.")
    return ok(f"process {server.pid} at {server.url}.")
