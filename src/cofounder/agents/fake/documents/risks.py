"""The risk log of the demo: two, two, two, one and one (DOCU-06)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from cofounder.agents.composer.reading import capital, shorten
from cofounder.agents.fake.documents.chain import labels, milestones_of
from cofounder.agents.fake.documents.material import Material, Named
from cofounder.agents.fake.documents.pen import Pen
from cofounder.artifacts.documents.contents import Priority
from cofounder.artifacts.documents.drafts import RiskDraft, RiskLogDraft


@dataclass(frozen=True, slots=True)
class Danger:
    """A risk before its milestone has a name: the place of the milestone instead."""

    title: str
    text: str
    sign: str
    answer: str
    threatens: int
    severity: Priority = "medium"


# What we call the founder's own worries, their first sign and our answer, in order.
WORRIES = (
    (
        "What you worry about yourself",
        "it happens once, to anybody, in the first two weeks",
        "We ask about it in every talk, and change the plan the first time it shows.",
    ),
    (
        "What you warned us of",
        "somebody asks us about it before we have an answer",
        "We settle in week 1 who looks after it, and check it before anybody is invited.",
    ),
)


def risk_log(material: Material) -> RiskLogDraft:
    """Each risk with the milestone it threatens, its first sign and our answer."""
    pen = Pen(material)

    def listed(section: str, dangers: Sequence[Danger], most: int) -> list[RiskDraft]:
        return _written(material, pen, section, dangers, most)

    return RiskLogDraft(
        technical_risks=listed("technical_risks", _technical(material), 2),
        market_risks=listed("market_risks", _market(material), 2),
        execution_risks=listed("execution_risks", _execution(material), 2),
        financial_risks=listed("financial_risks", _financial(material), 1),
        strategic_risks=listed("strategic_risks", _strategic(material), 1),
        evidence=pen.evidence,
    )


def _written(
    material: Material, pen: Pen, section: str, dangers: Sequence[Danger], most: int
) -> list[RiskDraft]:
    milestones = milestones_of(material)
    made: list[RiskDraft] = []
    for danger in chain(dangers, _spare()):
        milestone = milestones[min(danger.threatens, len(milestones) - 1)]
        risk = _risk(danger, milestone)
        text = f"{risk.title}\n{risk.description}\n{risk.mitigation}"
        if len(made) < most and material.holds(text):
            pen.written(f"{section}/{len(made)}", text)
            made.append(risk)
    return made


def _spare() -> Iterator[Danger]:
    """Risks for where all of ours were denied."""
    for number in range(1, 100):
        yield Danger(
            f"Something neither of us sees yet, {number}",
            "We have crossed out what we feared here; what is left is what we overlook.",
            "somebody outside asks a question we cannot answer",
            "We ask three people from outside to read this log, and write down what they"
            " miss.",
            0,
            "low",
        )


def _risk(danger: Danger, milestone: Named) -> RiskDraft:
    return RiskDraft(
        title=danger.title,
        description=f"{danger.text} It threatens our milestone {milestone.quoted()}."
        f" First sign: {danger.sign}.",
        severity=danger.severity,
        mitigation=danger.answer,
        refers_to=labels(milestone),
    )


def _technical(material: Material) -> list[Danger]:
    kind, limit = material.main, material.said("constraint")
    found = [
        Danger(
            f"An entry about {kind.plain} is lost or wrong",
            f"If an entry disappears, nobody trusts the list of {kind.plural} again.",
            "somebody starts a second list on paper",
            "We keep every change, copy everything each night, and bring one such copy back"
            " before we invite anybody.",
            0,
            "high",
        )
    ]
    if limit:
        found.append(
            Danger(
                "Your limit is tighter than we think",
                f"You set this limit: {limit}. A first version that breaks it cannot be"
                " used, however good it is.",
                "somebody has to go around the limit to get on",
                "We check it in week 1 with the person who knows it best, on the spot, before"
                " anything else is built.",
                2,
                "high",
            )
        )
    return [
        *found,
        Danger(
            "It is too slow where the work is done",
            f"If {kind.plural} take longer than two seconds to show, people give up.",
            "somebody closes the page before it is there",
            "We try it on the oldest phone among the first users, each week.",
            1,
        ),
        Danger(
            f"What we keep of {kind.plain} is not enough",
            f"We begin with {kind.with_fields()}; something people need may be missing.",
            "the field for notes fills up",
            "We read the notes every Friday and turn what repeats into a field.",
            2,
        ),
        Danger(
            "The page is away when it is needed",
            "A rented computer can fail on the busiest morning.",
            "we hear of it from a user first",
            "We watch it from outside, and a printed list from the day before helps out.",
            3,
            "low",
        ),
    ]


def _market(material: Material) -> list[Danger]:
    usual = material.said("alternatives")
    kind = material.main
    today = (
        f"Today it is done like this: {usual}. That costs nothing and everybody knows it."
        if usual
        else "Today's way, which we take to be paper and chats, costs nothing and everybody"
        " knows it."
    )
    found = [
        Danger(
            "Habit is stronger than we are",
            f"{today} People go back to it when one entry takes longer than a minute.",
            "fewer entries in the second week than in the first",
            "We sit beside two people while they enter their first ten, and remove whatever"
            " made them stop.",
            1,
            "high",
        ),
        Danger(
            "Ten others see it differently from you",
            f"What we know about {material.who()} comes from you alone so far.",
            "two of the first five shrug when we describe the problem",
            "We ask five people you do not know well, in week 1, before they see anything"
            " of ours; if two shrug, we narrow.",
            3,
        ),
        Danger(
            f"{capital(kind.plain)} matter less than we think",
            "People may agree politely and never come back.",
            "nobody asks when it will be ready",
            "We ask each of them for something that costs a little: an hour, a name, a"
            " deposit.",
            3,
        ),
        Danger(
            "It helps one place and no second one",
            "What fits your way of working may fit nobody else's.",
            "the second place asks for three changes on the first day",
            "We show the first pages in a second place in week 3.",
            2,
        ),
    ]
    return [*_worry(material, 0), *found]


def _worry(material: Material, at: int) -> list[Danger]:
    """The founder's own worry number `at`, so that each stands in one place only."""
    worries = material.each_said("risk")
    if at >= len(worries):
        return []
    title, sign, answer = WORRIES[at]
    text = f"You told us: {worries[at]}. We take it as seriously as you do."
    return [Danger(title, text, sign, answer, at + 1, "high")]


def _execution(material: Material) -> list[Danger]:
    features = material.named("F")
    last = features[-1].quoted() if features else "what the last week brings"
    return [
        *_worry(material, 1),
        Danger(
            "We want more than four weeks hold",
            "Each wish sounds small. Together they move the day on which somebody uses it"
            " for the first time.",
            "a milestone is three days late",
            f"We cut from the end: {last} goes first, and no milestone gets a new"
            " feature once its week has begun.",
            2,
        ),
        Danger(
            "The ten people are not there",
            "Without them we would judge by our own opinion.",
            "fewer than ten names on the list at the end of week 1",
            "You write down ten names in week 1 and ask the first three the same day.",
            3,
        ),
        Danger(
            "Nobody keeps it up to date",
            f"{material.name} is worth nothing when it shows yesterday.",
            "an entry older than two days",
            "One person, named in week 1, owns the list; the first page shows its age.",
            1,
        ),
        Danger(
            "You have less time than you hope",
            "Your six hours a week compete with everything else.",
            "one weekly talk is put off",
            "We shorten the week's milestone before we lengthen the plan.",
            0,
        ),
    ]


def _financial(material: Material) -> list[Danger]:
    money = material.said("money")
    return [
        Danger(
            "The price does not carry the work",
            f"On money you told us {money}. Nobody has paid it yet."
            if money
            else "Nobody has named a price yet, so we do not know what it may cost to run.",
            "the first three people hesitate when they hear a number",
            "We name one price to ten people in week 4 and spend nothing that ten paying"
            " users would not cover.",
            3,
        ),
        Danger(
            "Help costs more than hosting",
            "Each question answered by hand is time nobody pays for.",
            "the same question comes a third time",
            "We answer it on the page where it was asked.",
            3,
        ),
    ]


def _strategic(material: Material) -> list[Danger]:
    things, reach = material.main.plural, material.said("market")
    field = f" The field is open to them too: {reach}." if reach else ""
    return [
        Danger(
            "A larger product does the same",
            f"Somebody larger may add {things} to what they sell already.{field}",
            "one of the ten asks how we differ from them",
            "We stay closer than they can: your words, a change within the week, and a file"
            " with everything for whoever wants to leave.",
            3,
            "low",
        ),
        Danger(
            "We win the wrong people",
            "The first who come may need something else than those we build for.",
            "half of the wishes come from people you did not describe",
            f"We sort every wish by who has it, and build for {shorten(material.who(), 120)}"
            " first.",
            3,
            "low",
        ),
    ]
