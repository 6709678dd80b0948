"""`cofounder setup`: fetch what every demo app is made of, once.

Afterwards a demo build needs no package index. It is quiet and quick when everything
is there, and what goes wrong costs a demo's build, never the command that called it.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace

from cofounder.agents.composer.requirements import DEMO_REQUIREMENTS
from cofounder.commands.interpreters import cell_python_version
from cofounder.commands.running import FAILED, settings_from
from cofounder.commands.speaking import answer_json, note
from cofounder.errors import CofounderError
from cofounder.sandbox.wheels import WheelStore
from cofounder.settings import Settings

LOST = "Until it does, a demo build stops at installing dependencies."
REQUIREMENTS = "\n".join(DEMO_REQUIREMENTS)


def run(options: Namespace) -> int:
    """Fill the wheel store; with `--strict` a failure is one."""
    settings = settings_from(options)
    try:
        folder = asyncio.run(provide_wheels(settings))
    except (CofounderError, OSError) as error:
        why = error.message if isinstance(error, CofounderError) else str(error)
        note(f"The demo app's packages could not be fetched: {why} {LOST}")
        _tell(options, ok=False, folder=None)
        return FAILED if options.strict else 0
    _tell(options, ok=True, folder=folder)
    return 0


async def provide_wheels(settings: Settings) -> str:
    """The folder of the demo app's wheels, fetched when they are missing.

    Raises:
        CofounderError: there is no Python for cells, or no index answers.
    """
    version = await cell_python_version(settings)
    store = WheelStore(settings.resolved_wheel_store)
    found = await store.find(REQUIREMENTS, version)
    if found is None:
        note(f"Fetching the demo app's packages for Python {version} ...")
        found = await store.fetch(REQUIREMENTS, version)
    return str(found.folder)


def _tell(options: Namespace, *, ok: bool, folder: str | None) -> None:
    if options.json:
        answer_json({"ok": ok, "wheels": folder})
