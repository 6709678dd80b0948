"""Which Python a cell will find: the system's, not the one that runs us."""

from __future__ import annotations

import asyncio

from cofounder.errors import Unavailable
from cofounder.settings import Settings

INTERPRETERS = ("/usr/bin/python3", "/usr/local/bin/python3")
ASK_VERSION = "import platform; print(platform.python_version())"
PATIENCE = 20.0


async def cell_python_version(settings: Settings) -> str:
    """The version of the first interpreter that answers, such as `3.11.2`.

    Raises:
        Unavailable: none does.
    """
    chosen = (settings.cell_python,) if settings.cell_python else ()
    for path in (*chosen, *INTERPRETERS):
        version = await _version(path)
        if version is not None:
            return version
    raise Unavailable(
        "There is no system Python for generated apps. "
        "Install one with: apt-get install python3"
    )


async def _version(path: str) -> str | None:
    try:
        process = await asyncio.create_subprocess_exec(
            *(path, "-I", "-c", ASK_VERSION),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
    except OSError:
        return None
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
        return None
    return printed.decode().strip() or None if process.returncode == 0 else None
