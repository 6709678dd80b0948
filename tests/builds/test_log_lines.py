"""Log lines: whole, plain, without secrets (LOGS-01, ORC-95)."""

from __future__ import annotations

import pytest

from cofounder.builds.log_lines import CUT, MAX_LENGTH, LineBuffer, clean


def texts(buffer: LineBuffer, *chunks: bytes) -> list[str]:
    return [line.text for chunk in chunks for line in buffer.feed("stdout", chunk)]


def test_a_partial_line_waits_for_its_newline() -> None:
    buffer = LineBuffer()
    assert texts(buffer, b"hel") == []
    assert texts(buffer, b"lo\nwor", b"ld\n") == ["hello", "world"]
    assert buffer.flush() == []


def test_what_has_no_newline_comes_with_the_flush_once() -> None:
    buffer = LineBuffer()
    buffer.feed("stderr", b"the end")
    assert [(line.source, line.text) for line in buffer.flush()] == [
        ("stderr", "the end")
    ]
    assert buffer.flush() == []


def test_the_two_streams_do_not_mix() -> None:
    buffer = LineBuffer()
    buffer.feed("stdout", b"out ")
    buffer.feed("stderr", b"err ")
    assert buffer.feed("stdout", b"one\n")[0].text == "out one"
    assert buffer.feed("stderr", b"two\n")[0].text == "err two"


def test_a_character_cut_by_the_end_of_a_chunk_is_kept() -> None:
    word = "Bäckerei für Süßes 🥐\n".encode()
    for cut in range(1, len(word)):
        assert texts(LineBuffer(), word[:cut], word[cut:]) == ["Bäckerei für Süßes 🥐"]


def test_bytes_that_are_no_text_do_not_break_the_log() -> None:
    assert texts(LineBuffer(), b"\xff\xfe ok\n") == ["\ufffd\ufffd ok"]


def test_blank_lines_are_left_out() -> None:
    assert texts(LineBuffer(), b"\n   \n\x1b[0m\none\n\n") == ["one"]


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("a\x00b\x07c", "abc"),
    ],
)
def test_colours_and_control_characters_go(raw: str, plain: str) -> None:
    assert clean(raw) == plain


def test_a_progress_bar_shows_its_last_state() -> None:
    assert texts(LineBuffer(), b"10%\r50%\r100%\n") == ["100%"]


@pytest.mark.parametrize(
    "secret",
    [
        "sk-ant-api03-abcdefghijkl",
        "pk_live_abcdefghijkl",
        "pk_test_abcdefghijkl",
        "AKIAIOSFODNN7EXAMPLE",
        "postgresql://user:hunter22@db/x",
        "redis://:hunter22@cache:6379",
        "mongodb://user:hunter22@db/x",
        "Zm9vYmFyMTIzNDU2Nzg5MEFCQ0RFRkdISUpLTE1OT1A",
    ],
)
def test_the_shapes_of_secrets_are_redacted(secret: str) -> None:
    """LOGS-01: TRAP-38 asks for shapes, known values and entropy together."""
    line = clean(f"connecting with {secret} now")
    assert secret not in line
    assert "[REDACTED]" in line
    assert line.endswith(" now")


@pytest.mark.parametrize(
    "line", ["API_KEY=abcd1234", "password: hunter22", 'auth_token = "hunter22"']
)
def test_named_secrets_are_redacted_and_their_name_is_kept(line: str) -> None:
    cleaned = clean(line)
    assert "abcd1234" not in cleaned and "hunter22" not in cleaned
    assert cleaned.startswith(
        line.split("=", maxsplit=1)[0].split(":", maxsplit=1)[0].strip()
    )


def test_a_known_secret_is_redacted_whatever_it_looks_like() -> None:
    buffer = LineBuffer(known_secrets=("correct horse battery",))
    assert texts(buffer, b"say correct horse battery\n") == ["say [REDACTED]"]


def test_ordinary_long_words_stay() -> None:
    for word in (
        "/usr/lib/python3.11/site-packages/starlette/routing.py",
        "test_the_inventory_lists_what_is_left_in_the_bakery",
        "sha256-of-nothing-in-particular-at-all-here",
    ):
        assert clean(word) == word


def test_two_thousand_characters_stay_and_one_more_is_cut() -> None:
    """ORC-95: the limit itself is untouched."""
    exact = "ab " * 666 + "ab"
    assert len(exact) == MAX_LENGTH
    assert clean(exact) == exact
    longer = exact + "c"
    assert clean(longer) == exact + CUT == longer[:MAX_LENGTH] + "...[truncated]"
