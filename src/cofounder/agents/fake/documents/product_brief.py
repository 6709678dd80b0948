"""The product brief of the demo: what we build, for whom, and why it wins (DOCU-06)."""

from __future__ import annotations

from cofounder.agents.fake.documents.material import Material, own_promise
from cofounder.agents.fake.documents.pen import Pen
from cofounder.agents.fake.statements import competition, market, problem, target_user
from cofounder.artifacts.documents.drafts import ProductBriefDraft

POINTS = 3
OWN_WORDS = "and you can hold us to your own words"


def product_brief(material: Material) -> ProductBriefDraft:
    """Three points of difference; every section filled."""
    pen = Pen(material)
    return ProductBriefDraft(
        problem_statement=_problem(material, pen),
        target_user=_target_user(material, pen),
        value_proposition=_promise(material, pen),
        key_constraint=_constraint(material, pen),
        differentiation_points=pen.lines(
            "differentiation_points", _points(material), POINTS
        ),
        market_analysis=_market(material, pen),
        competitive_strategy=_strategy(material, pen),
        evidence=pen.evidence,
    )


def _problem(material: Material, pen: Pen) -> str:
    usual = material.said("alternatives")
    told = material.section("problem_statement") or problem(material.story).text
    return pen.prose(
        "problem_statement",
        told,
        usual
        and f"It stays unsolved because of how it is done today: {usual}. That shows one"
        f" person, in one place, how {material.main.plural} stand; everybody else asks or"
        " guesses.",
        "This is what we set out to change together, and the only thing the first version"
        " is measured by.",
    )


def _target_user(material: Material, pen: Pen) -> str:
    told = material.section("target_user") or target_user(material.story).text
    return pen.prose(
        "target_user",
        told,
        f"They come before anybody else. When ten of them open {material.name} in"
        " an ordinary week without being reminded, we look at the next group, not"
        " earlier.",
    )


def _promise(material: Material, pen: Pen) -> str:
    """One promise first: its first sentence is what the other documents repeat."""
    story, kind = material.story, material.watched
    lead = next(
        (
            part
            for part in (material.section("value_prop"),)
            if part.startswith(("Narrowed to: ", "New direction: "))
        ),
        "",
    )
    pain = material.said("problem") or material.fact()
    return pen.prose(
        "value_proposition",
        own_promise(material),
        f"It grows out of what you set out to do: {story.idea_quote(220)}.",
        lead.partition("”.")[0] + "”." if lead else "",
        pain and f"We keep the promise when this becomes rare: {pain}.",
        f"Nobody has to ask the one person who knows: whoever looks after {kind.plural}"
        " writes it down once, and we show it to everyone you invite.",
        "" if lead else _other_words(material),
        proof=kind.proof,
    )


def _other_words(material: Material) -> str:
    """What the idea brief promises in words that are not the demo's own."""
    told = material.section("value_prop")
    if OWN_WORDS not in told:
        return f"In the words of our idea brief: {told}" if told else ""
    first = material.each_said("product")[:1]
    return f"What has to be right from the first day: {first[0]}." if first else ""


def _constraint(material: Material, pen: Pen) -> str:
    told = material.section("key_constraints")
    return pen.prose(
        "key_constraint",
        told
        or "You have not named a hard limit yet, so we set one ourselves: the first"
        " version must be small enough for one person to look after.",
        "It shapes the first version: we choose the simplest thing that respects it, and"
        " whatever would break it waits, however useful it looks.",
    )


def _points(material: Material) -> list[str]:
    kind, name = material.main, material.name
    usual, limit = material.said("alternatives"), material.said("constraint")
    return [
        f"Against today's way, {usual}: everyone you invite sees the same {kind.plural} at"
        " the same moment, wherever they are."
        if usual
        else f"Against paper and chats, which we take to be today's way: everyone you"
        f" invite sees the same {kind.plural} at the same moment.",
        (
            f"{name} speaks your language: {kind.plural} have {kind.with_fields()} from the first"
            " day, where a general tool starts with an empty page."
        ),
        f"{name} fits the limit you live with, {limit}; larger products ask you to adapt to"
        " them."
        if limit
        else f"It does one job: what does not help with {kind.plural} stays out of {name}.",
        "You own your records: everything we keep for you leaves as a plain file whenever you want.",
        f"It changes with you: a word your users miss in {name} is added within a week.",
        "It starts small: one evening is enough to fill it with what you have today.",
    ]


def _market(material: Material, pen: Pen) -> str:
    told = material.section("market_context") or market(material.story).text
    return pen.prose(
        "market_analysis",
        told,
        f"We find the first ten users where you already know them: {material.who()}. We"
        " claim no market size. We count who of the ten stays, and let that number decide"
        " whether we look further.",
    )


def _strategy(material: Material, pen: Pen) -> str:
    told = material.section("competitive_analysis") or competition(material.story).text
    kind = material.main
    return pen.prose(
        "competitive_strategy",
        told,
        f"We win by being closer: we sit beside the first users, and we change what slows"
        f" them down around {kind.plural} within the week.",
        f"What keeps them is their own record: after three months the history of their"
        f" {kind.plural} is worth more to them than any feature of ours, and they can take"
        " it along. That makes staying a choice.",
    )
