"""`scripts/test`: what fails once is named, what fails twice stops a change."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/test"
ONCE = """
from pathlib import Path

def test_first():
    seen = Path(__file__).with_name("seen")
    is_again = seen.exists()
    seen.touch()
    assert is_again
"""
NEVER = "def test_{n}():\n    assert False\n"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Run a file with these tests as a part of the suite, outside this project."""
    monkeypatch.delenv("PYTEST_ADDOPTS", raising=False)
    script = runpy.run_path(str(SCRIPT))
    monkeypatch.setitem(script["pytest"].__globals__, "ROOT", tmp_path)

    def part(text: str) -> Any:
        (tmp_path / "test_it.py").write_text(text, encoding="utf-8")
        return script["run"]("a part", "-p", "no:randomly")

    return part


def test_what_passes_is_run_once(run: Callable[[str], Any]) -> None:
    part = run("def test_one():\n    assert True\n")
    assert (part.outcome, part.failed) == ("passed", False)


def test_what_passes_only_alone_is_named(run: Callable[[str], Any]) -> None:
    part = run(ONCE)
    assert part.outcome == "passed, but UNSTEADY: test_it.py::test_first"
    assert not part.failed


def test_what_fails_twice_has_failed(run: Callable[[str], Any]) -> None:
    assert run(ONCE + NEVER.format(n=1)).failed


def test_what_fails_in_many_places_is_not_tried_again(
    run: Callable[[str], Any], capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(ONCE + "".join(NEVER.format(n=n) for n in range(3))).failed
    assert "once more" not in capfd.readouterr().out


def test_a_part_without_tests_says_so(run: Callable[[str], Any]) -> None:
    assert run("").outcome == "there are no such tests"
