"""The milestones of the demo: four, in weeks from the start (DOCU-06).

A date the founder wrote is not repeated here: what is counted is weeks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cofounder.agents.composer.reading import capital, shorten
from cofounder.agents.fake.documents.chain import (
    features_of,
    labels,
    named,
    shared_out,
)
from cofounder.agents.fake.documents.material import (
    Kind,
    Material,
    Proof,
    listed,
    spoken,
)
from cofounder.agents.fake.documents.pen import Pen
from cofounder.artifacts.documents.drafts import MilestoneDraft, MilestonesDraft

ON_PATH = 3
AGAIN = "We plan this week anew, take #, with whoever uses it first."


@dataclass(frozen=True, slots=True)
class Step:
    """A milestone before it has its features."""

    title: str
    text: str
    criteria: tuple[str, ...]
    proof: Proof | None = None


def milestones(material: Material) -> MilestonesDraft:
    """Four milestones of a week, three of them on the critical path."""
    pen = Pen(material)
    made = _milestones(material, pen)
    titles, weeks = _times(material, made)
    return MilestonesDraft(
        milestones=made,
        critical_path=titles[:ON_PATH],
        total_duration_weeks=weeks,
        resource_plan=_resources(material, pen),
        risk_mitigation_timeline=_doubts(material, pen),
        evidence=pen.evidence,
    )


def _milestones(material: Material, pen: Pen) -> list[MilestoneDraft]:
    steps = (_first(material), _second(material), _third(material), _last(material))
    kept = _kept_titles(material)
    made: list[MilestoneDraft] = []
    for at, (step, group) in enumerate(
        zip(steps, shared_out(features_of(material)), strict=True)
    ):
        path, title = f"milestones/{at}", kept[at] if at < len(kept) else step.title
        criteria = pen.criteria(path, step.criteria, 2)
        deliver = f"We deliver {named(group)}."
        text = pen.held(
            f"{step.text} {deliver}",
            f"{AGAIN} {deliver}",
            "\n".join((title, "{}", *criteria)),
        )
        made.append(
            MilestoneDraft(
                title=title,
                description=shorten(pen.written(path, text, step.proof), 2_000),
                success_criteria=criteria,
                estimated_weeks=1,
                refers_to=labels(*group),
            )
        )
    return made


def _kept_titles(material: Material) -> list[str]:
    """The titles of the present document where its critical path stays as it is."""
    request = material.request
    if not request.sections or "critical_path" in request.sections:
        return []
    present: list[dict[str, Any]] = request.previous.get("milestones") or []
    return [str(one["title"]) for one in present]


def _times(material: Material, made: list[MilestoneDraft]) -> tuple[list[str], int]:
    """The titles and weeks that will stand: the present ones where only other sections
    are written anew.
    """
    request = material.request
    present: list[dict[str, Any]] = request.previous.get("milestones") or []
    if request.sections and "milestones" not in request.sections and present:
        return (
            [str(one["title"]) for one in present],
            sum(int(one["estimated_weeks"]) for one in present),
        )
    return [one.title for one in made], sum(one.estimated_weeks for one in made)


def _first(material: Material) -> Step:
    kind, limit = material.main, material.dateless("constraint")
    way = material.dateless("product")
    respect = (
        f" We build it within your limit, {limit}, from the first day." if limit else ""
    )
    return Step(
        f"{capital(kind.plain)}: the first real entries",
        f"We agree on what one entry holds, {kind.with_fields()}, and put the"
        f" {kind.plural} of one ordinary week in.{respect}",
        (
            f"The {kind.plural} of a whole week are in {material.name}, none invented.",
            f"It fits the way you described: {way}. We watch one person do it."
            if way
            else "A person who did not build it adds one in less than a minute.",
            "Nobody asks what a field means.",
        ),
        kind.proof,
    )


def _second(material: Material) -> Step:
    kind = material.watched
    title, text, criterion = _watched(kind)
    pain = material.dateless("problem") or material.fact()
    about = f" This is the week in which we meet your problem: {pain}." if pain else ""
    return Step(
        title,
        f"{text}{about}",
        (
            criterion,
            (
                f"One person opens {material.name} on five days in a row before asking"
                " anybody."
            ),
            (
                "What the page says is checked against the real thing three times, and is"
                " right."
            ),
        ),
        kind.proof,
    )


def _watched(kind: Kind) -> tuple[str, str, str]:
    return {
        "low": (
            f"A shortage of {kind.plain} is noticed in time",
            (
                f"We set a level for each of the {kind.plural} together and watch it for a"
                " week."
            ),
            "At least one shortage shows on the page before it is there in reality.",
        ),
        "upcoming": (
            f"None of the {kind.plain} is forgotten",
            (
                f"We put everything that is due in order, and start each day of this week with"
                f" the {kind.plural} on the page."
            ),
            f"In five days, none of the {kind.plural} comes as a surprise.",
        ),
    }.get(
        kind.watch,
        (
            f"Everyone knows where {kind.plain} stand",
            (
                f"We keep the state of {kind.plural} up to date for a week and let people"
                " look."
            ),
            f"Asked about three {kind.plural} at random, anyone answers from the page.",
        ),
    )


def _third(material: Material) -> Step:
    others = material.others
    limit = material.limit(1)
    if not others:
        title, text = "The whole picture on one page", "We bring the pieces together."
    else:
        names = listed([kind.plural for kind in others])
        title = f"{capital(listed([kind.plain for kind in others]))} join in"
        text = f"We add {names}, joined to {material.main.plural}."
    return Step(
        title,
        f"{text} From now on a working day starts with {material.name}.",
        (
            "A question that needed a phone call last week is answered from the page.",
            f"Your limit holds, checked by somebody who knows it: {limit}."
            if limit
            else "It works on the oldest phone among the first users.",
            "Nobody keeps a second list.",
        ),
        spoken(others),
    )


def _last(material: Material) -> Step:
    proof = material.dateless("experiment")
    who = material.dateless("target_user", limit=100)
    whom = f" People like {who} come first." if who else ""
    return Step(
        "Ten people, one ordinary week",
        f"We invite ten people by name and leave them alone for a week.{whom} Then we"
        " talk with each of them.",
        (
            "Seven of ten want to keep it, and say so without being asked twice.",
            f"You see what you named: {proof}."
            if proof
            else "Three of ten name a price they would pay.",
            "We know the three things to change next.",
        ),
    )


def _resources(material: Material, pen: Pen) -> str:
    limit = material.limit(2)
    return pen.prose(
        "resource_plan",
        "You give about six hours a week, by our guess: real entries in week 1, a look at"
        " the page each morning in weeks 2 and 3, ten invitations in week 4.",
        "We give the building, and one talk with you each week. These four weeks are the"
        " first slice people can use; our longer timeline builds on it.",
        limit
        and f"Your limit holds for the plan as well: {limit}. Nothing has to be bought"
        " before the fourth week is over.",
        ""
        if limit
        else "We need one phone, one computer, and a small rented computer for a few"
        " dollars a month.",
    )


def _doubts(material: Material, pen: Pen) -> str:
    kind, worry = material.main, material.dateless("risk")
    return pen.prose(
        "risk_mitigation_timeline",
        f"Week 1 answers whether people enter {kind.plural} at all.",
        "Week 2 answers whether what we show comes early enough to help.",
        "Week 3 answers whether it holds on the spot, with everything in it.",
        "Week 4 answers whether people stay whom we do not stand beside.",
        worry and f"Your own worry, {worry}, is looked at in each of the four weeks.",
        "If two of the four answers are no, we stop and talk before we build on.",
    )
