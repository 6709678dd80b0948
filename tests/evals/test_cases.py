"""The cases themselves: different people, and facts that can be found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from evals.cases import CaseError, load_all
from pydantic import ValidationError

from tests.evals.test_noticing import FACTS, a_case

CASES = load_all()


def test_there_are_enough_cases_of_different_fields_and_languages() -> None:
    assert len(CASES) >= 14
    assert len({case.field for case in CASES}) == len(CASES)
    assert {case.language for case in CASES} >= set("en de es fr pt pl ar ja".split())
    assert {case.tier.value for case in CASES} == {
        "bootstrapper",
        "partner",
        "cto_scale",
    }


def test_the_cases_hold_every_kind_of_trouble() -> None:
    assert all(case.hidden for case in CASES)
    assert sum(bool(case.contradictions) for case in CASES) >= 4
    assert any(case.injection for case in CASES)
    assert any(case.edit for case in CASES)
    assert {case.decision.kind for case in CASES} >= {"proceed", "narrow"}
    how = {fact.how for case in CASES for fact in case.facts}
    assert how == {"answer", "skip", "you_decide"}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"facts": FACTS[1:]}, "nothing to say about target_user"),
        ({"facts": [*FACTS, FACTS[0]]}, "the same id"),
        (
            {
                "facts": [
                    *FACTS,
                    {"id": "x", "topic": "risk", "says": "y", "hidden": True},
                ]
            },
            "keys",
        ),
        ({"facts": [*FACTS, {"id": "x", "topic": "risk"}]}, "says"),
        (
            {"contradictions": [{"facts": ["who", "ghost"], "noticed": ["a", "b"]}]},
            "ghost",
        ),
        ({"edit": {"fact": "ghost", "becomes": "x"}}, "ghost"),
        ({"langauge": "en"}, "langauge"),
    ],
)
def test_a_case_that_does_not_hang_together_is_refused(
    wrong: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        a_case(**wrong)


def test_a_case_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match=r"no case nobody; there are: .*repair-cafe"):
        load_all(["nobody"])
    (tmp_path / "torn.yaml").write_text("idea: [", encoding="utf-8")
    with pytest.raises(CaseError, match=r"torn\.yaml"):
        load_all(folder=tmp_path)
