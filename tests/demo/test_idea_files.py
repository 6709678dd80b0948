"""Idea files: text and nothing else, and clear words about a bad one."""

from __future__ import annotations

from pathlib import Path

import pytest

from cofounder.demo.idea_files import BadIdeaFile, parse_idea, read_idea

SHIPPED = sorted(Path(__file__).parents[2].glob("examples/ideas/*.yaml"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_idea_is_read(path: Path) -> None:
    idea = read_idea(path)
    assert idea.idea
    assert idea.ignored == ()


def test_a_sentence_is_enough() -> None:
    idea = parse_idea('idea: "An app to lend tools to neighbours."')
    assert idea.idea == "An app to lend tools to neighbours."
    assert (idea.answers, idea.more, idea.change) == ({}, (), None)
    assert idea.plan == "recommended"


def test_values_stay_the_text_that_was_typed() -> None:
    """No number, date, boolean or template is made of a founder's words."""
    idea = parse_idea(
        "idea: 2026-01-01\nanswers:\n  money: 012\n  problem: yes\n  target_user: null\n"
        "more: [1e3, '{{ 7*7 }}', =SUM(A1)]"
    )
    assert idea.idea == "2026-01-01"
    assert idea.answers == {"money": "012", "problem": "yes", "target_user": "null"}
    assert idea.more == ("1e3", "{{ 7*7 }}", "=SUM(A1)")


def test_other_languages_and_scripts_are_kept() -> None:
    idea = parse_idea('idea: "パン屋の在庫 שלום — Bäckerei 🥐"')
    assert idea.idea == "パン屋の在庫 שלום — Bäckerei 🥐"


def test_unknown_keys_are_named_and_ignored() -> None:
    idea = parse_idea("idea: x\ncolour: red\n3: 4")
    assert idea.ignored == ("colour", "3")


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("proceed", None),
        ('{narrow: "only one shop"}', ("narrow", "only one shop")),
        ('{pivot: "sell to schools"}', ("pivot", "sell to schools")),
    ],
)
def test_a_decision_may_change_the_direction_once(
    text: str, change: tuple[str, str] | None
) -> None:
    assert parse_idea(f"idea: x\ndecision: {text}").change == change


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "idea"),
        ("- idea", "idea"),
        ("answers: {}", "idea"),
        ("idea: '  '", "idea"),
        ("idea: [a]", "idea"),
        ("idea: x\nanswers: [a]", "answers"),
        ("idea: x\nanswers: {money: [1]}", "answers.money"),
        ("idea: x\nmore: {a: b}", "more"),
        ("idea: x\nmore: [a, {b: c}]", "more[1]"),
        ("idea: x\ndecision: park", "decision"),
        ("idea: x\ndecision: {narrow: ''}", "decision.narrow"),
        ("idea: x\ndecision: {narrow: a, pivot: b}", "decision"),
        ("idea: x\nplan: [a]", "plan"),
        (f"idea: {'x' * 10_001}", "idea"),
    ],
)
def test_a_bad_file_is_told_by_its_field(text: str, named: str) -> None:
    with pytest.raises(BadIdeaFile) as refused:
        parse_idea(text)
    assert named in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "idea: !!python/object/apply:os.system ['touch hacked']",
        "idea: !!python/name:os.system ''",
        "idea: &a [*a]",
        "a: &a [x,x]\nb: &b [*a,*a]\nidea: [*b,*b]",
        "idea: 'open",
        "idea: x\n\tmore: y",
        "idea: \x00",
        "[" * 5_000,
    ],
)
def test_hostile_yaml_is_refused_and_nothing_of_it_runs(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadIdeaFile):
        parse_idea(text)
    assert not list(tmp_path.iterdir())


def test_a_missing_and_an_unreadable_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(BadIdeaFile, match=r"none\.yaml"):
        read_idea(tmp_path / "none.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("idea: Bäckerei".encode("latin-1"))
    with pytest.raises(BadIdeaFile, match="UTF-8"):
        read_idea(latin)
