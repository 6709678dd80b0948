"""Nouns the catalogue does not know: the founder's own words for what they keep."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from cofounder.agents.composer.characters import written_nouns
from cofounder.agents.composer.reading import (
    Token,
    capital,
    is_small,
    may_be_thing,
    tokens,
)

MOST = 4
LONGEST = 24
SAID_AGAIN = 1.0
DETERMINERS = frozenset({"each", "every", "my", "our", "a", "an", "which", "one"})
ARTICLES = {
    "es": frozenset(
        {"el", "la", "los", "las", "un", "una", "mi", "mis", "nuestra", "nuestros"}
        | {"nuestro", "nuestras", "cada", "hay"}
    ),
    "fr": frozenset(
        {"le", "la", "les", "un", "une", "mon", "ma", "mes", "notre", "nos", "chaque"}
        | {"des", "du"}
    ),
    "other": frozenset(
        {"il", "la", "un", "una", "mia", "mio", "os", "as", "um", "uma"}
    ),
}
NOT_BEFORE_NOUNS = frozenset({"other", "it", "she", "he", "to", "that", "who", "which"})
SET_PHRASES = frozenset({"im", "am", "zum", "zur", "beim", "ins"})
PEOPLE_ENDINGS = ("ers", "ors", "ists", "ants", "ents", "folk", "parents")
NOT_PLURALS = ("ss", "us", "is", "ous", "ness", "less")
GENITIVES = frozenset({"des", "jedes", "eines", "unseres", "meines", "dieses"})
DATIVES = frozenset({"an", "in", "mit", "von", "bei", "zu", "aus", "auf"})
DENIALS = frozenset({"without", "no", "ohne", "kein", "keine", "keinen", "sin", "sans"})
NUMBER_WORDS = frozenset(
    {"zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "zwölf"}
)
_NUMBER_BEFORE = re.compile(r"\d\s*$")
_MY_PLACE = re.compile(
    r"\b((?:meine|mein|unsere|unser|mi|nuestra|nuestro|ma|mon|notre|nosso"
    r"|nossa|minha|nasz|nasza|nostro|nostra)\s+[^\W\d_]{3,24}(?:[- ]café)?)\b",
    re.IGNORECASE,
)
UNCLEAR = frozenset({"series", "news", "always", "perhaps", "besides", "lots", "lets"})


@dataclass(frozen=True, slots=True)
class Noun:
    """A thing named by the founder; both forms start in upper case."""

    key: str
    singular: str
    plural: str
    is_person: bool
    score: float


def unknown_nouns(
    text: str, language: str, taken: Collection[str], told: Sequence[str] = ()
) -> list[Noun]:
    """Things that `text` names and that nobody foresaw, the clearest first.

    What is counted ("46 colonies") is clearest; what the answers in `told` name again
    is clearer than what is said once.
    """
    found: dict[str, Noun] = {}
    again = _stems(told)
    read = tokens(text)
    picked = _counted(text, read, language) + _picked(read, language)
    if language == "other":
        picked += _repeated(read, again)
    for token, score in picked:
        word = token.folded
        is_new = may_be_thing(word) and word not in taken
        if is_new and len(word) <= LONGEST and not _is_denied(token, read):
            bonus = SAID_AGAIN if _stem(word) in again else 0.0
            noun = _noun(_bare(token, read), language, score + bonus)
            if noun.key not in found or found[noun.key].score < noun.score:
                found[noun.key] = noun
    nouns = sorted(found.values(), key=lambda noun: -noun.score)
    return [*_from_characters(text, told), *nouns][:MOST]


def longest_word(text: str, language: str, taken: Collection[str]) -> list[Noun]:
    """What an idea is most likely about when no rule knows its words.

    Latin letters: the longest word; other scripts, whose words we cannot weigh: the
    last one, where most of them put the object.
    """
    words = [
        token
        for token in tokens(text)
        if may_be_thing(token.folded)
        and token.folded not in taken
        and len(token.text) <= LONGEST
    ]
    if words and words[0].text[0] > "ɏ":
        return [_noun(words[-1], language, 2.0)]
    words.sort(key=lambda token: -len(token.text))
    return [_noun(token, language, 2.0) for token in words[:1]]


def singular_of(word: str) -> str:
    """The singular of an English plural, by the usual endings."""
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1] if _is_plural(word) else word


def plural_of(word: str) -> str:
    """The plural of an English singular, by the usual endings."""
    if _is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("ch", "sh", "s", "x", "z")) else "s")


def _is_denied(token: Token, found: Sequence[Token]) -> bool:
    """Whether the words before say that it is not wanted: "without a public map"."""
    at = found.index(token)
    return any(one.folded in DENIALS for one in found[max(0, at - 3) : at])


def my_place(text: str) -> str:
    """How the founder speaks of their own business: "unsere Praxis", or nothing."""
    found = _MY_PLACE.search(text)
    return found.group(1) if found else ""


def _picked(found: Sequence[Token], language: str) -> list[tuple[Token, float]]:
    if language == "en":
        return _english(found)
    return _german(found) if language == "de" else _after_article(found, language)


def _counted(
    text: str, found: Sequence[Token], language: str
) -> list[tuple[Token, float]]:
    """Words with a number before them, where they look like nouns."""
    return [
        (token, 5.0)
        for token in found
        if _NUMBER_BEFORE.search(text[max(0, token.start - 12) : token.start])
        and (language != "en" or _is_plural(token.folded))
        and (language != "de" or token.text[:1].isupper())
        and len(token.text) > 3
    ]


def _repeated(
    found: Sequence[Token], again: Collection[str]
) -> list[tuple[Token, float]]:
    return [
        (token, 2.5)
        for token in found
        if len(token.text) > 4 and _stem(token.folded) in again
    ]


def _from_characters(text: str, told: Sequence[str]) -> list[Noun]:
    return [
        Noun(word, word, word, is_person=False, score=4.0)
        for word in written_nouns(text, told)
    ]


def _stems(texts: Sequence[str]) -> frozenset[str]:
    words = (token.folded for text in texts for token in tokens(text))
    return frozenset(_stem(word) for word in words if may_be_thing(word))


def _stem(word: str) -> str:
    """What stays of a word in its forms: "Termine" and "Terminen" are one."""
    return word[: max(4, min(6, len(word) - 2))]


def _bare(token: Token, found: Sequence[Token]) -> Token:
    """A German noun without the ending its place in the sentence gave it."""
    at = found.index(token)
    before = found[at - 1].folded if at else ""
    if before in GENITIVES and token.text[-1:] == "s":
        return replace(token, text=token.text[:-1])
    if at > 1 and found[at - 2].folded in DATIVES and before in NUMBER_WORDS:
        return replace(token, text=token.text.removesuffix("n"))
    return token


def _english(found: Sequence[Token]) -> list[tuple[Token, float]]:
    picked: list[tuple[Token, float]] = []
    for at, token in enumerate(found):
        before = found[at - 1].folded if at else ""
        after = found[at + 1].folded if at + 1 < len(found) else ""
        if at > 0 and token.text[0].isupper():
            continue  # a name: Leeds, Thursdays
        if _is_plural(token.folded) and before not in NOT_BEFORE_NOUNS:
            picked.append((token, _weight(found, at)))
        elif before in DETERMINERS and not _leads_on(token, after):
            picked.append((token, 2.0))
    return picked


def _weight(found: Sequence[Token], at: int) -> float:
    is_audience = any(one.folded == "for" for one in found[max(0, at - 3) : at])
    return 2.5 if is_audience else 4.5


def _leads_on(token: Token, after: str) -> bool:
    """Whether the next word is the noun: "a weekly plan", "my honey business"."""
    return (bool(after) and not is_small(after)) or token.folded.endswith(("ly", "ing"))


def _german(found: Sequence[Token]) -> list[tuple[Token, float]]:
    """German writes nouns with a capital letter."""
    return [
        (token, 4.5)
        for at, token in enumerate(found)
        if at > 0
        and token.text[:1].isupper()
        and len(token.text) > 3
        and found[at - 1].folded not in SET_PHRASES
    ]


def _after_article(found: Sequence[Token], language: str) -> list[tuple[Token, float]]:
    articles = ARTICLES[language]
    return [
        (token, 4.0)
        for at, token in enumerate(found)
        if at > 0 and found[at - 1].folded in articles and len(token.text) > 3
    ]


def _noun(token: Token, language: str, score: float) -> Noun:
    text = token.text[:40]
    singular = singular_of(text) if language == "en" else text
    plural = _many(text, language)
    return Noun(
        key=singular.casefold(),
        singular=capital(singular),
        plural=capital(plural),
        is_person=language == "en" and plural.casefold().endswith(PEOPLE_ENDINGS),
        score=score,
    )


def _many(word: str, language: str) -> str:
    """The plural by the usual endings, where the language has them."""
    if language == "en":
        return plural_of(word)
    if language not in ("es", "fr") or word.endswith(("s", "x", "z")):
        return word
    if language == "es" and word[-1] not in "aeiouáéó":
        return word.replace("ión", "ion") + "es"
    return word + "s"


def _is_plural(word: str) -> bool:
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(NOT_PLURALS)
        and word not in UNCLEAR
        and "'" not in word
    )
