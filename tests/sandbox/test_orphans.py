"""Nothing of a command is left, also where process 1 of the machine collects nobody."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cofounder.sandbox import TOOL_LIMITS, CellSpec, Phase
from tests.sandbox.cells import bubblewrap

pytestmark = [pytest.mark.anyio, pytest.mark.sandbox]


async def test_short_commands_in_a_row_do_not_use_up_the_limit_of_processes(
    tmp_path: Path,
) -> None:
    """SNDB-01: what nobody collected would count against the cell's user."""
    limits = replace(TOOL_LIMITS, processes=8)
    async with bubblewrap(tmp_path, tested=False) as runtime:
        cell = await runtime.create(CellSpec("row", Phase.TOOL, limits))
        ended = [await cell.exec(["true"], limits) for _ in range(25)]
        assert {(each.exit_code, each.stderr) for each in ended} == {(0, b"")}
