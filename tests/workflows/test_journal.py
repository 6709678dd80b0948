"""The journal: what goes in comes back, and a planted row is never code."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from cofounder import ids
from cofounder.builds.ports import FileDraft
from cofounder.errors import Conflict
from cofounder.runs.calls import Usage
from cofounder.runs.errors import DailyTokensUsed, ModelFailed, RunOver
from cofounder.workflows.journal import JournalSerializer

JOURNAL = JournalSerializer()


def there_and_back(value: Any) -> Any:
    return JOURNAL.deserialize(JOURNAL.serialize(value))


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        -3,
        1.5,
        "Zwölf 🥐 \x00 <b>",
        ["a", ["b", None]],
        {"a": {"b": [1]}},
        ("a", ("b",), [("c",)]),
        {"$t": "os:system", "v": ["x"]},
        {1: "a", ("x", 2): {"$d": []}},
        {"args": ("run",), "kwargs": {}},
        Usage(model="m", input_tokens=3, cost_microdollars=None),
        [FileDraft(path="app/main.py", content="print()")],
        "a lone surrogate \ud800",
    ],
)
def test_data_comes_back_as_it_was(value: Any) -> None:
    back = there_and_back(value)
    assert back == value
    assert type(back) is type(value)


def test_what_is_stored_is_readable_and_can_be_stored() -> None:
    """No value leaves text that a database refuses."""
    assert JOURNAL.serialize({"a": "Brötchen"}) == '{"a": "Brötchen"}'
    JOURNAL.serialize("\ud800").encode()


def test_a_failure_of_ours_comes_back_by_its_class_and_words() -> None:
    back = there_and_back(ModelFailed("It was cut off."))
    assert type(back) is ModelFailed
    assert str(back) == "It was cut off."
    assert type(there_and_back(ValueError("no", 3))) is ValueError


def test_a_failure_with_a_constructor_of_its_own_comes_back_as_words() -> None:
    back = there_and_back(DailyTokensUsed(10, 5))
    assert type(back) is RuntimeError
    assert "(10/5)" in str(back)
    assert isinstance(there_and_back(RunOver()), RunOver | RuntimeError)


def test_a_failure_of_somebody_elses_is_kept_as_words() -> None:
    """Its class could not be named when it is read; the step is not stuck by that."""

    class Foreign(Conflict):
        pass

    for error in (json.JSONDecodeError("bad", "{", 0), Foreign("not ours")):
        back = there_and_back(error)
        assert type(back) is RuntimeError
        assert type(error).__name__ in str(back)


@dataclass
class NotOurs:
    command: str


@pytest.mark.parametrize("value", [object(), {1, 2}, NotOurs("ls"), ids.new_id(), b"x"])
def test_what_is_no_data_is_refused_when_it_is_written(value: Any) -> None:
    with pytest.raises(TypeError):
        JOURNAL.serialize(value)


@pytest.mark.parametrize(
    "planted",
    [
        {"$t": "os:system", "v": "touch /tmp/owned"},
        {"$t": "subprocess:Popen", "v": ["ls"]},
        {"$t": "cofounder.workflows.journal:importlib.import_module", "v": "os"},
        {"$t": "cofounder.workflows.journal:json.JSONDecoder", "v": {}},
        {"$t": "cofounder.workflows.journal:encode", "v": {}},
        {"$t": "cofounder.workflows.journal:JournalSerializer", "v": {}},
        {"$t": "cofounder.runs.states:RunKind", "v": "build"},
        {"$t": "cofounder.cli.__main__:Anything", "v": {}},
        {"$t": "pydantic_ai.__main__:cli_exit", "v": {}},
        {"$t": "cofounderx.evil:Class", "v": {}},
        {"$t": "cofounder.no_such_module:Class", "v": {}},
        {"$t": "", "v": {}},
        {"$t": "cofounder.runs.calls:Usage"},
        {"$t": "cofounder.runs.calls:Usage", "v": {"model": "m"}, "more": 1},
        {"$x": "os:system", "v": ["ls"]},
        {"$x": "builtins:exec", "v": ["import os"]},
        {"$x": "builtins:SystemExit", "v": ["0"]},
        {"$x": "builtins:KeyboardInterrupt", "v": []},
        {"$x": "builtins:object", "v": []},
        {"$y": 1},
        [{"deep": {"$tuple": [{"$t": "os:system", "v": "x"}]}}],
        {"$d": [[{"$t": "os:system", "v": "x"}, 1]]},
    ],
)
def test_a_planted_tag_is_refused_and_reaches_nothing(planted: Any) -> None:
    with pytest.raises(ValueError, match=r"journal|class of ours|no data|version|fail"):
        JOURNAL.deserialize(json.dumps(planted))


def test_the_format_has_a_name_beside_every_value() -> None:
    assert JOURNAL.name() == "cofounder_json_1"
