"""Rules for written files: paths that stay inside, sizes, and what must be there.

Source: spec `builds.md` PIPE-02, PIPE-03.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePosixPath

from cofounder.builds.errors import BadCodebase
from cofounder.builds.ports import MAX_FILE_BYTES, MAX_FILES, Codebase

_SECRET_FILES = re.compile(r"(^|/)(\.env|id_rsa|id_ed25519|.*\.pem|.*\.key)$")
_PART = re.compile(r"^[^\x00-\x1f\x7f\\]{1,100}$")


def check_path(path: str) -> str:
    """The path, if a file may be written there.

    Raises:
        BadCodebase: absolute, leaving the workspace, git internals or a secret file.
    """
    parts = PurePosixPath(path).parts
    if not parts or path.startswith("/") or ".." in parts or path != "/".join(parts):
        raise BadCodebase(f"file path '{path[:100]}': it must stay in the workspace.")
    if ".git" in parts or ".venv" in parts:
        raise BadCodebase(f"file path '{path[:100]}': this folder is not for files.")
    if _SECRET_FILES.search(path):
        raise BadCodebase(f"file path '{path[:100]}': secrets do not belong in files.")
    if not all(_PART.match(part) for part in parts):
        raise BadCodebase(f"file path '{path[:100]}': it has characters we refuse.")
    return path


def merged(before: Mapping[str, str], written: Codebase) -> dict[str, str]:
    """The files after writing, checked.

    Raises:
        BadCodebase: a path or size breaks a rule.
    """
    files = dict(before)
    for file in written.files:
        if len(file.content.encode("utf-8", "replace")) > MAX_FILE_BYTES:
            raise BadCodebase(
                f"file '{file.path[:100]}' is over {MAX_FILE_BYTES} bytes."
            )
        if "\x00" in file.content:
            raise BadCodebase(f"file '{file.path[:100]}' is not text.")
        files[check_path(file.path)] = file.content
    if len(files) > MAX_FILES:
        raise BadCodebase(f"{len(files)} files; at most {MAX_FILES} are allowed.")
    return files


def missing_parts(files: Mapping[str, str]) -> list[str]:
    """What every workspace must have and this one lacks (PIPE-02)."""
    wanted = {
        "README.md": any(name.lower() == "readme.md" for name in files),
        ".env.example": ".env.example" in files,
        "a start entry (Procfile with a `web:` line)": start_command(files) is not None,
        "requirements.txt": "requirements.txt" in files,
    }
    return [what for what, there in wanted.items() if not there]


def start_command(files: Mapping[str, str]) -> str | None:
    """The command of the Procfile's `web:` line."""
    for line in files.get("Procfile", "").splitlines():
        name, _, command = line.partition(":")
        if name.strip() == "web" and command.strip():
            return command.strip()
    return None


def has_tests(files: Mapping[str, str]) -> bool:
    """Whether the workspace brings Python tests of its own."""
    return any(
        PurePosixPath(path).name.startswith("test_") and path.endswith(".py")
        for path in files
    )
