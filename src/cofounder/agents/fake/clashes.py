"""The demo's ear for contradictions: two answers that cannot both hold, found by rules.

A stance is what one sentence claims about one thing ("price a month" is "20"). Two
passages with different stances on the same thing clash. Rather too few than too many:
a sentence about today, a loss or a trial claims nothing about the product.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cofounder.agents.fake.ceilings import over_the_ceiling, sum_of
from cofounder.interviews.ports import Contradiction
from cofounder.interviews.words import Passage

LONGEST_QUOTE = 160
SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")
AMOUNT = r"(?:[€$£]\s?(\d+(?:[.,]\d+)*)|(\d+(?:[.,]\d+)*)\s?(?:[€$£]|euros?|dollars?|pounds?))"
MONTHLY = re.compile(
    AMOUNT + r"\s*(?:(?:a|per|each|every|pro|im|al|por|par)\s+|/\s?)"
    r"(?:month|monat|mes|mois)\b",
    re.IGNORECASE,
)
FREE = re.compile(
    r"\b(?:is|be|stays?|remains?|always|completely)\s+free\b(?!\s+(?:of|from|to\s+\w+e))"
    r"|\bfree\s+(?:for|to)\s+(?:everyone|everybody|all|them|users?|members?|visitors?)\b"
    r"|\b(?:nobody|no\s+one)\s+(?:will\s+|would\s+|should\s+|ever\s+)*pays?\b"
    r"|\bkostenlos\b|\bniemand\s+(?:be)?zahlt\b|\bgratis\b|\bnadie\s+paga\b"
    r"|\bgratuite?\b|\bpersonne\s+ne\s+pa(?:ie|ye)\b",
    re.IGNORECASE,
)
PAID = re.compile(
    r"\b(?:monthly|yearly)\s+(?:price|fee|subscription)\b|\bsubscriptions?\b"
    r"|\bpays?\s+(?:us\s+)?(?:about\s+)?[€$£]?\s?\d|\bmonatliche\w*\s+preis\b"
    r"|\bprecio\s+mensual\b|\bprix\s+mensuel\b",
    re.IGNORECASE,
)
PHONE_ONLY = re.compile(
    r"\bonly\s+(?:\w+\s+){0,3}(?:phones?|mobiles?)\b|\b(?:phone|mobile)[\s-]only\b"
    r"|\bnur\s+(?:\w+\s+){0,2}(?:handy|smartphone)\b",
    re.IGNORECASE,
)
COMPUTER_ONLY = re.compile(
    r"\bonly\s+(?:\w+\s+){0,3}(?:desktop|computers?|laptops?|pcs?)\b"
    r"|\b(?:desktop|laptop|computer)[\s-]only\b|\bnur\s+(?:\w+\s+){0,2}(?:computer|pc)\b",
    re.IGNORECASE,
)
TEAMS = re.compile(r"\bfor\s+(?:small\s+|large\s+|whole\s+)?teams\b", re.IGNORECASE)
ALONE = re.compile(
    r"\b(?:for|by)\s+(?:just\s+|only\s+)?(?:one|a\s+single)\s+(?:person|user)\b"
    r"|\bonly\s+one\s+person\s+(?:uses|will\s+use)\b|\bfor\s+me\s+alone\b",
    re.IGNORECASE,
)
OWNED = re.compile(
    r"\b(?:we|i)\s+(?:have|run|own)\s+(?:about\s+|only\s+|just\s+|exactly\s+)?"
    r"(\d+|two|three|four|five|six|seven|eight|nine|ten)\s+([a-z]{3,})",
    re.IGNORECASE,
)
# One person, or that person with somebody of the family.
KIN = (
    r"wife|husband|partner|sister|brother|daughter|son|frau|mann|schwester|bruder"
    r"|mujer|marido|hermana|hermano|femme|mari|sœur|frère"
)
TOGETHER = re.compile(
    rf"\b(?:and|und|y|et)\s+(?:my|meine?|mi|ma|mon)\s+(?:{KIN})\b", re.IGNORECASE
)
BY_MYSELF = re.compile(
    r"\b(?:nobody|no\s+one)\s+(?:but|except|else\s+than)\s+me\b"
    r"|\b(?:nobody|no\s+one)\s+else\s+(?:will|would|is\s+going\s+to)\s+use\b"
    r"|\baußer\s+mir\b[^.]*\bniemand\b|\bniemand\s+außer\s+mir\b"
    r"|\bnadie\s+más\s+que\s+yo\b|\bpersonne\s+d'autre\s+que\s+moi\b",
    re.IGNORECASE,
)
PLAIN_STANCES = (
    ("company", "together", TOGETHER),
    ("company", "alone", BY_MYSELF),
    ("paying", "free", FREE),
    ("device", "phone", PHONE_ONLY),
    ("device", "computer", COMPUTER_ONLY),
    ("users", "teams", TEAMS),
    ("users", "one", ALONE),
)
# Sentences, and questions, that speak of something else than what will be.
ELSEWHERE = re.compile(
    r"\b(?:today|now|currently|already|lose|loses|lost|waste|throw|spend|rent|saves?|spart|sparen|ahorra|économise"
    r"|trial|donations?|donated|sponsors?|heute|spenden?|hoy|donaciones|aujourd"
    r"|dons|first\s+(?:week|month)|at\s+once|too\s+much|cost\s+you)\b",
    re.IGNORECASE,
)
ASKED_ELSEWHERE = re.compile(
    r"\b(?:today|heute|hoy|aujourd|at\s+once|too\s+much|cost\s+you)\b", re.IGNORECASE
)
QUOTED = re.compile(r"“[^”]*”")
SPAN = ("year", "hour", "minute", "day", "week", "month", "time", "percent")
NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        "two three four five six seven eight nine ten".split(), start=2
    )
}


@dataclass(frozen=True, slots=True)
class Stance:
    """What a passage claims about a thing, and the words that claim it."""

    thing: str
    value: str
    quote: str
    label: str


def clashes(
    passages: Sequence[Passage], *, within: bool = False
) -> list[Contradiction]:
    """A contradiction for each thing two passages say differently, in order.

    `within`: also where one passage says both.
    """
    first: dict[str, Stance] = {}
    found: dict[str, Contradiction] = {}
    for stance in _stances(passages):
        other = first.setdefault(stance.thing, stance)
        is_apart = within or other.label != stance.label
        differs = other.value != stance.value and is_apart
        if differs and stance.thing not in found:
            found[stance.thing] = Contradiction(
                first=other.label,
                first_quote=other.quote,
                second=stance.label,
                second_quote=stance.quote,
            )
    return [*_over(passages, within=within), *found.values()][:4]


def _over(passages: Sequence[Passage], *, within: bool) -> Iterator[Contradiction]:
    """A ceiling that another answer would gladly pass."""
    pair = list(over_the_ceiling(_sentences(passages), within=within))
    if pair:
        (first, words), (second, others) = pair
        yield Contradiction(
            first=first,
            first_quote=_shortened(words),
            second=second,
            second_quote=_shortened(others),
        )


def _sentences(passages: Iterable[Passage]) -> Iterator[tuple[str, str]]:
    """Each sentence with the label of its passage, but for those about today."""
    for number, passage in enumerate(passages, start=1):
        if _is_about_today(passage):
            continue
        for match in SENTENCE.finditer(passage.text):
            if sentence := match.group().strip():
                yield f"S{number}", sentence


def _is_about_today(passage: Passage) -> bool:
    asked = QUOTED.sub("", passage.question)
    if passage.topic == "target_user":
        return False
    return passage.topic == "alternatives" or bool(ASKED_ELSEWHERE.search(asked))


def _stances(passages: Iterable[Passage]) -> Iterator[Stance]:
    for label, sentence in _sentences(passages):
        if not ELSEWHERE.search(sentence):
            yield from _claims(sentence, label)


def _claims(sentence: str, label: str) -> Iterator[Stance]:
    quote = _shortened(sentence)
    price = None if sum_of(sentence) else MONTHLY.search(sentence)
    if price:
        yield Stance("price a month", str(price[1] or price[2]), quote, label)
    if (price or PAID.search(sentence)) and not FREE.search(sentence):
        yield Stance("paying", "paid", quote, label)
    elif price or PAID.search(sentence):
        return  # free for some and paid by others: no contradiction
    for thing, value, words in PLAIN_STANCES:
        if words.search(sentence):
            yield Stance(thing, value, quote, label)
    for many, noun in OWNED.findall(sentence):
        kind = noun.lower().removesuffix("s")
        if kind not in SPAN:
            count = str(NUMBERS.get(many.lower()) or many)
            yield Stance(f"number of {kind}", count, quote, label)


def _shortened(sentence: str) -> str:
    """The beginning of a sentence, cut at a word: still exactly the founder's."""
    sentence = sentence.rstrip(".! ") or sentence
    if len(sentence) <= LONGEST_QUOTE:
        return sentence
    return sentence[:LONGEST_QUOTE].rsplit(" ", 1)[0].strip()
