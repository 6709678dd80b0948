"""The MVP scope of the demo: what we build first, and what waits (DOCU-06)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from cofounder.agents.composer.reading import capital, quote
from cofounder.agents.fake.documents.material import (
    Kind,
    Material,
    Proof,
    listed,
    spoken,
)
from cofounder.agents.fake.documents.pen import Pen
from cofounder.agents.fake.statements import scalability
from cofounder.artifacts.documents.contents import Priority
from cofounder.artifacts.documents.drafts import FeatureDraft, MvpScopeDraft

FEWEST_FEATURES, MOST_FEATURES, LEFT_OUT, METRICS = 4, 5, 4, 3
SPARE = "spare"
POINTS_LED_BY = (
    "It proves our point",
    "Here we keep our word",
    "It is what sets us apart",
)


@dataclass(frozen=True, slots=True)
class Idea:
    """A feature before it has its reasons; `role` is what a user does with it."""

    role: str
    name: str
    text: str
    priority: Priority
    proof: Proof | None = None


def scope(material: Material) -> MvpScopeDraft:
    """Four or five features that serve the value proposition."""
    pen = Pen(material)
    return MvpScopeDraft(
        core_features=_features(material, pen),
        out_of_scope=pen.lines("out_of_scope", _waiting(material), LEFT_OUT),
        success_metrics=pen.lines("success_metrics", _metrics(material), METRICS),
        technical_architecture=_parts(material, pen),
        scalability_plan=_growth(material, pen),
        evidence=pen.evidence,
    )


def _features(material: Material, pen: Pen) -> list[FeatureDraft]:
    found: list[FeatureDraft] = []
    for idea in chain(ideas_of(material), _spare()):
        at = len(found)
        why, labels = _reason(material, at)
        text = f"{idea.text} {why}"
        is_wanted = at < FEWEST_FEATURES if idea.role == SPARE else at < MOST_FEATURES
        if is_wanted and material.holds(f"{idea.name}\n{text}"):
            pen.written(f"core_features/{at}", text, idea.proof)
            feature = FeatureDraft(
                name=idea.name,
                description=text,
                priority=idea.priority,
                refers_to=labels,
            )
            found.append(feature)
    return found


def _spare() -> Iterator[Idea]:
    """Features for where most of ours were denied."""
    for number in range(1, 100):
        yield Idea(
            SPARE,
            f"Room for your idea {number}",
            "We keep this place for what the first five people ask for.",
            "low",
        )


def _reason(material: Material, at: int) -> tuple[str, list[str]]:
    """What a feature serves: the promise, in its own words, or a point of difference."""
    promise, points = material.promise, material.named("D")
    labels = [promise.label] if promise.label else []
    if at == 0:
        return f"It keeps our promise: {promise.quoted(250)}.", labels
    if at <= len(points):
        point = points[at % len(points)]
        lead = POINTS_LED_BY[at % len(POINTS_LED_BY)]
        why = f"{lead}: {point.quoted(320)}.".replace("….", "…")
        return why, [*labels, point.label]
    return "It makes our promise last: what people write down stays theirs.", labels


def ideas_of(material: Material) -> list[Idea]:
    """The features, those the promise cannot do without first."""
    main, others = material.main, material.others
    ideas = [
        Idea(
            "list",
            f"The list of {main.plain}",
            f"Your users enter, find, change and remove {main.plural}, each with"
            f" {main.with_fields()}, on a phone or a computer.",
            "high",
            main.proof,
        ),
        _warning(material.watched),
    ]
    if others:
        names = listed([kind.plural for kind in others])
        plain = listed([kind.plain for kind in others])
        ideas.append(
            Idea(
                "others",
                f"{capital(plain)} in the same place",
                f"We keep {names} where the {main.plural} are, so that a question about one"
                f" {main.singular} needs one look and no second list.",
                "medium",
                spoken(others),
            )
        )
    return [
        *ideas,
        Idea(
            "overview",
            "One look in the morning",
            f"The first page of {material.name} shows what needs attention today, and"
            " nothing else.",
            "medium",
        ),
        Idea(
            "away",
            "Find it and take it along",
            f"We find any of the {main.plural} by a word, and everything leaves as a file"
            " that a spreadsheet opens.",
            "low",
        ),
        Idea(
            "newcomers",
            "A page for newcomers",
            f"We explain in five sentences how {material.name} is used, so that nobody"
            " needs a course.",
            "low",
        ),
    ]


def _warning(kind: Kind) -> Idea:
    name, text = {
        "low": (
            f"A warning before {kind.plain} run out",
            (
                f"We show which {kind.plural} are below the level you set, while there is"
                " still time to act."
            ),
        ),
        "upcoming": (
            f"What comes next: {kind.plain}",
            (
                f"We put the {kind.plural} of the coming days in order, and those that are"
                " overdue on top."
            ),
        ),
    }.get(
        kind.watch,
        (
            f"Where {kind.plain} stand",
            f"We count {kind.plural} by where they stand, so that nobody has to ask.",
        ),
    )
    return Idea("watch", name, text, "high", kind.proof)


def _waiting(material: Material) -> list[str]:
    money, kind = material.said("money"), material.watched
    later = {
        "low": f"Ordering by itself: we show what runs low, and a person decides."
        f" Automatic orders wait until the list of {kind.plural} has been right for a"
        " month.",
        "upcoming": "Reminders by message: the first page shows what comes next. Messages"
        " follow when people ask for them.",
    }.get(
        kind.watch,
        f"Charts over many months: we have no history of {kind.plural} yet that a chart"
        " could show.",
    )
    return [
        *_narrowed_away(material),
        "Payments inside the product: "
        + (
            f"you told us {money}. We first hear ten people agree to a price in person."
            if money
            else "nobody has named a price yet, and we ask ten people before we build a"
            " till."
        ),
        (
            "An app from the stores: our pages open on any phone, with nothing to install,"
            " and we can change them the same day."
        ),
        later,
        (
            "Roles and rights: the first ten people know each other. We add rights when the"
            " first stranger comes."
        ),
        (
            "Talking to other programs: a file that a spreadsheet opens is enough until we"
            " know which program matters."
        ),
        "Other languages and countries: we learn from the people near you first.",
    ]


def _narrowed_away(material: Material) -> list[str]:
    """What a narrowing leaves for later, in the founder's words."""
    if not material.narrowing:
        return []
    only = quote(material.narrowing, 220)
    beyond = f", {listed(material.waiting)} among it," if material.waiting else ""
    first = f"{only} has to work on its own first, and we keep to that."
    return [f"Whatever you narrowed away{beyond} waits: {first}"]


def _metrics(material: Material) -> list[str]:
    kind, pain = material.main, material.said("problem") or material.fact()
    proof = material.said("experiment")
    counts = material.each_said("problem")[1:2]
    start = f" We start from your own count: {counts[0]}." if counts else ""
    return [
        (
            f"By week 2, the {kind.plural} of a whole week are in {material.name}, each entered"
            " in less than a minute. We sit beside and measure."
        ),
        f"By week 4, what you told us happens half as often: {pain}. We count it together,"
        f" week by week.{start}"
        if pain
        else f"By week 4, five people answer a question about {kind.plural} from the page"
        " that they had to ask somebody before. We count these questions.",
        "At the end of week 4, seven of ten invited people have used it in the last three"
        " days without a reminder from us."
        + (f" You would also see this: {proof}." if proof else ""),
        "By week 3, one person who was not invited asks to use it too.",
        "By week 4, nobody keeps a second list on paper. We look.",
        "In week 4, three people name a price they would pay, without being asked.",
    ]


def _parts(material: Material, pen: Pen) -> str:
    limit = material.said("constraint")
    return pen.prose(
        "technical_architecture",
        f"I'd suggest three parts: the pages people see, the rules that check what they enter,"
        f" and one record book that keeps {listed([k.plural for k in material.kinds])}.",
        "All three run together on one small rented computer, with a copy of the record"
        " book every night. Fewer parts cost less and break less often.",
        limit and f"Nothing in it breaks your limit: {limit}.",
        "We keep one door to the outside: a file with everything in it.",
    )


def _growth(material: Material, pen: Pen) -> str:
    told = material.section("scalability_notes") or scalability(material.story).text
    return pen.prose(
        "scalability_plan",
        told,
        "We change things in this order: first accounts with rights, then a second"
        " computer that takes over when the first one fails, then help pages in place of"
        " our own answers.",
        "None of it is built before a hundred people use it every week.",
    )
