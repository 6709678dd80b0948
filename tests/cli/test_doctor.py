"""`cofounder doctor`: each part in words, with the command that repairs it."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from cofounder.commands.findings import Finding, State
from cofounder.commands.looking import (
    look_at_data,
    look_at_database,
    look_at_model,
    look_at_wheels,
)
from cofounder.settings import Settings
from tests.cli.commands import cofounder

KEYLESS = "anthropic:claude-sonnet-4-5"


def settings(folder: Path, **more: Any) -> Settings:
    return Settings(data_dir=folder, wheel_store=folder / "wheels", **more)


def examined(folder: Path, **more: str) -> tuple[int, dict[str, dict[str, Any]]]:
    """The exit code and each check by its name."""
    done = cofounder("doctor", "--json", data_dir=folder, **more)
    report = json.loads(done.stdout)
    assert report["ok"] is (done.returncode == 0)
    return done.returncode, {check["name"]: check for check in report["checks"]}


def test_without_bubblewrap_the_sandbox_is_the_problem_and_the_fix_is_named(
    tmp_path: Path,
) -> None:
    """CLI-01; everything else is still looked at."""
    code, checks = examined(tmp_path, COFOUNDER_BWRAP=str(tmp_path / "missing"))
    assert code == 1
    assert checks["sandbox"]["state"] == "problem"
    assert "apt-get install bubblewrap" in checks["sandbox"]["fix"]
    assert checks["model"]["state"] == "note"
    assert checks["data folder"]["state"] == "ok"


@pytest.mark.sandbox
def test_a_healthy_machine_has_no_problem_and_no_model_is_only_a_note(
    tmp_path: Path, wheel_store: Path
) -> None:
    """CLI-02."""
    code, checks = examined(tmp_path, COFOUNDER_WHEEL_STORE=str(wheel_store))
    assert code == 0, checks
    assert checks["sandbox"]["state"] == "ok"
    assert checks["demo packages"]["state"] == "ok"
    assert "demo mode" in checks["model"]["message"]


def test_the_words_are_for_people(tmp_path: Path) -> None:
    bwrap = str(tmp_path / "missing")
    done = cofounder("doctor", data_dir=tmp_path, COFOUNDER_BWRAP=bwrap)
    assert done.returncode == 1
    assert "PROBLEM  sandbox" in done.stdout
    assert "Fix: " in done.stdout
    assert "found." in done.stdout.splitlines()[-1]


async def test_a_database_that_is_not_there_yet_is_only_noted(tmp_path: Path) -> None:
    found = await look_at_database(settings(tmp_path))
    assert found.state is State.NOTE


async def test_a_damaged_database_file_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "cofounder.db").write_bytes(b"SQLite format 3\0" + b"\xff" * 4_096)
    found = await look_at_database(settings(tmp_path))
    assert found.state is State.PROBLEM
    assert "backup" in str(found.fix)


async def test_a_sound_database_file_is_told_with_its_mode(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "cofounder.db").close()
    with sqlite3.connect(tmp_path / "cofounder.db") as connection:
        connection.execute("CREATE TABLE t (a)")
    connection.close()
    found = await look_at_database(settings(tmp_path))
    assert found.state is State.OK
    assert "WAL" in found.message


async def test_a_postgres_that_does_not_answer_is_a_problem(tmp_path: Path) -> None:
    url = "postgresql://nobody@127.0.0.1:1/none"
    found = await look_at_database(settings(tmp_path, database_url=url))
    assert found.state is State.PROBLEM
    assert "COFOUNDER_DATABASE_URL" in str(found.fix)


async def test_the_data_folder_is_told_with_its_space(tmp_path: Path) -> None:
    found = await look_at_data(settings(tmp_path / "not" / "there"))
    assert found.state in (State.OK, State.PROBLEM)
    assert "GiB free" in found.message


@pytest.mark.parametrize(
    ("chosen", "state", "named"),
    [
        ({}, State.NOTE, "demo mode"),
        ({"model": KEYLESS}, State.PROBLEM, "COFOUNDER_MODEL_API_KEY"),
        ({"model": KEYLESS, "model_api_key": "k"}, State.OK, KEYLESS),
        ({"model": "gpt"}, State.PROBLEM, "provider:model"),
        ({"model": "ollama:qwen3"}, State.OK, "not called"),
    ],
)
async def test_the_model_is_looked_at_without_a_call(
    tmp_path: Path, chosen: dict[str, Any], state: State, named: str
) -> None:
    found: Finding = await look_at_model(settings(tmp_path, **chosen))
    assert found.state is state
    assert named in found.message


async def test_missing_demo_packages_are_a_problem_in_demo_mode_only(
    tmp_path: Path,
) -> None:
    found = await look_at_wheels(settings(tmp_path))
    assert (found.state, found.fix) == (State.PROBLEM, "cofounder setup")
    found = await look_at_wheels(settings(tmp_path, model=KEYLESS))
    assert found.state is State.NOTE


def test_set_up_without_an_index_warns_and_only_fails_when_strict(
    tmp_path: Path,
) -> None:
    """Nothing that goes wrong in set-up stops the command that called it."""
    nowhere = {
        "COFOUNDER_WHEEL_STORE": str(tmp_path / "wheels"),
        "PIP_INDEX_URL": "http://127.0.0.1:1/simple",
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_RETRIES": "0",
    }
    done = cofounder("setup", data_dir=tmp_path, **nowhere)
    assert done.returncode == 0
    assert "could not be fetched" in done.stderr
    assert cofounder("setup", "--strict", data_dir=tmp_path, **nowhere).returncode == 1
