"""Words of a text: without its quotations, counted, and in which language."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from functools import lru_cache
from pathlib import Path

LEXICON = Path(__file__).with_name("lexicon.toml")
FEWEST_LETTERS = 8
_QUOTED = re.compile(r"“[^”]*”|„[^“”]*[“”]|«[^»]*»|‘[^’]{3,}’|「[^」]*」|\"[^\"]*\"")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SENTENCE = re.compile(r"[.!?…:;]+(?:\s|$)|[。！？؟]|\n+")
_SCRIPTS = (
    ("HIRAGANA", "ja"),
    ("KATAKANA", "ja"),
    ("CJK", "zh"),
    ("ARABIC", "ar"),
    ("CYRILLIC", "ru"),
    ("HANGUL", "ko"),
    ("HEBREW", "he"),
    ("GREEK", "el"),
    ("DEVANAGARI", "hi"),
    ("THAI", "th"),
    ("LATIN", "latin"),
)


@lru_cache(maxsize=1)
def lexicon() -> dict[str, dict[str, list[str]]]:
    """What `lexicon.toml` says about languages."""
    return tomllib.loads(LEXICON.read_text(encoding="utf-8"))


def unquoted(text: str) -> str:
    """`text` without what stands in quotation marks: our words, not the founder's."""
    return _QUOTED.sub(" ", text)


def words(text: str) -> list[str]:
    """The words of `text`, folded for comparing."""
    plain = unicodedata.normalize("NFC", text)
    return [found.group().casefold() for found in _WORD.finditer(plain)]


def sentences_of(text: str) -> list[str]:
    """The sentences of `text`, without those that say nothing."""
    return [part for part in _SENTENCE.split(text) if any(c.isalnum() for c in part)]


def size(text: str) -> int:
    """How long `text` is in words; two characters of Chinese or Japanese are one."""
    unspaced = sum(_script(char) in ("ja", "zh") for char in text)
    spaced = [word for word in words(text) if _script(word[0]) not in ("ja", "zh")]
    return len(spaced) + unspaced // 2


def language_of(text: str) -> str | None:
    """The language of `text` by its script and small words; None when unsure."""
    scripts = Counter(_script(char) for char in text if char.isalpha())
    if scripts.total() < FEWEST_LETTERS:
        return None
    if scripts["ja"] and scripts["ja"] + scripts["zh"] > scripts.total() / 2:
        return "ja"
    script, _ = scripts.most_common(1)[0]
    return _latin(text) if script == "latin" else script or None


def _latin(text: str) -> str | None:
    found = Counter(words(text))
    scores = {
        code: sum(found[word] for word in small)
        for code, small in lexicon()["small_words"].items()
    }
    first, second, *_ = sorted(scores.values(), reverse=True)
    if first < 2 or first == second:
        return None
    return max(scores, key=lambda code: scores[code])


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    name = unicodedata.name(char, "")
    return next((code for prefix, code in _SCRIPTS if name.startswith(prefix)), "")
