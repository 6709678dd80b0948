"""Names of exported files: safe in every file system and in a header (EXPO-01)."""

from __future__ import annotations

import re
from urllib.parse import quote

_WINDOWS = re.compile(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)$")


def safe_name(project_name: str) -> str:
    """`{Project_Name}`: letters, digits, `_` and `-` only, never empty."""
    plain = project_name.encode("utf-8", "ignore").decode("utf-8")
    safe = re.sub(r"[^\w-]+", "_", plain, flags=re.UNICODE).strip("_-")[:60]
    while len(safe.encode("utf-8")) > 120:
        safe = safe[:-1]
    if not safe or _WINDOWS.match(safe):
        return "Project"
    return safe


def file_name(project_name: str, what: str, ending: str) -> str:
    """`{Project_Name}_{what}.{ending}`."""
    return f"{safe_name(project_name)}_{what}.{ending}"


def attachment(name: str) -> dict[str, str]:
    """The header that has a browser save the file under `name`, in any script."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", name)
    return {
        "Content-Disposition": (
            f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
        )
    }
