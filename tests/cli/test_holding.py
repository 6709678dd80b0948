"""One server for a data folder, and how the others learn about it."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import asdict
from pathlib import Path

import pytest

from cofounder.commands.holding import (
    FILE,
    RunningServer,
    announce,
    holding,
    process_start,
    running_server,
    withdraw,
)
from cofounder.commands.running import HELD, Stop

URL = "http://127.0.0.1:8765"


def test_a_second_holder_is_refused_with_3_and_told_who_holds_it(
    tmp_path: Path,
) -> None:
    """security.md 7.2."""
    with holding(tmp_path):
        announce(tmp_path, URL, "1")
        with pytest.raises(Stop) as stopped, holding(tmp_path):
            pass
        assert stopped.value.code == HELD == 3
        assert str(os.getpid()) in stopped.value.message
        assert URL in stopped.value.message
    with holding(tmp_path):
        pass


def test_a_holder_that_is_still_starting_is_named_by_its_process(
    tmp_path: Path,
) -> None:
    with holding(tmp_path), pytest.raises(Stop) as stopped, holding(tmp_path):
        pass
    assert f"process {os.getpid()}, which is starting" in stopped.value.message


def test_what_was_announced_is_found_until_it_is_withdrawn(tmp_path: Path) -> None:
    announce(tmp_path, URL, "1.2.3")
    found = running_server(tmp_path)
    assert found is not None
    assert (found.url, found.pid, found.version) == (URL, os.getpid(), "1.2.3")
    withdraw(tmp_path)
    assert not (tmp_path / FILE).exists()
    assert running_server(tmp_path) is None


def leave_behind(folder: Path, pid: int, started: str) -> None:
    server = RunningServer(URL, pid, "1", started)
    (folder / FILE).write_text(json.dumps(asdict(server)), encoding="utf-8")


def test_a_file_left_behind_by_a_dead_process_counts_for_nothing(
    tmp_path: Path,
) -> None:
    # It ends when its input does, not before it was looked at.
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        started = process_start(process.pid)
        assert started
    leave_behind(tmp_path, process.pid, started)
    assert running_server(tmp_path) is None


def test_a_later_process_with_the_same_id_is_not_taken_for_the_server(
    tmp_path: Path,
) -> None:
    leave_behind(tmp_path, os.getpid(), "1")
    assert running_server(tmp_path) is None
    withdraw(tmp_path)
    assert (tmp_path / FILE).exists()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"url": "x"}', '{"pid": "x"}'])
def test_a_broken_file_counts_for_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    assert running_server(tmp_path) is None


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(Stop) as stopped, holding(tmp_path / "file" / "data"):
        pass
    assert "--data-dir" in stopped.value.message
