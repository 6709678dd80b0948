"""How it works, by the demo: five steps of one user, and what is behind them."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.agents.fake.documents.chain import features_of, labels, reached_with
from cofounder.agents.fake.documents.material import (
    Kind,
    Material,
    Named,
    Proof,
    listed,
    spoken,
)
from cofounder.agents.fake.documents.pen import Pen
from cofounder.agents.fake.documents.scope import ideas_of
from cofounder.artifacts.documents.drafts import HowItWorksDraft, StepDraft

STEPS = 5
AGAIN = "We watch three people do this, take #, before we describe it."


@dataclass(frozen=True, slots=True)
class Part:
    """A step before it has its feature; `role` is that of the feature it uses."""

    role: str
    title: str
    text: str
    proof: Proof | None = None


def how_it_works(material: Material) -> HowItWorksDraft:
    """Five steps, each with a feature and the milestone after which it is there."""
    pen = Pen(material)
    return HowItWorksDraft(
        user_journey=_journey(material, pen),
        architecture=_architecture(material, pen),
        data_flow=_data(material, pen),
        integration_points=_doors(material, pen),
        security_compliance=_safety(material, pen),
        evidence=pen.evidence,
    )


def _journey(material: Material, pen: Pen) -> list[StepDraft]:
    made: list[StepDraft] = []
    for at, part in enumerate(_parts(material)):
        feature = _feature(material, part.role, at)
        milestone = reached_with(material, feature)
        behind = _behind(feature, milestone, at)
        told = pen.held(
            f"{part.text} {behind}",
            f"{AGAIN} {behind}",
            f"{part.title}\n{{}}",
        )
        pen.written(f"user_journey/{at}", told, part.proof)
        made.append(
            StepDraft(
                step_number=at + 1,
                title=part.title,
                description=told,
                refers_to=labels(feature, milestone),
            )
        )
    return made


def _feature(material: Material, role: str, at: int) -> Named:
    """The feature a step uses: the one we wrote for it, else the next in the scope."""
    features = features_of(material)
    ours = {idea.role: idea.name for idea in ideas_of(material)}
    own = next((one for one in features if one.name == ours.get(role)), None)
    return own or features[at % len(features)]


def _behind(feature: Named, milestone: Named, at: int) -> str:
    name, reached = feature.quoted(), milestone.quoted()
    return (
        f"We built {name} for this; it is there after {reached}.",
        f"This is {name}, which we reach with {reached}.",
        f"Behind it is {name}, ready after our milestone {reached}.",
        f"We call it {name}; {reached} brings it.",
        f"It is {name}, the gain of {reached}.",
    )[at % STEPS]


def _parts(material: Material) -> tuple[Part, ...]:
    """The steps in the order in which one person meets them."""
    return (
        _enters(material),
        _sees(material.watched),
        _joins(material) if material.others else _invites(material),
        Part(
            "overview",
            "Begins the day with one look",
            f"The next morning {material.name} is open before anybody asks. What needs"
            " attention stands on top; the rest can wait, and says so.",
        ),
        _takes_along(material),
    )


def _enters(material: Material) -> Part:
    kind = material.main
    who = material.said("target_user", limit=110)
    whom = (
        f"We picture the people you described: {who}."
        if who
        else "We picture the person who does this every day."
    )
    return Part(
        "list",
        f"Writes down the first of the {kind.plain}",
        f"{whom} One of them opens {material.name} and adds one {kind.singular}:"
        f" {kind.with_fields()}. It takes less than a minute and no explanation.",
        kind.proof,
    )


def _sees(kind: Kind) -> Part:
    title, text = {
        "low": (
            "Is warned before it is too late",
            (
                f"Some of the {kind.plural} fall below their level. The page says so while"
                " there is time, and a person decides what to do."
            ),
        ),
        "upcoming": (
            "Sees what comes next",
            (
                f"The {kind.plural} of the coming days stand in order, the overdue ones on top."
                " Nobody has to keep them in mind."
            ),
        ),
    }.get(
        kind.watch,
        (
            "Sees how things stand",
            (
                f"One look tells how many {kind.plural} wait, run and are done. Nobody is"
                " called for it."
            ),
        ),
    )
    return Part("watch", title, text, kind.proof)


def _joins(material: Material) -> Part:
    names = listed([kind.plural for kind in material.others])
    return Part(
        "others",
        "Finds what belongs together",
        f"From one {material.main.singular} it is one tap to {names}. What used to be"
        " asked around is in one place.",
        spoken(material.others),
    )


def _invites(material: Material) -> Part:
    return Part(
        "newcomers",
        "Brings in the next person",
        f"Somebody new is invited to {material.name}, reads five sentences, and enters"
        f" some of the {material.main.plural} without asking.",
    )


def _takes_along(material: Material) -> Part:
    usual = material.said("alternatives", limit=110)
    instead = f" It takes the place of today's way: {usual}." if usual else ""
    return Part(
        "away",
        "Finds it again and takes it along",
        f"A word in the search is enough to find any of the {material.main.plural}, and"
        f" everything leaves as a file that a spreadsheet opens.{instead}",
    )


def _architecture(material: Material, pen: Pen) -> str:
    kinds, limit = (
        listed([k.plural for k in material.kinds]),
        material.limit(0),
    )
    return pen.prose(
        "architecture",
        f"{material.name} has three parts. The pages are what people see: one list each for"
        f" {kinds}, and a first page that says what needs attention.",
        "The rules behind them check what is entered, so that a slip of the finger does no"
        " harm. The record book keeps every entry, with a copy each night.",
        limit and f"Nothing in it may break your limit: {limit}.",
        "There is nothing to install: whoever has the address and your invitation is in.",
        proof=material.main.proof,
    )


def _data(material: Material, pen: Pen) -> str:
    main = material.main
    return pen.prose(
        "data_flow",
        f"When somebody adds one {main.singular}, we keep {main.with_fields(4)}, who wrote"
        " it and when, and nothing else.",
        f"The pages read it back to everyone you invite; nobody else sees it. The same"
        f" goes for {listed([k.plural for k in material.kinds[1:]])}."
        if material.kinds[1:]
        else "The pages read it back to everyone you invite; nobody else sees it.",
        "It leaves in two ways: as a file when you take it along, and for good when you"
        " delete it. Nightly copies are gone after thirty days.",
        proof=main.proof,
    )


def _doors(material: Material, pen: Pen) -> str:
    usual, money = material.said("alternatives"), material.said("money")
    return pen.prose(
        "integration_points",
        f"At first we take over what you have today, {usual}, by hand, in an hour with you."
        if usual
        else "At first we take over what you have today by hand, in an hour with you.",
        "A spreadsheet goes in and comes out as a file.",
        f"Payments come later; on money you told us {money}, and we hear ten people agree"
        " first."
        if money
        else "Payments come later, when ten people have agreed to a price.",
        "Everything else waits until somebody asks for it twice.",
    )


def _safety(material: Material, pen: Pen) -> str:
    people = [kind.plural for kind in material.kinds if kind.keeps_contacts]
    held = (
        f"We keep personal details only with {listed(people)}: what is needed to reach"
        " them, and no more. Data protection law applies to these; whoever stands in the"
        " list can ask to see it or to be removed."
        if people
        else "We keep no personal details beyond who wrote an entry, and data protection"
        " law applies to those."
    )
    return pen.prose(
        "security_compliance",
        held,
        "Everything travels locked, as in online banking, and the record book and its"
        " copies lie locked too.",
        "People come in by your invitation and leave with one click of yours. We read your"
        " data only when you ask us to help.",
    )
