"""Does it read like a co-founder: we, plain, short, in the founder's language?

Quotations are left out: they are the founder's words, not ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.statements import statements_of
from cofounder.runner import Mode
from evals.outcomes import Outcome
from evals.scores.scoring import Check, Score, not_measured, score
from evals.scores.texts import Text, by_section, sections, written
from evals.words import (
    language_of,
    lexicon,
    sentences_of,
    size,
    unquoted,
    words,
)

ENOUGH_WORDS = 20
WORDS_OF_A_SENTENCE = 4
LONG_WORD = 6
DEMO_FRAMES = "not measured: the demo frames the founder's words in English"
# Words a reader gets through: enough to decide on, not more than two pages or so.
LENGTHS: dict[ArtifactType, tuple[int, int]] = {
    ArtifactType.IDEA_BRIEF: (250, 1_600),
    ArtifactType.BRIEF: (180, 1_200),
    ArtifactType.MVP_SCOPE: (180, 1_200),
    ArtifactType.MILESTONES: (150, 1_200),
    ArtifactType.RISK_LOG: (180, 1_400),
    ArtifactType.HOW_IT_WORKS: (180, 1_200),
}


def we_voice(outcome: Outcome) -> Score:
    """Sections that speak of "us" and "your" (VOIC-01)."""
    return score("we_voice", _voices(outcome), note="no language we know the voice of")


def _voices(outcome: Outcome) -> Iterator[Check]:
    for section in sections(outcome):
        ours = unquoted(section.text)
        patterns = lexicon()["together"].get(_language(outcome, ours), [])
        if patterns:
            holds = any(re.search(one, ours, re.IGNORECASE) for one in patterns)
            yield Check(holds, section.where, section.text, "nobody speaks here")


def readable(outcome: Outcome) -> Score:
    """Sections of twenty words or more whose LIX a newspaper would print."""
    return score("readable", _readings(outcome), note="no formula for this language")


def _readings(outcome: Outcome) -> Iterator[Check]:
    for section in sections(outcome):
        ours = unquoted(section.text)
        limit = lexicon()["highest_lix"].get(_language(outcome, ours))
        if limit and len(words(ours)) >= ENOUGH_WORDS:
            found, most = lix(ours), int(limit[0])
            why = f"LIX {found:.0f}, at most {most}"
            yield Check(found <= most, section.where, section.text, why)


def lix(text: str) -> float:
    """Words per sentence plus the percentage of words over six letters."""
    found = words(text)
    if not found:
        return 0.0
    long = sum(len(word) > LONG_WORD for word in found)
    return len(found) / max(1, len(sentences_of(text))) + 100 * long / len(found)


def plain_words(outcome: Outcome) -> Score:
    """Sections without a word of the jargon list that the founder did not use."""
    return score(
        "plain_words", _jargon(outcome), note="no jargon list for this language"
    )


def _jargon(outcome: Outcome) -> Iterator[Check]:
    theirs = " ".join(p.text for p in outcome.passages).casefold()
    for section in sections(outcome):
        ours = unquoted(section.text)
        listed = lexicon()["jargon"].get(_language(outcome, ours))
        if listed:
            found = [w for w in listed if _occurs(w, ours) and w not in theirs]
            yield Check(not found, section.where, section.text, ", ".join(found))


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(word)}\b", text, re.IGNORECASE) is not None


def length_budget(outcome: Outcome) -> Score:
    """Documents that are neither a note nor a book."""
    return score("length_budget", _lengths(outcome))


def _lengths(outcome: Outcome) -> Iterator[Check]:
    for kept in written(outcome):
        low, high = LENGTHS[kept.kind]
        text = "\n".join(by_section(kept).values())
        count = size(text)
        why = f"{count} words, wanted {low} to {high}"
        yield Check(low <= count <= high, kept.kind.value, text, why)


def said_once(outcome: Outcome) -> Score:
    """No sentence of ours comes back in another place of the same document."""
    return score("said_once", _sentences(outcome))


def _sentences(outcome: Outcome) -> Iterator[Check]:
    for kept in written(outcome):
        seen: set[str] = set()
        for statement in statements_of(kept.kind, kept.content):
            for sentence in sentences_of(unquoted(statement.text)):
                key = " ".join(words(sentence))
                if len(words(sentence)) >= WORDS_OF_A_SENTENCE:
                    where = f"{kept.kind.value}/{statement.path}"
                    yield Check(key not in seen, where, sentence.strip(), "said before")
                    seen.add(key)


def on_topic(outcome: Outcome) -> Score:
    """The features deal with what the idea is about, not with a word beside it."""
    scope = outcome.kept.get(ArtifactType.MVP_SCOPE)
    if scope is None:
        return not_measured("on_topic", "there is no scope")
    named = [
        f"{item['name']}\n{unquoted(item['description'])}"
        for item in scope.content["core_features"]
    ]
    return score(
        "on_topic",
        (
            Check(
                any(re.search(thing, text, re.IGNORECASE) for text in named),
                "mvp_scope/core_features",
                " / ".join(text.splitlines()[0] for text in named),
                f"nothing about {thing}",
            )
            for thing in outcome.case.about
        ),
    )


def answers_language(outcome: Outcome) -> Score:
    """Questions and sections in the founder's own language, where one can tell."""
    if outcome.mode is Mode.DEMO:
        return not_measured("answers_language", DEMO_FRAMES)
    return score("answers_language", _languages(outcome))


def _languages(outcome: Outcome) -> Iterator[Check]:
    wanted = outcome.case.language
    asked = [Text(one.id, one.question.text) for one in outcome.asked[:-1]]
    for text in [*asked, *sections(outcome)]:
        found = language_of(unquoted(text.text))
        if found is not None:
            yield Check(
                found == wanted, text.where, text.text, f"{found}, not {wanted}"
            )


def _language(outcome: Outcome, ours: str) -> str:
    """The language a text is written in; the founder's where it cannot be told."""
    told = language_of(ours)
    if told is None:
        return "en" if outcome.mode is Mode.DEMO else outcome.case.language
    return told
