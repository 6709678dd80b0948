"""`cofounder demo`, once, with the most hostile of the shipped ideas."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cofounder.demo.journey import STAGE_NAMES
from cofounder.demo.screenshot import find_browser
from tests.cli.commands import cofounder

IDEAS = Path(__file__).parents[2] / "examples/ideas"

pytestmark = [pytest.mark.sandbox, pytest.mark.slow_journey]


@pytest.fixture(scope="module")
def done(
    tmp_path_factory: pytest.TempPathFactory, wheel_store: Path
) -> subprocess.CompletedProcess[str]:
    """The demo's end; its results are in the working folder `out` of its arguments."""
    folder = tmp_path_factory.mktemp("demo")
    idea = folder / "idea.yaml"
    text = (IDEAS / "quotes-and-templates.yaml").read_text(encoding="utf-8")
    idea.write_text(f"{text}\nmood: cheerful\n", encoding="utf-8")
    return cofounder(
        *("demo", "--json", "--idea-file", str(idea), "--out", str(folder / "out")),
        data_dir=folder / "unused",
        COFOUNDER_WHEEL_STORE=str(wheel_store),
    )


@pytest.fixture
def report(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one JSON object on stdout."""
    return json.loads(done.stdout)


def test_the_whole_journey_holds(
    done: subprocess.CompletedProcess[str], report: dict[str, Any]
) -> None:
    assert done.returncode == 0, done.stderr
    assert [s["name"] for s in report["stages"]] == ["server", *STAGE_NAMES]
    assert all(stage["ok"] for stage in report["stages"])
    assert report["build_version"] == "build_v0_1"
    assert report["preview_url"] == f"http://{report['preview_host']}/"
    assert (report["llm_calls"], report["cost"]) > (5, 0)
    assert "mood" in done.stderr


def test_what_it_made_is_kept(report: dict[str, Any]) -> None:
    with zipfile.ZipFile(report["app_zip"]) as archive:
        assert "README.md" in archive.namelist()
    documents = Path(report["app_zip"]).parent / "documents"
    assert {path.stem for path in documents.iterdir()} == {
        artifact["type"] for artifact in report["artifacts"]
    }
    if find_browser() is not None:
        assert Path(report["screenshot"]).read_bytes().startswith(b"\x89PNG")


def test_nothing_of_it_stays_running(report: dict[str, Any]) -> None:
    out = str(Path(report["app_zip"]).parent).encode()
    left = [
        path.parent.name
        for path in Path("/proc").glob("[0-9]*/cmdline")
        if out in _bytes(path)
    ]
    assert not left


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def test_a_bad_idea_file_ends_with_2_and_names_the_field(tmp_path: Path) -> None:
    idea = tmp_path / "idea.yaml"
    idea.write_text("idea: x\ndecision: park", encoding="utf-8")
    done = cofounder("demo", "--idea-file", str(idea), data_dir=tmp_path)
    assert done.returncode == 2
    assert "decision" in done.stderr
    assert done.stdout == ""
