"""A price the founder would pay, above the ceiling another answer sets.

"Never more than 30 euros a month" and "my boss would sign at 80" cannot both hold. A
ceiling needs a word that forbids; a readiness needs a verb of paying or signing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

# Each is held against each; nobody means more of them.
MOST_SUMS = 100
A_MONTH = re.compile(
    r"\b(?:a|per|each|every|pro|im|al|por|par)\s+(?:month|monat|mes|mois)\b|\bmonthly\b"
    r"|\bmonatlich\b|\bmensuel",
    re.IGNORECASE,
)
_SUM = r"[€$£]?\s?(\d{1,6})\b(?!\s?%|\s?percent)"
CEILINGS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        rf"\b(?:not|never|nothing|no|cannot|can't|won't)\b[^.;]{{0,40}}?\bmore\s+than\s+{_SUM}",
        rf"\b(?:no\s+more\s+than|at\s+most|a\s+maximum\s+of|up\s+to)\s+{_SUM}",
        rf"\b(?:nothing|refuses?|never)\b[^.;]{{0,40}}?\b(?:above|over)\s+{_SUM}",
        rf"\bmehr\s+als\s+{_SUM}(?=[^.;]{{0,200}}\b(?:nie|nicht|kein|keine|niemals|niemand)\b)",
        rf"\b(?:nicht|nie|kein\w*)\s+mehr\s+als\s+{_SUM}",
        rf"\b(?:höchstens|maximal)\s+{_SUM}",
        rf"\b(?:por\s+encima\s+de|más\s+de)\s+{_SUM}(?=[^.;]{{0,200}}\b(?:no|nada|nunca|nadie)\b)",
        rf"\b(?:no\s+más\s+de|como\s+mucho|como\s+máximo)\s+{_SUM}",
        rf"\b(?:refuse|rien|jamais|pas)\b[^.;]{{0,40}}?\bau-dessus\s+de\s+{_SUM}",
        rf"\b(?:pas\s+plus\s+de|au\s+plus|au\s+maximum|maximum)\s+{_SUM}",
    )
)
READY = re.compile(
    r"\b(?:would|'d|will|gladly|happily)\s+(?:\w+\s+){0,2}?(?:pay|spend|give|sign)\b"
    r"|\bwürden?\b.{0,60}\b(?:zahlen|unterschreiben|ausgeben)\b"
    r"|\b(?:zahle|zahlen)\s+(?:wir|ich)\b|\bpagaría(?:mos|n)?\b"
    r"|\bpaie(?:rais|rait|rions)?\b|\bpayons\b|\bvolontiers\b",
    re.IGNORECASE,
)
_PAID = re.compile(rf"{_SUM}(?!\s*(?:users|people|times))", re.IGNORECASE)
_BY_VERB = re.compile(
    rf"(?:paie\w*|payons|pay|spend|pagar\w+|zahlen?)\s+(?:\w+\s+)?{_SUM}", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money a month that a sentence names, and whether it is a ceiling."""

    amount: int
    is_ceiling: bool


def sum_of(sentence: str) -> Sum | None:
    """The monthly sum a sentence forbids to pass, or would pay."""
    if not A_MONTH.search(sentence):
        return None
    limits = (found for one in CEILINGS if (found := one.search(sentence)))
    ceiling = next(limits, None)
    if ceiling:
        return Sum(int(ceiling[1]), is_ceiling=True)
    paid = READY.search(sentence) and (
        _BY_VERB.search(sentence) or _PAID.search(sentence)
    )
    return Sum(int(paid[1]), is_ceiling=False) if paid else None


def over_the_ceiling(
    said: Iterable[tuple[str, str]], *, within: bool = False
) -> Iterator[tuple[str, str]]:
    """The pair of (label, sentence) where one would pay more than the other allows.

    Yields both sides, the one that was said first leading; at most one pair.
    """
    named = ((label, words, found) for label, words in said if (found := sum_of(words)))
    sums = list(islice(named, MOST_SUMS))
    for at, (label, words, one) in enumerate(sums):
        for other_label, other_words, other in sums[at + 1 :]:
            if (within or label != other_label) and _differ(one, other):
                yield from ((label, words), (other_label, other_words))
                return


def _differ(one: Sum, other: Sum) -> bool:
    if one.is_ceiling == other.is_ceiling:
        return False
    ceiling, ready = (one, other) if one.is_ceiling else (other, one)
    return ready.amount > ceiling.amount
