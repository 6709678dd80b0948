"""Stable ids of listed items and the references between documents (DOCU-02)."""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.items import (
    Flag,
    assign_ids,
    flags_of,
    links_from,
    targets_of,
)

SCOPE = ArtifactType.MVP_SCOPE


def scope(*names: str) -> dict[str, Any]:
    return {"core_features": [{"name": name, "description": "d"} for name in names]}


def ids(content: dict[str, Any], **more: Any) -> list[str]:
    return assign_ids(SCOPE, content, **more)["core_features"]


def test_an_item_keeps_its_id_by_its_name_wherever_it_stands() -> None:
    before, known = scope("Stock", "Orders"), {"core_features": ["F1", "F2"]}
    more = {"before": before, "before_ids": known}
    assert ids(scope("orders ", "New", "Stock"), **more) == ["F2", "F3", "F1"]


def test_an_edited_item_keeps_its_id_by_its_place() -> None:
    before, known = scope("Stock", "Orders"), {"core_features": ["F1", "F2"]}
    more = {"before": before, "before_ids": known}
    assert ids(scope("Stock list", "Orders"), by_place=True, **more) == ["F1", "F2"]
    assert ids(scope("Stock list", "Orders"), **more) == ["F3", "F2"]


def test_an_id_is_never_given_again() -> None:
    known = {"core_features": ["F1"]}
    more = {"before": scope("Stock"), "before_ids": known, "used": ["F1", "F7"]}
    assert ids(scope("Stock", "Other"), **more) == ["F1", "F8"]


def test_two_items_of_one_name_have_two_ids() -> None:
    known = {"core_features": ["F1"]}
    more = {"before": scope("Stock"), "before_ids": known}
    assert ids(scope("Stock", "Stock"), **more) == ["F1", "F2"]


def test_only_labels_that_exist_become_references() -> None:
    made = {"milestones": ["M1", "M2"]}
    labels = {"milestones/0": ["F1", "F9", "F1"], "milestones/5": ["F1"]}
    assert links_from(labels, made, ["F1", "F2"]) == {"M1": ["F1"]}


def test_what_refers_to_nothing_or_to_something_gone_is_flagged() -> None:
    content = {"milestones": [{"title": "One"}, {"title": "Two"}]}
    item_ids = {"milestones": ["M1", "M2"]}
    links = {"M1": ["F1", "F2"]}
    assert flags_of(ArtifactType.MILESTONES, content, item_ids, links, ["F1"]) == [
        Flag("M1", "milestones/0", "gone", "F2"),
        Flag("M2", "milestones/1", "missing"),
    ]


def test_the_value_proposition_and_points_of_difference_can_be_referred_to() -> None:
    brief = {"value_proposition": "Always in stock", "differentiation_points": ["Fast"]}
    found = targets_of(ArtifactType.BRIEF, brief, {"differentiation_points": ["D1"]})
    assert [(t.id, t.path) for t in found] == [
        ("V1", "value_proposition"),
        ("D1", "differentiation_points/0"),
    ]
