"""Anchors: meaningful phrases that stand exactly so in the founder's words (PROV-05)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cofounder.agents.composer.reading import MOST, Token, is_small, tokens
from cofounder.agents.fake.story import NUMBER
from cofounder.artifacts.contents import has_calendar_date
from cofounder.interviews.words import Passage, find_passage

MOST_ANCHORS = 8
ENOUGH_ANCHORS = 5
MOST_PER_PASSAGE = 3
MOST_WORDS = 9
LONGEST = 90
_CLAUSE = re.compile(
    r"[.,;:!?…()\[\]{}<>|\n\r\t\"“”„«»—–。、！？؟،]+"
    r"|\s(?:and|but|because|so that|which|who|und|aber|weil|damit|que|pero|porque"
    r"|mais|parce que|qui)\s",
    re.IGNORECASE,
)

# Words no phrase should begin or end with: articles, pronouns, prepositions, auxiliaries.
_EDGES = frozenset(
    """
    a an the i we you he she it they my our your his her its their this that these those
    of in on at by to for from with and or but so as if then than is are was were be been
    am has have had do does did will would can could should may might must just also too
    very there here when where what who how i'd i'm we'd i've it's
    der die das den dem des ein eine einen einem einer ich wir du er sie es mein meine
    unser unsere ihr ihre und oder aber in im am an auf aus bei mit nach von vom zu zum
    zur für ist sind war hat haben wird dass damit wenn
    el la los las un una unos unas yo mi mis nuestro nuestra su sus y o pero en de del al
    a con por para es son está están hay se que cuando
    le les l une des du je nous il elle ils elles mon ma mes notre nos son sa ses et ou
    mais dans à au aux avec par pour est sont a ont qui que se ne
    """.split()
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """An exact piece of a passage."""

    text: str
    passage: Passage
    weight: float


def anchor_phrases(passages: Sequence[Passage]) -> list[Phrase]:
    """Up to eight distinct phrases, fewer when the words give fewer.

    At most three come from one passage at first; a founder who wrote a single text
    gets the rest from it.
    """
    candidates = [phrase for passage in passages for phrase in _phrases(passage)]
    chosen = _distinct(candidates, MOST_PER_PASSAGE)
    if len(chosen) < ENOUGH_ANCHORS:
        chosen = _distinct(candidates, MOST_ANCHORS)
    return chosen or _anything(passages)


def _phrases(passage: Passage) -> list[Phrase]:
    text = passage.text[:MOST]
    found: list[Phrase] = []
    at = 0
    for clause in [*_CLAUSE.finditer(text), None]:
        end = clause.start() if clause else len(text)
        phrase = _trimmed(text, at, end)
        if phrase and find_passage(phrase, [passage]):
            found.append(Phrase(phrase, passage, _weight(phrase)))
        at = clause.end() if clause else end
    return found


def _trimmed(text: str, start: int, end: int) -> str:
    """The clause without small words at its ends and not too long, cut at words."""
    words = [_shifted(token, start) for token in tokens(text[start:end])]
    while words and _is_weak(words[0]):
        words = words[1:]
    words = words[:MOST_WORDS]
    while words and _is_weak(words[-1]):
        words = words[:-1]
    while words and words[-1].end - words[0].start > LONGEST:
        words = words[:-1]
    if not words:
        return ""
    first, last = _with_numbers(text, words[0].start, words[-1].end, start, end)
    return text[first:last]


def _with_numbers(
    text: str, first: int, last: int, start: int, end: int
) -> tuple[int, int]:
    """Take in a number that stands right before or after: "30 kettles"."""
    before = re.search(r"[\d.,]*\d\s*$", text[start:first])
    after = re.match(r"\s*\d[\d.,]*\d*(?!\w)", text[last:end])
    return (
        start + before.start() if before else first,
        last + after.end() if after else last,
    )


def _shifted(token: Token, by: int) -> Token:
    return Token(token.text, token.folded, token.start + by, token.end + by)


def _is_weak(token: Token) -> bool:
    return token.folded in _EDGES


def _weight(phrase: str) -> float:
    words = tokens(phrase)
    strong = sum(not is_small(token.folded) for token in words)
    is_clean = not re.search(r"[<>{}$%\\`=]", phrase)
    is_date = has_calendar_date(phrase)
    return (
        min(strong, 4)
        + 0.4 * min(len(words), 6)
        + (1.0 if NUMBER.search(phrase) and not is_date else 0.0)
        + 2.0 * is_clean
        - 2.0 * is_date
    )


def _distinct(candidates: Sequence[Phrase], per_passage: int) -> list[Phrase]:
    ranked = sorted(candidates, key=lambda phrase: -phrase.weight)
    chosen: list[Phrase] = []
    counts: dict[str, int] = {}
    for phrase in ranked:
        folded = phrase.text.casefold()
        is_new = all(
            folded not in one.text.casefold() and one.text.casefold() not in folded
            for one in chosen
        )
        fits = counts.get(phrase.passage.ref, 0) < per_passage
        if is_new and fits and len(phrase.text) >= 2 and len(chosen) < MOST_ANCHORS:
            counts[phrase.passage.ref] = counts.get(phrase.passage.ref, 0) + 1
            chosen.append(phrase)
    return chosen


def _anything(passages: Sequence[Passage]) -> list[Phrase]:
    """The best there is when no words were written: the whole of a short text."""
    for passage in passages:
        whole = passage.text.strip()
        if 2 <= len(whole) <= 200:
            return [Phrase(whole, passage, 0.0)]
    return []
