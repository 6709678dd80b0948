"""The demo's MVP timeline: relative weeks, dates left out whatever was typed."""

from __future__ import annotations

import re

from cofounder.accounts.tiers import Tier
from cofounder.agents.composer.reading import first_sentence, quote, shorten
from cofounder.agents.fake.story import Story
from cofounder.artifacts.contents import (
    WEEKS,
    MvpTimeline,
    RoadmapPhase,
    TimelineMilestone,
    has_calendar_date,
)

_MONTH = re.compile(
    r"\b(?:jan|feb|m[aä]r|mar[sz]o?\b|apr|avr|may\b|mai\b|mayo|jun|juin|jul|juil|aug|ago"
    r"|août|sep|o[ck]t|nov|de[cz]|déc|ene|fév|février|january|februar|enero|abril)\w*",
    re.IGNORECASE,
)
_LONG_NUMBER = re.compile(r"\d{4}|\d[./-]\d{1,2}[./-]\d")
_ADAPTED = {
    Tier.BOOTSTRAPPER: "A solo founder with managed services and no technical team",
    Tier.PARTNER: "A small team that balances speed and depth",
    Tier.CTO_SCALE: "A technical team that works on several parts at once",
}
# Weeks of the first three milestones by tier; the last one takes what is left.
_SHARES = {
    Tier.BOOTSTRAPPER: (2, 2, 3),
    Tier.PARTNER: (1, 2, 2),
    Tier.CTO_SCALE: (1, 1, 1),
}


def compose_timeline(story: Story, tier: str, scope: str = "") -> MvpTimeline:
    """The way to the first version, inside the tier's range of weeks (TRIO-02).

    With a `scope` the founder narrowed to, it is the shortest that the tier allows.
    """
    plan = Tier(tier)
    low, high = WEEKS[plan]
    total = low if scope else min(high, low + max(0, len(story.kinds) - 2))
    words = _Words(story)
    lengths = [*_SHARES[plan]]
    lengths.append(total - sum(lengths))
    rest = _kept(words, scope) if scope else _rest(words)
    makers = (_first(plan, words), _core(words), rest, _launch(words))
    milestones: list[TimelineMilestone] = []
    week = 1
    for (title, text, deliverables), length in zip(makers, lengths, strict=True):
        milestones.append(
            TimelineMilestone(
                week=week,
                title=title,
                description=text,
                deliverables=deliverables,
                duration_weeks=length,
            )
        )
        week += length
    return MvpTimeline(
        milestones=milestones,
        long_term_roadmap=_roadmap(words),
        total_mvp_weeks=total,
        adapted_for=_ADAPTED[plan],
    )


def undated(text: str) -> bool:
    """Whether `text` is free of anything that looks like a date or a year."""
    has_month = bool(_MONTH.search(text)) and any(char.isdigit() for char in text)
    return not (has_calendar_date(text) or _LONG_NUMBER.search(text) or has_month)


class _Words:
    """The founder's words that hold no date."""

    def __init__(self, story: Story) -> None:
        self.thing = story.thing if undated(story.thing) else "the main list"
        self.things = story.things if undated(story.things) else "the lists"
        self.name = story.name if undated(story.name) else "your product"
        self.kinds = [kind for kind in story.kinds if undated(kind)] or [self.thing]
        self.problem = self._said(story, "problem")
        self.limit = self._said(story, "constraint")
        self.proof = self._said(story, "experiment", "money")
        self.who = self._said(story, "target_user")
        idea = story.idea_quote(140)
        self.idea = idea if undated(idea) else self.name

    @staticmethod
    def _said(story: Story, *topics: str) -> str:
        passage = story.on(*topics)
        if passage is None:
            return ""
        said = quote(first_sentence(passage.text), 140)
        return said if undated(said) else ""


Part = tuple[str, str, list[str]]


def _first(plan: Tier, words: _Words) -> Part:
    if plan is Tier.BOOTSTRAPPER:
        return _validation(words)
    if plan is Tier.PARTNER:
        return (
            f"Agree on what {words.name} keeps",
            (
                f"We write down what one entry of {words.thing} holds and show it to three"
                f" people. Done when all three would fill it in{_about(words.problem)}."
            ),
            [f"List of fields for {words.things}", "Three short talks, noted down"],
        )
    return (
        "Architecture and coordination",
        (
            f"The team agrees on the data behind {words.things} and on who owns which part."
            " Done when each part has one owner and a first test that runs."
        ),
        ["Data model everybody signed off", "Owners per part", "A running skeleton"],
    )


def _validation(words: _Words) -> Part:
    who = f" with people like {words.who}" if words.who else ""
    return (
        "Validation sprint without code",
        (
            f"Before we build, five people keep {words.thing} on a shared sheet{who}. Done"
            " when three of them still use it on the seventh day without a reminder."
        ),
        [
            "A shared sheet with our columns",
            "Notes of five talks",
            "Go or change decision",
        ],
    )


def _core(words: _Words) -> Part:
    return (
        f"The first list: {shorten(words.thing, 80)}",
        (
            f"{words.name} keeps {words.thing}: enter, find, change, remove. Done when one"
            f" person has used it for three days in a row{_about(words.problem)}."
        ),
        [f"Working list of {shorten(words.thing, 80)}", "Search and download"],
    )


def _rest(words: _Words) -> Part:
    others = " and ".join(words.kinds[1:3]) or "the dashboard"
    limit = f" It respects your limit {words.limit}." if words.limit else ""
    return (
        f"Around it: {shorten(others, 120)}",
        (
            f"We add {others} and a dashboard that shows what needs attention.{limit} Done"
            " when a morning starts with one look at it."
        ),
        [f"Lists for {shorten(others, 120)}", "Dashboard with what needs attention"],
    )


def _kept(words: _Words, scope: str) -> Part:
    kept = quote(shorten(scope, 120), 120) if undated(scope) else "what we kept"
    return (
        f"Only {kept}",
        (
            f"We finish what you narrowed it to and nothing else: {kept}. Done when"
            f" nobody misses anything else around {words.thing} on a normal day."
        ),
        [f"One finished path for {shorten(words.thing, 80)}", "A list of what waits"],
    )


def _launch(words: _Words) -> Part:
    proof = f" We look at {words.proof} again." if words.proof else ""
    return (
        "Ten people, one week",
        (
            f"Ten people use {words.name} for a normal week.{proof} Done when seven of them"
            " want to keep it."
        ),
        ["Ten invitations sent by you", "A list of what to change next"],
    )


def _roadmap(words: _Words) -> list[RoadmapPhase]:
    return [
        RoadmapPhase(
            phase="Deepen",
            title=f"Make {shorten(words.thing, 80)} effortless",
            description=f"Remove the steps people complain about around {words.things}.",
            estimated_weeks=6,
        ),
        RoadmapPhase(
            phase="Widen",
            title="Bring in the next ones like you",
            description=f"Accounts, invitations and help pages, so that {words.idea} works"
            " for people we have never met.",
            estimated_weeks=10,
        ),
    ]


def _about(problem: str) -> str:
    return f", and this has become rarer: {problem}" if problem else ""
