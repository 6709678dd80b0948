"""Which prepared answer a question gets."""

from __future__ import annotations

from cofounder.demo.idea_files import IdeaFile
from cofounder.demo.matching import AnswerBook

IDEA = IdeaFile(
    idea="A swap shelf.",
    answers={"target_user": "regulars", "problem": "queues", "money": "2 euros"},
    more=("thirty tables", "no wifi"),
)


def asked(book: AnswerBook, key: str, topic: str, **more: object) -> str | None:
    settings = {"required": True, "upcoming": (), **more}
    return book.answer({"topic": topic}, key=key, **settings)  # type: ignore[arg-type]


def test_a_topic_finds_its_answer_wherever_it_stands() -> None:
    book = AnswerBook(IDEA)
    assert asked(book, "1", "money") == "2 euros"
    assert asked(book, "2", "target_user") == "regulars"


def test_a_question_without_a_topic_takes_the_next_answer_in_order() -> None:
    book = AnswerBook(IDEA)
    assert asked(book, "1", "other", upcoming=["target_user"]) == "queues"
    assert asked(book, "2", "target_user") == "regulars"


def test_what_matches_nothing_takes_a_further_fact() -> None:
    book = AnswerBook(IDEA)
    assert asked(book, "1", "risk") == "thirty tables"
    assert asked(book, "2", "market") == "no wifi"
    assert asked(book, "3", "risk") == "regulars"


def test_when_nothing_is_left_an_optional_question_is_skipped() -> None:
    book = AnswerBook(IdeaFile(idea="A swap shelf."))
    assert asked(book, "1", "risk", required=False) is None


def test_when_nothing_is_left_a_required_question_hears_something_again() -> None:
    book = AnswerBook(IdeaFile("A shelf.", {"money": "2 euros", "problem": "queues"}))
    assert [asked(book, str(n), "other") for n in range(4)] == [
        "2 euros",
        "queues",
        "2 euros",
        "queues",
    ]
    assert asked(book, "5", "problem") == "queues"
    assert asked(AnswerBook(IdeaFile("A shelf.")), "1", "problem") == "A shelf."


def test_the_same_question_always_gets_the_same_answer() -> None:
    """A server that was killed may ask again what it was told."""
    book = AnswerBook(IDEA)
    first = asked(book, "1", "money")
    assert asked(book, "1", "money") == first
    assert book.spoken == ["A swap shelf.", "2 euros"]
