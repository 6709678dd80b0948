"""The shipped ideas are of the form that the guide promises."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

IDEAS = sorted(Path(__file__).parents[2].glob("examples/ideas/*.yaml"))
TOPICS = {"target_user", "problem", "constraint", "money", "alternatives"}
HOSTILE = ["{{", "{%", "<script>", "<b>", "$x$", '"', "'", "🎲", "שלום"]


def read(path: Path) -> dict[str, Any]:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", IDEAS, ids=lambda path: path.stem)
def test_an_idea_file_has_the_promised_keys_only(path: Path) -> None:
    idea = read(path)
    assert set(idea) <= {"idea", "answers", "more", "decision", "plan"}
    assert idea["idea"].strip()
    assert set(idea.get("answers", {})) <= TOPICS
    spoken = [*idea.get("answers", {}).values(), *idea.get("more", [])]
    assert all(isinstance(text, str) and text.strip() for text in spoken)


def test_the_ideas_cover_what_founders_do() -> None:
    """Several trades, a bare sentence, a narrowed direction, a plan chosen by name."""
    ideas = [read(path) for path in IDEAS]
    assert len({idea["idea"] for idea in ideas}) == len(ideas) >= 8
    assert any(set(idea) == {"idea"} for idea in ideas)
    assert any(isinstance(idea.get("decision"), dict) for idea in ideas)
    assert any(idea.get("plan", "recommended") != "recommended" for idea in ideas)


def test_one_idea_carries_markup_templates_and_other_scripts_as_text() -> None:
    text = str(read(next(path for path in IDEAS if "templates" in path.stem)))
    assert not [mark for mark in HOSTILE if mark not in text]
