"""Reading the founder's words: sentences, tokens, language, shortening.

Everything is linear in the text and looks at most at `MOST` characters of each text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

MOST = 12_000
LANGUAGES = ("en", "de", "es", "fr")

# Marks that combine with a letter before them (accents, vowel signs, joiners): Python
# does not count them as letters, yet no word may be cut there.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd\u0a01-\u0a4d"
    "\u0a81-\u0acd\u0b01-\u0b4d\u0b82-\u0bcd\u0c00-\u0c4d\u0c80-\u0ccd\u0d00-\u0d4d"
    "\u0e31-\u0e3a\u0e47-\u0e4e\u200c\u200d"
)
_WORD = rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*"
_TOKEN = re.compile(rf"{_WORD}(?:['’&-]{_WORD})*")
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+|(?<=[。！？؟])|\n+")
_SPACE = re.compile(r"\s+")
_EDGES = " \t\r\n,;:–—-"


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands in its text; `folded` is for comparing."""

    text: str
    folded: str
    start: int
    end: int


def flat(text: str) -> str:
    """`text` on one line, without control or invisible direction characters."""
    visible = "".join(
        " " if char in "\r\n\t" else char
        for char in text
        if char in "\r\n\t‌‍" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")
    )
    return _SPACE.sub(" ", visible).strip()


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each an exact substring of it."""
    parts = (part.strip() for part in _SENTENCE_END.split(text[:MOST]))
    return [part for part in parts if any(char.isalnum() for char in part)]


def first_sentence(text: str) -> str:
    """The first sentence, or what little there is."""
    return next(iter(sentences(text)), text.strip())


def tokens(text: str) -> list[Token]:
    """The words of `text` in order."""
    return [
        Token(found.group(), _folded(found.group()), found.start(), found.end())
        for found in _TOKEN.finditer(text[:MOST])
    ]


def shorten(text: str, limit: int) -> str:
    """`text` on one line and at most `limit` long, cut between words with "…"."""
    line = flat(text)
    if len(line) <= limit:
        return line
    cut = line[: limit - 1]
    at_space = cut.rsplit(" ", 1)[0]
    kept = at_space if len(at_space) >= limit // 2 else cut
    return kept.rstrip(_EDGES) + "…"


def quote(text: str, limit: int = 220) -> str:
    """The founder's words in quotation marks, shortened between words.

    Quotation marks inside are turned into single ones; a final full stop is dropped.
    """
    line = shorten(text, limit).rstrip(".。").translate(_INNER_QUOTES)
    return f"“{line}”"


def plain(text: str) -> str:
    """A phrase fit for the middle of a sentence: one line, no closing mark."""
    return flat(text).rstrip(".!? ").translate(_INNER_QUOTES)


def capital(text: str) -> str:
    """`text` as a sentence or a title begins."""
    return text[:1].upper() + text[1:]


def title_case(text: str) -> str:
    """`text` with each word's first letter in upper case, the rest as typed."""
    return " ".join(capital(word) for word in flat(text).split(" "))


def language(texts: Iterable[str]) -> str:
    """`en`, `de`, `es` or `fr` when the small words tell; else `other`."""
    found = [token.folded for text in texts for token in tokens(text)]
    words = frozenset(found)
    scores = {code: len(words & marks) for code, marks in _marks().items()}
    best = max(scores, key=lambda code: scores[code])
    if scores[best] == 0 or list(scores.values()).count(scores[best]) > 1:
        return "en" if _is_english_enough(found) else "other"
    return best


def _folded(word: str) -> str:
    """A word for comparing: "Bakery's" is "bakery"."""
    return word.casefold().replace("’", "'").removesuffix("'s")


def is_small(word: str) -> bool:
    """Whether a folded word only holds a sentence together, in any language here."""
    return len(word) < 3 or word in _small_words()


def may_be_thing(word: str) -> bool:
    """Whether a folded word can name what somebody keeps: no day, unit or place."""
    is_time = word.endswith(TIMES)
    return not is_small(word) and not is_time and word not in _never_things()


TIMES = ("zeit", "woche", "wochen", "monat", "monate", "saison", "stunden")
_INNER_QUOTES = str.maketrans(
    {"“": "‘", "”": "’", '"': "’", "„": "‚", "«": "‹", "»": "›"}
)


def _is_english_enough(found: list[str]) -> bool:
    return not found or (all(word.isascii() for word in found) and len(found) <= 3)


@lru_cache(maxsize=1)
def _marks() -> dict[str, frozenset[str]]:
    """Words that occur in one language only, per language."""
    lists = {code: _word_list(code) for code in LANGUAGES}
    lists["other"] = _word_list("other")
    return {
        code: words - frozenset().union(*(lists[o] for o in lists if o != code))
        for code, words in lists.items()
    }


@lru_cache(maxsize=1)
def _small_words() -> frozenset[str]:
    lists = (_word_list(code) for code in (*LANGUAGES, "other"))
    return frozenset(word for words in lists for word in words)


@lru_cache(maxsize=1)
def _never_things() -> frozenset[str]:
    return _word_list("never")


def _word_list(code: str) -> frozenset[str]:
    folder = resources.files("cofounder.agents.composer") / "smallwords"
    return frozenset((folder / f"{code}.txt").read_text(encoding="utf-8").split())
