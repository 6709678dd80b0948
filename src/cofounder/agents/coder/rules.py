"""What generated code must hold before anybody stores or runs it (PIPE-02, PIPE-03)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from cofounder.agents.failures import Broken
from cofounder.builds.codebase import check_path, has_tests, merged
from cofounder.builds.errors import BadCodebase
from cofounder.builds.ports import BuildDesign, Codebase, FileDraft

REQUIRED = ("README.md", ".env.example", "Procfile", "requirements.txt")
UNSAFE = "it wrote files we do not accept"
_WEB = re.compile(r"^web:.*\buvicorn\b.*\$\{?PORT\b", re.MULTILINE)
_PINNED = re.compile(
    r"^[A-Za-z0-9][\w.-]*(?:\[[\w,\s.-]+\])?\s*==\s*[\w.!+-]+\s*(?:;.*)?$"
)


def _safe(paths: Iterable[str]) -> None:
    for path in paths:
        try:
            check_path(path)
        except BadCodebase as error:
            raise Broken(error.message, UNSAFE) from None


def design(value: BuildDesign) -> BuildDesign:
    """Safe, different paths that include what every app needs."""
    paths = [file.path for file in value.files]
    _safe(paths)
    if len(set(paths)) != len(paths):
        raise Broken("list every file once", "it listed a file twice")
    missing = [path for path in REQUIRED if path not in paths]
    if not has_tests(dict.fromkeys(paths, "")):
        missing.append("tests/test_….py")
    if missing:
        raise Broken(
            f"these files are missing: {', '.join(missing)}",
            "files every app needs were missing",
        )
    return value


def part(value: Codebase, wanted: Sequence[str]) -> Codebase:
    """All the files that were asked for, and no others."""
    files = {file.path: file for file in value.files}
    missing = [path for path in wanted if path not in files]
    if missing:
        raise Broken(
            f"these files are missing: {', '.join(missing)}", "files were missing"
        )
    value.files = [files[path] for path in wanted]
    return _writable(value, {})


def fix(value: Codebase, before: dict[str, str]) -> Codebase:
    """Safe files that really change something."""
    value.files = [f for f in value.files if before.get(f.path) != f.content]
    if not value.files:
        raise Broken("change at least one file", "it changed nothing")
    return _writable(value, before)


def _writable(value: Codebase, before: dict[str, str]) -> Codebase:
    """Files that may be stored, and whose start line and pins can work.

    The code itself is tried in the sandbox.
    """
    try:
        merged(before, value)
    except BadCodebase as error:
        raise Broken(error.message, UNSAFE) from None
    _well_formed(value.files)
    return value


def _well_formed(files: Iterable[FileDraft]) -> None:
    for file in files:
        if file.path == "Procfile" and not _WEB.search(file.content):
            raise Broken(
                "Procfile needs a line like "
                "`web: uvicorn main:app --host 127.0.0.1 --port $PORT`",
                "the app had no way to start",
            )
        if file.path == "requirements.txt":
            _pinned(file.content)


def _pinned(content: str) -> None:
    lines = [line.split("#")[0].strip() for line in content.splitlines()]
    loose = [line for line in lines if line and not _PINNED.match(line)]
    if loose:
        raise Broken(
            f"pin every requirement as name==version; not pinned: {loose!r}",
            "a package was not pinned to a version",
        )
