"""What could make the idea fail: answers that clash, the founder's worries, then ours."""

from __future__ import annotations

from cofounder.agents.composer.reading import first_sentence, quote
from cofounder.agents.fake.clashes import clashes
from cofounder.agents.fake.statements import Statement, resting_on
from cofounder.agents.fake.story import Story

MOST_RISKS = 3
RISK_FRAMES = (
    "You see this risk: {quote}.",
    "You also warned us: {quote}.",
    "And this could stop us: {quote}.",
)


def risks(story: Story) -> list[Statement]:
    """What could make it fail: answers that clash, the founder's worries, then ours."""
    told = story.all_on("risk")[:MOST_RISKS]
    worries = [
        resting_on(RISK_FRAMES[at % len(RISK_FRAMES)], one)
        for at, one in enumerate(told)
    ]
    usual = story.on("alternatives")
    habit = (
        resting_on(
            f"Habit: people may go back to {{quote}} when we make entering"
            f" {story.thing} take longer than a minute.",
            usual,
            120,
        )
        if usual
        else Statement(
            "Habit: people may go back to the way it is done today when we make"
            f" entering {story.thing} take longer than a minute."
        )
    )
    who = story.on("target_user")
    return [
        *(_torn(story)),
        *worries,
        habit,
        Statement(
            f"What we know about {story.who(70)} comes from you alone so far; five"
            " others may see it differently.",
            who,
            first_sentence(who.text) if who else "",
        ),
    ]


def _torn(story: Story) -> list[Statement]:
    """What the founder said that cannot both hold, with both sides (UNDR-02)."""
    told = story.passages[:1] + story.answers
    found: list[Statement] = []
    for clash in clashes(told, within=True):
        first, second = (
            (told[int(label[1:]) - 1], words)
            for label, words in (
                (clash.first, clash.first_quote),
                (clash.second, clash.second_quote),
            )
        )
        found.append(
            Statement(
                f"Two of your answers pull apart: {quote(first[1])} and"
                f" {quote(second[1])}. We plan with the stricter one until you choose.",
                first[0],
                first[1],
                (second,),
            )
        )
    return found


def risk_deep_dive(story: Story) -> Statement:
    """The hardest risk and the answer to it."""
    told, limit = story.on("risk"), story.on("constraint")
    answer = (
        f" We meet it by showing you the preview of {story.name} early and by counting"
        f" how many {story.thing} are entered in the second week, not in the first."
    )
    if told is not None:
        return resting_on(f"The hardest point is {{quote}}.{answer}", told, 200)
    if limit is not None:
        return resting_on(
            "You named no risk yet, so we look at what binds us most: {quote}. A first"
            f" version that breaks it would not be used at all.{answer}",
            limit,
            200,
        )
    return Statement(
        f"The hardest point is habit: whoever handles {story.things} today knows the"
        f" old way by heart.{answer}"
    )
