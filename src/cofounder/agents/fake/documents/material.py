"""What the five documents of the demo are made of: the founder's words, the idea brief,
the documents before, and the app that will be built from the same words.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from cofounder.agents.composer.catalogue import catalogue
from cofounder.agents.composer.inference import grams
from cofounder.agents.composer.product import Wish, compose_product
from cofounder.agents.composer.reading import (
    first_sentence,
    quote,
    sentences,
    shorten,
    tokens,
)
from cofounder.agents.fake.documents.focus import focused, left_out
from cofounder.agents.fake.story import Story, direction_of, narrowing_of
from cofounder.agents.fake.timeline import undated
from cofounder.artifacts.documents.checks import repeats
from cofounder.artifacts.ports import DocumentRequest
from cofounder.interviews.words import Passage

LONGEST_SECTION = 1_500
_MARKS = re.compile('[“”"]')
CONTACTS = frozenset({"email", "phone"})
# How quickly one entry is made: our one figure that several documents build on.
A_MINUTE = "a minute"


@dataclass(frozen=True, slots=True)
class Proof:
    """An exact piece of something the founder said."""

    passage: Passage
    quote: str


@dataclass(frozen=True, slots=True)
class Kind:
    """Something the product keeps: its names and fields as an English sentence takes
    them, what its dashboard watches, and where the founder spoke of it. `plain` is the
    plural without quotation marks, for names and titles.
    """

    plain: str
    plural: str
    singular: str
    fields: tuple[str, ...]
    watch: str
    is_person: bool
    keeps_contacts: bool
    proof: Proof | None

    def with_fields(self, most: int = 3) -> str:
        """What is kept of each one: "quantity, unit and reorder level"."""
        return listed(self.fields[1 : most + 1] or self.fields[:1])


@dataclass(frozen=True, slots=True)
class Named:
    """Something in an earlier document: its label and its name."""

    label: str
    name: str

    def quoted(self, limit: int = 200) -> str:
        """The name in quotation marks, unless it brings some of its own."""
        line = shorten(self.name, limit).rstrip(".")
        return line if _MARKS.search(line) else f"“{line}”"


class Material:
    """One request, arranged for writing."""

    def __init__(self, request: DocumentRequest) -> None:
        self.request = request
        direction = direction_of(request.brief)
        self.narrowing = narrowing_of(request.brief)
        self.story, self.whole = _known(request.passages, direction)
        self.product = self.whole
        if self.narrowing:
            narrow = _known(request.passages, self.narrowing)[1]
            self.product = focused(narrow, self.whole)

    @cached_property
    def name(self) -> str:
        """What the product is called, without a date in it."""
        name = shorten(self.story.name, 80)
        return name if undated(name) else "your product"

    @cached_property
    def kinds(self) -> tuple[Kind, ...]:
        """What the product keeps, most important first; one at least."""
        watched = {
            panel["record_type"]: panel["kind"]
            for panel in reversed(self.product["highlights"])
        }
        return tuple(
            self._kind(made, watched.get(made["key"], ""))
            for made in self.product["record_types"]
        )

    @cached_property
    def waiting(self) -> tuple[str, ...]:
        """What the idea keeps beyond what the founder narrowed it to."""
        return tuple(self._framed(one) for one in left_out(self.product, self.whole))

    def _kind(self, made: dict[str, Any], watch: str) -> Kind:
        names = {made["singular"].casefold(), made["plural"].casefold()}
        known = catalogue().archetypes.get(catalogue().by_word.get(min(names), ""))
        shown = [f for f in made["fields"] if f["key"] != "notes"]
        keeps_contacts = any(f["key"] in CONTACTS for f in shown)
        return Kind(
            plain=self._plain(made["plural"]),
            plural=self._framed(made["plural"]),
            singular=self._framed(made["singular"]),
            fields=tuple(self._framed(field["label"]) for field in shown),
            watch=watch,
            is_person=known.is_person if known else keeps_contacts,
            keeps_contacts=keeps_contacts,
            proof=_spoken_of(
                names | (known.triggers if known else names), self.request.passages
            ),
        )

    def _framed(self, words: str) -> str:
        """Words as they stand in an English sentence: others are quoted."""
        plain = self._plain(words)
        return plain if self.story.language == "en" else quote(plain, 60)

    def _plain(self, words: str) -> str:
        short = shorten(words, 60)
        keeps_case = self.story.language == "de"
        return short if keeps_case else short[:1].lower() + short[1:]

    @property
    def main(self) -> Kind:
        """What the product is about."""
        return self.kinds[0]

    @cached_property
    def watched(self) -> Kind:
        """What the dashboard watches first; things before people."""
        candidates = [kind for kind in self.kinds if kind.watch]
        candidates.sort(key=lambda kind: kind.is_person)
        return candidates[0] if candidates else self.main

    @property
    def others(self) -> tuple[Kind, ...]:
        """Everything the product keeps beside the main thing."""
        return self.kinds[1:3]

    def who(self, limit: int = 90) -> str:
        """The people it is for, as a quotation or in words that claim nothing."""
        return self.story.who(limit)

    def said(self, *topics: str, limit: int = 160) -> str:
        """A quotation of the first sentence on one of `topics`, or nothing."""
        passage = self.story.on(*topics)
        return quote(first_sentence(passage.text), limit) if passage else ""

    def each_said(self, topic: str, limit: int = 160) -> list[str]:
        """A quotation of the first sentence of every answer on a topic."""
        told = self.story.all_on(topic)
        return [quote(first_sentence(one.text), limit) for one in told]

    def limit(self, at: int) -> str:
        """The founder's limit number `at`, a sentence each, or nothing: said once."""
        told = self.story.all_on("constraint")
        lines = [line for one in told for line in sentences(one.text)]
        said = quote(lines[at], 140) if at < len(lines) else ""
        return said if undated(said) else ""

    def dateless(self, *topics: str, limit: int = 140) -> str:
        """The same where only weeks may stand."""
        said = self.said(*topics, limit=limit)
        return said if undated(said) else ""

    def fact(self) -> str:
        """The founder's hardest sentence about the problem, quoted, or nothing."""
        return next((quote(f, 160) for _, f in self.story.facts() if undated(f)), "")

    def section(self, key: str) -> str:
        """A section of the idea brief, unless the founder said that it is not so."""
        value: Any = self.request.brief.get(key)
        text = " ".join(map(str, value[:3])) if isinstance(value, list) else value  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        if not isinstance(text, str) or not text.strip() or not self.holds(text):
            return ""
        return shorten(text, LONGEST_SECTION)

    def holds(self, text: str) -> bool:
        """Whether nothing in `text` was denied by the founder, nor rests on it."""
        denied = self.request.denied
        hurries = A_MINUTE in text and any(A_MINUTE in one for one in denied)
        return not hurries and not repeats(text, denied)

    def named(self, prefix: str) -> list[Named]:
        """What the earlier documents list under a prefix: features, milestones."""
        return [
            Named(target.id, target.name)
            for prior in self.request.prior
            for target in prior.targets
            if target.id.startswith(prefix)
        ]

    @property
    def promise(self) -> Named:
        """The value proposition: its first sentence, as the brief has it."""
        for one in self.named("V"):
            return Named(one.label, first_sentence(one.name))
        return Named("", own_promise(self))


def own_promise(material: Material) -> str:
    """The promise of the product, from what its dashboard will show."""
    kind, name = material.watched, material.name
    return {
        "low": f"With {name}, your users see which {kind.plural} run low before they are"
        " gone.",
        "upcoming": f"With {name}, your users see every morning which {kind.plural} come"
        " next, and none is forgotten.",
        "spread": f"With {name}, everyone involved can see at any moment where"
        f" {kind.plural} stand.",
    }.get(
        kind.watch,
        f"With {name}, everyone involved finds {kind.plural} in one place that is always"
        " up to date.",
    )


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: a, b and c."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def spoken(kinds: Iterable[Kind]) -> Proof | None:
    """Where the founder spoke of one of `kinds`."""
    return next((kind.proof for kind in kinds if kind.proof), None)


@lru_cache(maxsize=8)
def _known(
    passages: tuple[Passage, ...], direction: str
) -> tuple[Story, dict[str, Any]]:
    """The story of these words, and the app that is built from them, as its data.

    Reading long answers takes a while, and the five documents read the same.
    """
    story = Story(passages, direction)
    answers = tuple(passage.text for passage in story.answers)
    wish = Wish(idea=story.idea, answers=answers, direction=direction)
    return story, compose_product(wish).content


def _spoken_of(words: Collection[str], passages: Sequence[Passage]) -> Proof | None:
    """The first sentence in which the founder uses one of `words`."""
    for passage in passages:
        for sentence in sentences(passage.text):
            spoken = (phrase for _, phrase, _ in grams(tokens(sentence)))
            if len(sentence) <= 600 and any(phrase in words for phrase in spoken):
                return Proof(passage, sentence)
    return None
