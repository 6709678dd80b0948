"""The files of a composed app (PIPE-02, PIPE-05, PROD-10)."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cofounder.agents.composer.codebase import compose_files
from cofounder.agents.composer.product import compose_product
from cofounder.agents.composer.requirements import DEMO_REQUIREMENTS
from cofounder.builds.ports import MAX_FILE_BYTES, MAX_FILES
from tests.agents.stories import STORIES, wish

OWN_WORDS = {"README.md", "app/data/product.json", "app/data/words.json"}
COLOURS = {"app/static/app.css", "app/static/icon.svg"}


def files(name: str) -> dict[str, str]:
    return compose_files(compose_product(wish(name)))


def test_the_workspace_holds_everything_a_build_needs() -> None:
    """PIPE-02, PIPE-05: a start entry on `$PORT` at loopback, settings, tests."""
    made = files("bakery")
    assert {"README.md", ".env.example", "requirements.txt"} <= set(made)
    assert made["Procfile"] == (
        "web: python -m uvicorn app.main:app --host 127.0.0.1 --port $PORT\n"
    )
    assert any(path.startswith("tests/test_") for path in made)
    assert len(made) <= MAX_FILES
    assert all(len(text.encode()) <= MAX_FILE_BYTES for text in made.values())


def test_requirements_are_complete_and_exact() -> None:
    assert files("bakery")["requirements.txt"].split() == list(DEMO_REQUIREMENTS)
    assert all(re.fullmatch(r"[a-z0-9-]+==[0-9.]+", one) for one in DEMO_REQUIREMENTS)


def test_the_requirements_can_be_read_without_side_effects() -> None:
    """The set-up reads the list before anything else is there."""
    code = (
        "import sys; from cofounder.agents.composer import requirements;"
        "print(sorted(m for m in sys.modules if m.startswith('cofounder')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert "cofounder.agents.fake" not in done.stdout
    assert "cofounder.db" not in done.stdout


@pytest.mark.parametrize("name", STORIES)
def test_founder_text_never_becomes_code_or_a_template(name: str) -> None:
    """PROD-10: the words are in data files; every other file is the same for all."""
    made, other = files(name), files("dog walking")
    assert set(made) == set(other)
    differing = {path for path in made if made[path] != other[path]}
    assert differing <= OWN_WORDS | COLOURS
    for path in COLOURS:
        first, second = (re.sub(r"[\d.]+", "0", one[path]) for one in (made, other))
        assert first == second
    assert json.loads(made["app/data/product.json"])["promise"]


def test_the_code_is_valid_for_every_supported_python() -> None:
    for path, text in files("bakery").items():
        if path.endswith(".py"):
            ast.parse(text, path, feature_version=(3, 9))


def test_the_code_is_clean(tmp_path: Path) -> None:
    """What a founder gets is what a good engineer ships: linted and formatted."""
    for path, text in files("bakery").items():
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    options = ["--isolated", "--target-version", "py39", "--line-length", "88"]
    own = 'lint.isort.known-first-party=["app", "tests"]'
    rules = ["--select", "E,F,W,I,B,C4,PT,RET,SIM,PIE", "--config", own]
    for command in (["check", *rules], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options, str(tmp_path)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_readme_shows_founder_words_literally() -> None:
    readme = files("hostile")["README.md"]
    assert "<script>" not in readme
    assert "demo mode" in readme
    assert "Ingredients" in files("bakery")["README.md"]


def test_each_language_has_every_word() -> None:
    words = [
        json.loads(files(name)["app/data/words.json"])
        for name in ("bakery", "german", "beekeeping")
    ]
    assert words[0].keys() == words[1].keys() == words[2].keys()
    assert len({one["dashboard"] for one in words}) == 3
