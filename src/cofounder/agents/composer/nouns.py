"""Nouns the catalogue does not know: the founder's own words for what they keep."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from cofounder.agents.composer.reading import Token, is_small, tokens

MOST = 4
DETERMINERS = frozenset({"each", "every", "my", "our", "a", "an", "which", "one"})
ARTICLES = frozenset(
    {"der", "die", "das", "den", "dem", "ein", "eine", "einen", "unsere", "meine"}
    | {"mein", "unser", "viele", "alle", "jede", "jeden", "jedes", "meiner", "unserer"}
    | {"el", "la", "los", "las", "un", "una", "mi", "mis", "nuestra", "nuestros"}
    | {"nuestro", "nuestras", "cada", "le", "les", "une", "mon", "ma", "mes", "notre"}
    | {"nos", "chaque", "des", "du"}
)
NOT_BEFORE_NOUNS = frozenset({"it", "she", "he", "to", "that", "who", "which"})
SET_PHRASES = frozenset({"im", "am", "zum", "zur", "beim", "ins"})
PEOPLE_ENDINGS = ("ers", "ors", "ists", "ants", "ents", "folk", "parents")
NOT_PLURALS = ("ss", "us", "is", "ous", "ness", "less")
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
    texts: Sequence[str], language: str, taken: Collection[str]
) -> list[Noun]:
    """Things that `texts` name and that nobody foresaw, in their order."""
    found: dict[str, Noun] = {}
    pick = {"en": _english, "de": _german}.get(language, _after_article)
    for text in texts:
        for token, score in pick(tokens(text)):
            word = token.folded
            if not is_small(word) and word not in taken and len(word) <= 24:
                noun = _noun(token, language, score)
                found.setdefault(noun.key, noun)
    return sorted(found.values(), key=lambda noun: -noun.score)[:MOST]


def longest_word(
    texts: Sequence[str], language: str, taken: Collection[str]
) -> list[Noun]:
    """What an idea is most likely about when no rule knows its words.

    Latin letters: the longest word; other scripts, whose words we cannot weigh: the
    last one, where most of them put the object.
    """
    words = [
        token
        for text in texts
        for token in tokens(text)
        if not is_small(token.folded) and token.folded not in taken
    ]
    if words and words[0].text[0] > "ɏ":
        return [_noun(words[-1], language, 2.0)]
    words.sort(key=lambda token: -min(len(token.text), 24))
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


def _after_article(found: Sequence[Token]) -> list[tuple[Token, float]]:
    return [
        (token, 4.0)
        for at, token in enumerate(found)
        if at > 0 and found[at - 1].folded in ARTICLES and len(token.text) > 3
    ]


def _noun(token: Token, language: str, score: float) -> Noun:
    text = token.text[:40]
    singular = singular_of(text) if language == "en" else text
    plural = plural_of(text) if language == "en" else text
    return Noun(
        key=singular.casefold(),
        singular=singular[:1].upper() + singular[1:],
        plural=plural[:1].upper() + plural[1:],
        is_person=language == "en" and plural.casefold().endswith(PEOPLE_ENDINGS),
        score=score,
    )


def _is_plural(word: str) -> bool:
    return (
        len(word) > 3
        and word.endswith("s")
        and not word.endswith(NOT_PLURALS)
        and word not in UNCLEAR
        and "'" not in word
    )
