"""One path, checked by the schema: what may be set and what may not (VERS-06)."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.editable import MODELS, replaced
from cofounder.artifacts.errors import WrongValue

SCOPE = MODELS[ArtifactType.MVP_SCOPE]
GRAPH = MODELS[ArtifactType.STRATEGY_GRAPH]
CONTENT: dict[str, Any] = {
    "_schema_version": 1,
    "core_features": [
        {"name": "Orders", "description": "Take orders", "priority": "high"},
        {"name": "Lists", "description": "Print lists", "priority": "low"},
    ],
    "out_of_scope": ["Payments"],
    "success_metrics": ["Ten bakers"],
    "technical_architecture": None,
    "scalability_plan": None,
}
NODES: dict[str, Any] = {
    "nodes": [
        {
            "id": "a1",
            "type": "anchor",
            "label": "bread",
            "description": "Why",
            "status": "validated",
        }
    ],
    "edges": [],
    "anchor_phrases": ["bread"],
    "note": None,
}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("core_features/1/name", "Shopping lists"),
        ("core_features/0/priority", "medium"),
        ("core_features/0", {"name": "A", "description": "B", "priority": "low"}),
        ("out_of_scope/0", "Cards"),
        ("out_of_scope", ["Cards", "Refunds"]),
        ("technical_architecture", "One small server"),
    ],
)
def test_a_place_of_the_schema_is_set_and_nothing_else_changes(
    path: str, value: Any
) -> None:
    new = replaced(SCOPE, CONTENT, path, value)
    found: Any = new
    for part in path.split("/"):
        found = found[int(part) if part.isdigit() else part]
    assert found == value
    section = path.split("/", maxsplit=1)[0]
    assert {k: v for k, v in new.items() if k != section} == {
        k: v for k, v in CONTENT.items() if k != section
    }


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("_schema_version", 2, "section_path"),
        ("nothing", "x", "section_path"),
        ("", "x", "section_path"),
        ("core_features/2", {}, "section_path"),
        ("core_features/-1", {}, "section_path"),
        ("core_features/x", {}, "section_path"),
        ("core_features/0/colour", "red", "section_path"),
        ("core_features/0/name/0", "x", "section_path"),
        ("technical_architecture/0", "x", "section_path"),
        ("core_features/0/name", "", "core_features/0/name"),
        ("core_features/0/name", "   ", "blanks"),
        ("core_features/0/name", "n" * 201, "200 characters"),
        ("core_features/0/name", 7, "core_features/0/name"),
        ("core_features/0/priority", "urgent", "core_features/0/priority"),
        ("core_features", [], "core_features"),
        ("core_features", "text", "core_features"),
        ("core_features/0", {"name": "only"}, "core_features/0/description"),
        ("out_of_scope", {"0": "x"}, "out_of_scope"),
        ("technical_architecture", "x" * 50_000, "10000 characters"),
        ("technical_architecture", None, "new_value"),
        ("technical_architecture", "a\x00b", "NUL"),
        ("technical_architecture", "a\ud800b", "Unicode"),
        ("out_of_scope", ["fine", "\ud800"], "new_value/1"),
    ],
)
def test_trap_20_anything_else_is_refused_by_the_name_of_the_field(
    path: str, value: Any, says: str
) -> None:
    with pytest.raises(WrongValue, match=says):
        replaced(SCOPE, CONTENT, path, value)


def test_fields_the_schema_does_not_know_are_refused_and_ids_stay_ours() -> None:
    node = NODES["nodes"][0]
    with pytest.raises(WrongValue, match="colour"):
        replaced(GRAPH, NODES, "nodes/0", {**node, "colour": "red"})
    for path, value in [
        ("nodes/0/id", "b2"),
        ("nodes/0", {**node, "id": "b2"}),
        ("nodes", []),
    ]:
        with pytest.raises(WrongValue, match="ids are ours"):
            replaced(GRAPH, NODES, path, value)
    assert replaced(GRAPH, NODES, "nodes/0/label", "rye")["nodes"][0]["label"] == "rye"


@pytest.mark.parametrize("mark", ["confidence_scores", "confidence_reasons"])
def test_our_confidence_in_a_section_is_ours_to_say(mark: str) -> None:
    brief = {"_schema_version": 1, "confidence_scores": {}, "confidence_reasons": {}}
    with pytest.raises(WrongValue, match="section_path"):
        replaced(MODELS[ArtifactType.IDEA_BRIEF], brief, mark, {"risks": "strong"})


MILESTONE = {
    "title": "First bread",
    "description": "d" * 2_000,
    "success_criteria": ["c" * 2_000] * 6,
    "estimated_weeks": 2,
}


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        ("milestones/0/estimated_weeks", "3", "estimated_weeks"),
        ("milestones", [MILESTONE] * 4, "altogether"),
    ],
)
def test_no_text_becomes_a_number_and_long_lines_have_a_limit_together(
    path: str, value: Any, says: str
) -> None:
    content = {
        "_schema_version": 1,
        "milestones": [MILESTONE],
        "critical_path": ["First bread"],
        "total_duration_weeks": 2,
    }
    model = MODELS[ArtifactType.MILESTONES]
    assert replaced(model, content, "milestones", [MILESTONE] * 3)
    with pytest.raises(WrongValue, match=says):
        replaced(model, content, path, value)
