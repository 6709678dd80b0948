"""Where the app keeps its files; everything comes from the environment."""

from __future__ import annotations

import os
from pathlib import Path

APP_FOLDER = Path(__file__).resolve().parent


def data_folder() -> Path:
    """The folder for lasting data (`DATA_DIR`), made when it is missing."""
    folder = Path(os.environ.get("DATA_DIR") or "data")
    folder.mkdir(parents=True, exist_ok=True)
    return folder
