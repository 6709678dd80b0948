"""Does the interviewer ask for what was not said, and nothing twice?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cofounder.accounts.tiers import limits_of
from cofounder.artifacts.contents import ArtifactType
from cofounder.interviews.understanding import CLOSING
from evals.cases import REQUIRED_TOPICS, Contradiction
from evals.outcomes import ONBOARDING, UNDERSTANDING, Asked, Outcome
from evals.scores.scoring import Check, Score, score
from evals.scores.texts import Text, by_section
from evals.words import unquoted, words

FEWEST_FIRST, MOST_FIRST = 5, 7
SAME_QUESTION = 0.75
STEM = 5
DOUBTFUL = ("assumptions", "risks", "risk_deep_dive")


def hidden_facts(outcome: Outcome) -> Score:
    """Facts that only a good question brings out."""
    return score(
        "hidden_facts",
        (
            Check(fact.id in outcome.told, fact.topic, fact.says, "never asked for")
            for fact in outcome.case.hidden
        ),
        note="the case hides nothing",
    )


def questions_in_limits(outcome: Outcome) -> Score:
    """Five to seven first ones with the required topics; then what the tier allows."""
    return score("questions_in_limits", _limits(outcome))


def _limits(outcome: Outcome) -> Iterator[Check]:
    first, deeper = outcome.stage(ONBOARDING), outcome.stage(UNDERSTANDING)
    if first:
        fits = FEWEST_FIRST <= len(first) <= MOST_FIRST
        yield Check(fits, ONBOARDING, f"{len(first)} questions", "five to seven")
        topics = {one.question.topic for one in first if one.question.required}
        for topic in REQUIRED_TOPICS:
            yield Check(
                topic in topics, ONBOARDING, topic, "no required question on it"
            )
    if deeper:
        most = limits_of(outcome.case.tier).understanding_questions
        fits = len(deeper) <= most
        yield Check(fits, UNDERSTANDING, f"{len(deeper)} questions", f"at most {most}")
        last = deeper[-1].question.text
        yield Check(last == CLOSING.text, UNDERSTANDING, last, "not the closing one")


def questions_once(outcome: Outcome) -> Score:
    """No question repeats an earlier one in the same or nearly the same words."""
    return score(
        "questions_once",
        (
            Check(
                not any(_same(one, earlier) for earlier in outcome.asked[:place]),
                one.id,
                one.question.text,
                "asked before",
            )
            for place, one in enumerate(outcome.asked)
        ),
    )


def _same(one: Asked, other: Asked) -> bool:
    mine, theirs = (_asks(each.question.text) for each in (one, other))
    if not mine or not theirs:
        return one.question.text.strip() == other.question.text.strip()
    return len(mine & theirs) / len(mine | theirs) >= SAME_QUESTION


def _asks(question: str) -> frozenset[str]:
    """The words that ask: what is quoted may come again and again."""
    return frozenset(words(unquoted(question)))


def questions_fruitful(outcome: Outcome) -> Score:
    """Questions that brought something the founder had not said."""
    return score(
        "questions_fruitful",
        (
            Check(bool(one.facts), one.id, one.question.text, "brought nothing new")
            for one in outcome.asked
            if one.question.text != CLOSING.text
        ),
    )


def contradictions_noticed(outcome: Outcome) -> Score:
    """What cannot both be true is asked about, or named as open in the idea brief."""
    places = _where_doubts_stand(outcome)
    return score(
        "contradictions_noticed",
        (
            Check(
                any(_names_both(pair, place.text) for place in places),
                " and ".join(pair.facts),
                _both_sides(outcome, pair),
                "nobody noticed",
            )
            for pair in outcome.case.contradictions
            if set(pair.facts) <= outcome.told
        ),
        note="no contradiction was told",
    )


def _where_doubts_stand(outcome: Outcome) -> list[Text]:
    found = [Text(one.id, one.question.text) for one in outcome.asked]
    brief = outcome.kept.get(ArtifactType.IDEA_BRIEF)
    if brief is None:
        return found
    lines = [
        Text(where, line)
        for where, text in by_section(brief).items()
        if where.endswith(DOUBTFUL)
        for line in text.splitlines()
    ]
    return found + lines


def _names_both(pair: Contradiction, text: str) -> bool:
    return all(re.search(side, text, re.IGNORECASE) for side in pair.noticed)


def decision_followed(outcome: Outcome) -> Score:
    """A narrowing or new direction is found again in the brief and in the scope."""
    decision = outcome.case.decision
    wanted = _stems(decision.text)
    texts = {
        kind: frozenset(_stems("\n".join(by_section(outcome.kept[kind]).values())))
        for kind in (ArtifactType.IDEA_BRIEF, ArtifactType.MVP_SCOPE)
        if kind in outcome.kept and decision.kind != "proceed"
    }
    return score(
        "decision_followed",
        (
            Check(
                len(wanted & found) >= len(wanted) / 2,
                kind.value,
                decision.text,
                f"says only: {', '.join(sorted(wanted & found)) or 'nothing of it'}",
            )
            for kind, found in texts.items()
        ),
        note="the founder proceeds",
    )


def _stems(text: str) -> frozenset[str]:
    """The beginnings of the words that carry the meaning."""
    return frozenset(word[:STEM] for word in words(text) if len(word) >= STEM)


def _both_sides(outcome: Outcome, pair: Contradiction) -> str:
    return " / ".join(f.says for f in outcome.case.facts if f.id in pair.facts)
