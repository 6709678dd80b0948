"""The import contracts hold something: planted violations break them.

The contracts themselves are in pyproject.toml and run by `lint-imports`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SOURCE

LINT = Path(sys.executable).with_name("lint-imports")
PLANTED = {
    "a domain package that knows the web framework": (
        {"accounts/planted.py": "import fastapi"},
        "cofounder.accounts is not allowed to import fastapi",
    ),
    "a domain package that picks a sandbox backend": (
        {
            "sandbox/__init__.py": "",
            "sandbox/backends/__init__.py": "",
            "builds/planted.py": "import cofounder.sandbox.backends",
        },
        "cofounder.builds is not allowed to import cofounder.sandbox.backends",
    ),
    "an engine call outside workflows": (
        {"runs/planted.py": "import dbos"},
        "cofounder.runs is not allowed to import dbos",
    ),
    "a model call outside agents": (
        {"web/planted.py": "import pydantic_ai"},
        "cofounder.web is not allowed to import pydantic_ai",
    ),
    "a lower layer that knows an upper one": (
        {"errors.py": "import cofounder.ids", "ids.py": "import cofounder.projects"},
        "cofounder.ids is not allowed to import cofounder.projects",
    ),
    "a module that no layer names": (
        {"stray.py": "import cofounder.errors"},
        "cofounder.stray",
    ),
    "a preview proxy that reaches the database through others": (
        {
            "previews/__init__.py": "import sqlalchemy",
            "web/preview_proxy/__init__.py": "import cofounder.previews",
        },
        "cofounder.web.preview_proxy is not allowed to import sqlalchemy",
    ),
}


def lint(folder: Path) -> str:
    """What `lint-imports` says about the tree in `folder`."""
    # Our own installation is editable: the copy has to come first on the path.
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    done = subprocess.run(
        [str(LINT), "--no-cache"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return " ".join((done.stdout + done.stderr).split())


def a_tree(folder: Path, files: dict[str, str]) -> None:
    """A copy of the top of our tree with empty packages and `files`."""
    package = folder / "cofounder"
    package.mkdir()
    for path in SOURCE.glob("*.py"):
        if path.stem in {"__init__", "errors", "ids", "clock"}:
            shutil.copy(path, package / path.name)
    for name, text in {"projects/__init__.py": "", **files}.items():
        path = package / name
        path.parent.mkdir(parents=True, exist_ok=True)
        for parent in [path.parent, *path.parent.parents]:
            if parent == package:
                break
            (parent / "__init__.py").touch()
        path.write_text(text + "\n", encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", folder)


@pytest.mark.parametrize(("files", "complaint"), PLANTED.values(), ids=PLANTED.keys())
def test_a_planted_import_breaks_its_contract(
    tmp_path: Path, files: dict[str, str], complaint: str
) -> None:
    a_tree(tmp_path, files)
    assert complaint in lint(tmp_path)


def test_the_same_tree_without_it_keeps_every_contract(tmp_path: Path) -> None:
    a_tree(tmp_path, {})
    assert "0 broken" in lint(tmp_path)
