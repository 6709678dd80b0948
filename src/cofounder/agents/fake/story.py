"""What the founder told us, arranged for composing texts from it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cofounder.agents.composer.catalogue import Archetype
from cofounder.agents.composer.inference import ANSWER_WEIGHT, Found, Source, infer
from cofounder.agents.composer.naming import app_name
from cofounder.agents.composer.reading import (
    first_sentence,
    language,
    quote,
    sentences,
)
from cofounder.interviews.brief import Level
from cofounder.interviews.words import Passage

HEDGES = re.compile(
    r"\b(?:maybe|perhaps|i think|i guess|not sure|no idea|somehow|something like"
    r"|vielleicht|weiß nicht|keine ahnung|quizás|no sé|creo que|peut-être|je crois"
    r"|sais pas)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d")
NAME = re.compile(r"(?<=[a-zà-ÿ,] )[A-ZÀ-Þ][a-zà-ÿ]{2,}")
NARROWED = "Narrowed to"
REDIRECTED = "New direction"


@dataclass(frozen=True)
class Story:
    """The founder's passages, the idea first; `direction` replaces it after a pivot."""

    passages: tuple[Passage, ...]
    direction: str = ""

    @property
    def idea(self) -> str:
        """The idea as typed, or nothing when it is missing."""
        return self.passages[0].text if self.passages else ""

    @property
    def lead(self) -> str:
        """What we build now: the new direction after a pivot, else the idea."""
        return self.direction or self.idea

    @property
    def answers(self) -> tuple[Passage, ...]:
        """Everything but the idea, without empty answers and what no longer holds."""
        told = tuple(p for p in self.passages[1:] if p.text.strip())
        settled = {ref: p.text for p in told for ref in p.settles}
        return tuple(p for p in told if settled.get(p.ref, p.text) in p.text)

    @cached_property
    def language(self) -> str:
        """The language the founder writes in, as far as we can tell."""
        return language([self.lead])

    @cached_property
    def found(self) -> Found:
        """What the words are about."""
        sources = [Source(self.lead, 1.0)]
        sources += [Source(p.text, ANSWER_WEIGHT) for p in self.answers]
        return infer(sources, self.language, limit=4)

    @cached_property
    def plain_name(self) -> str:
        """What we call the product."""
        return app_name(self.lead, self.found, self.language)

    @property
    def name(self) -> str:
        """The product's name as it stands in an English sentence."""
        return self._framed(self.plain_name)

    @cached_property
    def plain_kinds(self) -> tuple[str, ...]:
        """The plural names of what is kept, in the founder's language."""
        names = [
            kind.named(self.language)[1] if isinstance(kind, Archetype) else kind.plural
            for kind in self.found.kinds
        ]
        keeps_case = self.language == "de"
        return tuple(one if keeps_case else one[:1].lower() + one[1:] for one in names)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The plural names of what is kept as they stand in an English sentence."""
        return tuple(self._framed(kind) for kind in self.plain_kinds)

    @property
    def thing(self) -> str:
        """The main thing the product is about."""
        return self.kinds[0]

    @property
    def things(self) -> str:
        """The first two things, joined: "ingredients and orders"."""
        return " and ".join(self.kinds[:2])

    @property
    def plain_things(self) -> str:
        """The first two things, joined in the founder's language."""
        joint = {"de": "und", "es": "y", "fr": "et"}.get(self.language, "and")
        return f" {joint} ".join(self.plain_kinds[:2])

    def _framed(self, words: str) -> str:
        """Words of another language are quoted, so that no sentence mixes two."""
        return words if self.language == "en" else quote(words, 60)

    def on(self, *topics: str) -> Passage | None:
        """The first answer on one of `topics`, in the order of the topics."""
        for topic in topics:
            for passage in self.answers:
                if passage.topic == topic:
                    return passage
        return None

    def all_on(self, *topics: str) -> list[Passage]:
        """Every answer on `topics`, in the order they were given."""
        return [passage for passage in self.answers if passage.topic in topics]

    def said(self, *topics: str, limit: int = 220) -> str:
        """A quotation of the answer on one of `topics`, or nothing."""
        passage = self.on(*topics)
        return quote(passage.text, limit) if passage else ""

    def label_of(self, passage: Passage) -> str:
        """The passage's label in requests: `S1` is the idea."""
        return f"S{self.passages.index(passage) + 1}"

    def idea_quote(self, limit: int = 200) -> str:
        """The idea's first sentence in quotation marks."""
        return quote(first_sentence(self.lead), limit)

    def who(self, limit: int = 90) -> str:
        """The people it is for, as a quotation, or in words that claim nothing."""
        passage = self.on("target_user")
        if passage is None:
            return "the people you have in mind"
        return quote(first_sentence(passage.text), limit)

    def facts(self) -> list[tuple[Passage, str]]:
        """Sentences about the problem with a number in them: our hardest evidence."""
        return [
            (passage, sentence)
            for passage in self.passages
            if passage.topic in ("", "problem", "market")
            for sentence in sentences(passage.text)
            if NUMBER.search(sentence) and 12 <= len(sentence) <= 400
        ]


def story_of(
    passages: Iterable[Passage],
    brief: Mapping[str, Any] | None = None,
    *,
    direction: str = "",
) -> Story:
    """The story behind `passages`; a brief made by a pivot sets the direction."""
    told = tuple(passages)
    return Story(told, direction or direction_of(brief or {}))


def direction_of(brief: Mapping[str, Any]) -> str:
    """The founder's new direction, when the brief says that there is one."""
    return _after(REDIRECTED, str(brief.get("value_prop") or ""))


def narrowing_of(brief: Mapping[str, Any]) -> str:
    """What the founder narrowed to, when the brief says so."""
    return _after(NARROWED, str(brief.get("value_prop") or ""))


def exact(text: str, limit: int = 300) -> str:
    """An exact piece of `text` from its beginning, cut after a sentence or a word."""
    whole = text.strip()
    if len(whole) <= limit:
        return whole
    cut = whole[:limit]
    for end in (". ", "! ", "? ", "\n"):
        at = cut.rfind(end)
        if at > limit // 3:
            return cut[: at + 1].strip()
    at = max(cut.rfind(" "), cut.rfind("\n"))
    return cut[:at].strip() if at > 0 else cut


def level_of(text: str) -> Level:
    """How well a text supports a statement: strong, moderate or needs_depth."""
    words = len(text.split())
    is_vague = bool(HEDGES.search(text))
    is_concrete = bool(NUMBER.search(text) or NAME.search(text))
    if words < 4 and not is_concrete:
        return "needs_depth"
    if is_vague:
        return "moderate" if is_concrete else "needs_depth"
    return "strong" if is_concrete and words >= 6 else "moderate"


def _after(mark: str, text: str) -> str:
    found = re.search(rf"{mark}: “([^”]{{1,600}})”", text)
    return found.group(1) if found else ""
