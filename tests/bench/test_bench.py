"""The benchmark runs and says what it must; its figures are nobody's test."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bench.measuring import Samples, Spec, row, skipped
from bench.printing import table
from bench.rows import TOPICS

ROOT = Path(__file__).resolve().parents[2]
KEYS = set(
    "name unit ours floor floor_name ratio better target target_of met runs".split()
)
SPECS = [spec for topic in TOPICS for spec in topic.specs]


def test_every_row_has_its_own_name() -> None:
    assert len({spec.name for spec in SPECS}) == len(SPECS) >= 12
    assert len({topic.name for topic in TOPICS}) == len(TOPICS)


def test_a_row_is_the_ratio_of_two_medians() -> None:
    spec = Spec("a", "ms", "b", target=2)
    made = row(spec, Samples([3, 1, 2], [1, 1, 4]))
    assert (made.ours, made.floor, made.ratio, made.met) == (2, 1, 2, True)
    assert made.runs == 3


@pytest.mark.parametrize(("better", "met"), [("lower", False), ("higher", True)])
def test_a_target_is_met_from_its_better_side(better: str, met: bool) -> None:
    spec = Spec("a", "ms", "b", better, target=5, target_of="ours")  # type: ignore[arg-type]
    assert row(spec, Samples([6], [1])).met is met


def test_a_row_without_a_floor_or_without_a_part_is_still_a_row() -> None:
    spec = Spec("a", "s", "none", target=5, target_of="ours")
    assert row(spec, Samples([4])).met is True
    missing = skipped(spec, "no bubblewrap")
    assert missing.met is None
    assert "no bubblewrap" in table([missing])


@pytest.mark.timeout(110)
@pytest.mark.parametrize(
    "topic", ["help", "poll", "engine", "call", "documents", "sandbox", "export"]
)
def test_a_topic_runs_and_its_rows_have_every_key(topic: str, tmp_path: Path) -> None:
    out = tmp_path / "results.json"
    command = [sys.executable, "-m", "bench", "--quick", "--runs", "1"]
    subprocess.run([*command, "--only", topic, "--out", str(out)], check=True, cwd=ROOT)
    rows = json.loads(out.read_text())["rows"]
    assert rows
    for found in rows:
        assert set(found) >= KEYS
        assert found["ours"] is not None or found["note"]
        assert "failed" not in found["note"]
