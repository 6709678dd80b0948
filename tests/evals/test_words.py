"""Telling languages, quotations, sentences and dates apart."""

from __future__ import annotations

import pytest
from evals.answers import value_of
from evals.scores.evidence import is_verbatim
from evals.scores.plans import has_date
from evals.scores.wording import lix
from evals.words import language_of, sentences_of, size, unquoted


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Who would use it first, and what goes wrong with it today?"),
        ("de", "Wer würde das zuerst benutzen, und was geht heute nicht?"),
        ("es", "¿Quién sería el primero y qué pasa hoy con los pedidos?"),
        ("fr", "Qui serait le premier, et qu'est-ce que vous faites avec les listes ?"),
        ("pt", "Quem seria o primeiro, e qual é o problema dos ensaios hoje?"),
        ("pl", "Kto to jest i co się dzisiaj nie udaje przy tym, jak pracują?"),
        ("ar", "من سيستعمل هذا أولاً؟"),
        ("ja", "最初に使うのは誰ですか。予約は何件ありますか。"),
        ("zh", "谁会先使用这个产品呢"),
        (None, "Zzz qqq"),
        (None, "42"),
    ],
)
def test_a_language_is_told_by_its_script_and_small_words(
    code: str | None, text: str
) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("quoted", ["“we”", "„wir“", "«nous»", "「私たち」", '"we"'])
def test_a_quotation_is_not_our_voice(quoted: str) -> None:
    assert unquoted(f"a {quoted} b").split() == ["a", "b"]


def test_an_apostrophe_opens_no_quotation() -> None:
    assert "build" in unquoted("We’ll build what’s missing")


@pytest.mark.parametrize(
    "text",
    """by 2027|on 3 May|May 3|am 3. März|le 1er juillet|Q3|1.5.26|3 de octubre
    2026-05-01|10月3日|3 stycznia""".replace("\n", "|").split("|"),
)
def test_a_date_is_found_in_every_language_we_know(text: str) -> None:
    assert has_date(f"Done {text}.")


@pytest.mark.parametrize("text", ["Week 3", "It may work", "1,000 users", "$25", "3-4"])
def test_a_figure_is_no_date(text: str) -> None:
    assert not has_date(text)


def test_a_verbatim_quote_forgives_line_ends_and_composition_only() -> None:
    """PROV-03."""
    assert is_verbatim("caf\u00e9\nopen", ["the cafe\u0301\r\nopen"])
    assert not is_verbatim("Cafe", ["cafe"])
    assert not is_verbatim(" ", [" a "])
    assert not is_verbatim("", ["a"])


def test_length_counts_words_and_pairs_of_japanese_characters() -> None:
    assert size("two words") == 2
    assert size("蕎麦教室の予約") == 3


def test_reading_level_is_words_per_sentence_and_share_of_long_words() -> None:
    assert lix("We bake. We sell.") == 2
    assert lix("Extraordinary considerations") == 102
    assert lix("") == 0
    assert len(sentences_of("One. Two! 三。")) == 3


@pytest.mark.parametrize(
    ("answer", "value"),
    [
        ('{"a": 1}', {"a": 1}),
        ('[{"parts": [{"part_kind": "tool-call", "args": "{\\"a\\": 1}"}]}]', {"a": 1}),
        ('[{"parts": [{"part_kind": "tool-call", "args": {"a": 1}}]}]', {"a": 1}),
        ('[{"parts": [{"content": "hm"}, {"content": "{\\"a\\": 1}"}]}]', {"a": 1}),
        ('[{"parts": []}]', None),
        ("[]", None),
        ("not json", None),
    ],
)
def test_the_first_answer_is_read_from_the_ledger_in_every_form(
    answer: str, value: dict[str, int] | None
) -> None:
    assert value_of(answer) == value
