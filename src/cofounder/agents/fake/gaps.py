"""What the founder skipped or left to us: few lines, each with its questions (UNDR-05).

Questions about the same subject share a line, and each line says what we do until the
founder tells us more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cofounder.agents.fake import statements
from cofounder.agents.fake.story import Story
from cofounder.interviews.ports import Assumption


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question can be about: the words that tell it, and what we do meanwhile.

    `knowing` is what we do where another answer on `topic` tells us something already.
    """

    name: str
    words: str
    meanwhile: str
    topic: str = ""
    knowing: str = ""


FIRST = "we take the simplest way that keeps {things} in one place"
SUBJECTS = (
    Subject(
        "the first version",
        "only one thing|nur eines|solo una cosa|une seule chose|one glance",
        FIRST,
    ),
    Subject(
        "money",
        "pay|price|money|zahl|geld|preis|pag|dinero|financ|argent|prix|precio|paie",
        "we start with one monthly price and ask the first ten people whether it is fair",
        "money",
        "we hold on to what you told us and listen for the first no",
    ),
    Subject(
        "harm and rights",
        "harm|schäd|schad|daño|dañin|dangere|who may|wer darf|quién puede|qui peut",
        "we keep no personal details we do not need, and you alone can remove anything",
    ),
    Subject(
        "what could go wrong",
        "risk|go back|wieder wie früher|vuelva|revenir|broke|verletz",
        "we watch the second week, when people quietly stop, and show the preview early",
    ),
    Subject(
        "today's way",
        "today|use for|heute|hoy|aujourd|do well|kann das gut|hace bien|fait bien",
        "we take it that {things} are kept on paper and in chats today",
        "alternatives",
        "we drop nothing people like about it before we have asked them",
    ),
    Subject(
        "how it spreads",
        "how many others|next?|hear about|wie viele andere|als nächstes|cuántos otros"
        "|combien d'autres|después|ensuite|erfahren|enteraron|découvert|heard",
        "we stay with the first group you know and claim no market size",
    ),
    Subject(
        "proof",
        "notice|worked|try within|merken|ausprobieren|notaría|probar|verriez|essayer"
        "|how often|wie oft|frecuencia|fréquence",
        "we count from the first week how often it happens, and judge by that number",
    ),
    Subject(
        "the people",
        "who|wer|quién|qui |people|person|meet|treffen|five of|encontrar|rencontrer",
        "we start with the person who deals with {things} every day",
        "target_user",
        "we start with those you know by name",
    ),
)
OTHER = Subject("the first version", "", FIRST)


def decision(story: Story, question: str) -> str:
    """What we choose where a question was left to us."""
    return _meanwhile(_subject(question), story)


def gaps(story: Story, assumed: Sequence[Assumption]) -> list[str]:
    """A line for each subject on which something was left to us or stayed open."""
    by_subject: dict[str, list[Assumption]] = {}
    for one in assumed:
        by_subject.setdefault(_subject(one.question).name, []).append(one)
    known = {subject.name: subject for subject in (*SUBJECTS, OTHER)}
    return [_line(known[name], asked, story) for name, asked in by_subject.items()]


def _line(subject: Subject, asked: Sequence[Assumption], story: Story) -> str:
    meanwhile = _meanwhile(subject, story)
    left = _listed([one for one in asked if one.action == "you_decide"])
    skipped = _listed([one for one in asked if one.action == "skip"])
    if left:
        more = f" You skipped {skipped} as well." if skipped else ""
        return f"You left {left} to us: {meanwhile}.{more}"
    return f"Open about {subject.name}, {skipped}: until you tell us, {meanwhile}."


def _meanwhile(subject: Subject, story: Story) -> str:
    told = subject.topic and story.on(subject.topic)
    words = subject.knowing if told else subject.meanwhile
    return words.replace("{things}", story.things)


def _listed(asked: Sequence[Assumption]) -> str:
    if not asked:
        return ""
    *first, last = [statements.short_question(one.question) for one in asked]
    return f"{', '.join(first)} and {last}" if first else last


def _subject(question: str) -> Subject:
    asked = question.casefold()
    return next((one for one in SUBJECTS if _tells(one, asked)), OTHER)


def _tells(subject: Subject, asked: str) -> bool:
    return any(word in asked for word in subject.words.split("|"))
