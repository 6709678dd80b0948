"""Execution options: their schema and their ids (PLAN-01, LLMC-05, ORC-60)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from cofounder.plans.ports import DraftOptions
from cofounder.plans.service import kebab, with_ids


def an_option(name: str = "Fast MVP", **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "is_recommended": False,
        "time_to_ship": "3-4 weeks",
        "engineering_cost": "$12-15k",
        "risk_level": "low",
        "scope_coverage": 70,
        "pros": ["quick", "cheap"],
        "cons": ["small", "rough"],
        "technical_approach": "FastAPI",
        "engineering_impact": "one engineer",
        "cost_note": "hosting is free",
        **more,
    }


def options(*many: dict[str, Any]) -> DraftOptions:
    return DraftOptions.model_validate({"options": list(many)})


RECOMMENDED = an_option(is_recommended=True)


def test_two_or_three_options_with_one_recommended_are_a_plan_set() -> None:
    assert len(options(RECOMMENDED, an_option("Best")).options) == 2
    assert (
        len(options(RECOMMENDED, an_option("Best"), an_option("Careful")).options) == 3
    )


@pytest.mark.parametrize(
    "many",
    [
        [RECOMMENDED],
        [RECOMMENDED, an_option("Best"), an_option("Careful"), an_option("Dear")],
        [an_option(), an_option("Best")],
        [RECOMMENDED, an_option("Best", is_recommended=True)],
        [RECOMMENDED, an_option("fast mvp ")],
    ],
    ids=["one", "four", "none recommended", "two recommended", "same name"],
)
def test_other_sets_are_refused(many: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        options(*many)


@pytest.mark.parametrize(
    "wrong",
    [
        {"cons": ["one"]},
        {"pros": ["p"] * 6},
        {"scope_coverage": 101},
        {"scope_coverage": -1},
        {"risk_level": "extreme"},
        {"pros": ["", "x"]},
    ],
)
def test_an_option_outside_its_bounds_is_refused(wrong: dict[str, Any]) -> None:
    """ORC-60: 1 con, 6 pros, coverage 101."""
    with pytest.raises(ValidationError):
        options(RECOMMENDED, an_option("Best", **wrong))


@pytest.mark.parametrize(
    ("name", "option_id"),
    [
        ("Fast MVP", "fast-mvp"),
        ("Full-Featured Launch", "full-featured-launch"),
        ("Café à la carte!", "cafe-a-la-carte"),
        ("  A & B  ", "a-b"),
        ("快速", "option"),
        ("<script>", "script"),
    ],
)
def test_ids_are_kebab_of_the_name(name: str, option_id: str) -> None:
    assert kebab(name) == option_id


def test_names_that_fall_together_get_different_ids() -> None:
    draft = options(
        an_option("快速", is_recommended=True), an_option("稳妥"), an_option("Option 2")
    )
    made = [option["id"] for option in with_ids(draft.options)]
    assert made == ["option", "option-2", "option-2-2"]
    assert len(set(made)) == 3
