"""Running `cofounder` as an operator does: in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """This environment, with a data folder and without another's choices."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("COFOUNDER_")}
    return {**kept, "COFOUNDER_DATA_DIR": str(data_dir), "PYTHONUTF8": "1", **more}


def cofounder(
    *words: str, data_dir: Path, **more: str
) -> subprocess.CompletedProcess[str]:
    """What the command said and how it ended; `more` are further variables."""
    return subprocess.run(
        [sys.executable, "-m", "cofounder", *words],
        env=environment(data_dir, **more),
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
