"""Statements about the idea: each a text, with the passage it rests on, if any."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.agents.composer.reading import first_sentence, quote, sentences, shorten
from cofounder.agents.fake.story import Story, exact
from cofounder.interviews.words import Passage

QUOTED = 300


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of ours and the founder's passage behind it; None means we assume it."""

    text: str
    source: Passage | None = None
    proof: str = ""

    @property
    def evidence(self) -> str:
        """The exact words it rests on."""
        if self.source is None:
            return ""
        return self.proof or exact(self.source.text)


def resting_on(frame: str, passage: Passage, limit: int = QUOTED) -> Statement:
    """`frame` with the founder's words in place of `{quote}`."""
    return Statement(frame.replace("{quote}", quote(passage.text, limit)), passage)


def problem(story: Story) -> Statement:
    """The problem, in the founder's words."""
    told = story.on("problem")
    if told is not None:
        made = resting_on("The problem we solve first, in your words: {quote}.", told)
        fact = next((f for p, f in story.facts() if p is not told), "")
        more = f" What makes it urgent: {quote(fact, 180)}." if fact else ""
        return Statement(made.text + more, told)
    return Statement(
        f"You start from this: {story.idea_quote()}. What exactly goes wrong with"
        f" {story.things} today, and how often, is still open.",
        _idea(story),
    )


def target_user(story: Story) -> Statement:
    """Who has the problem."""
    told = story.on("target_user")
    if told is not None:
        return resting_on("We build for the people you describe: {quote}.", told)
    return Statement(
        f"You have not named one person yet. From {story.idea_quote(140)} we take it"
        f" that whoever deals with {story.things} every day uses this first."
    )


def value_prop(story: Story) -> Statement:
    """What the product gives them."""
    told = story.on("product", "experiment")
    base = (
        f"{story.name} keeps {story.things} in one place that everyone involved can"
        f" open, so that your idea comes true step by step: {story.idea_quote()}."
    )
    if told is None:
        return Statement(base, _idea(story), first_sentence(story.idea))
    return Statement(f"{base} What has to work first: {quote(told.text, 160)}.", told)


def constraint(story: Story) -> Statement:
    """The one limit that matters most."""
    told = story.on("constraint")
    if told is not None:
        return resting_on("The limit we respect: {quote}.", told)
    return Statement(
        f"No hard limit was named. We keep the first version of {story.name} small"
        " enough for one person to look after."
    )


def differentiation(story: Story) -> Statement:
    """Why this and not what they use today."""
    told = story.on("alternatives")
    if told is not None:
        return resting_on(
            f"Today it is done like this: {{quote}}. {story.name} wins when looking"
            f" after {story.things} takes less effort than that, from the first day.",
            told,
            200,
        )
    return Statement(
        f"{story.name} is made for one kind of work and nothing else: it knows"
        f" {story.things} by name, where a general tool starts with an empty page."
    )


def money(story: Story) -> Statement:
    """How money comes in."""
    told = story.on("money")
    if told is not None:
        return resting_on(
            "On money you told us {quote}. I'd suggest testing that with the first ten"
            " people before we build any payment.",
            told,
        )
    return Statement(
        f"Nobody has been asked to pay yet. I'd suggest one simple monthly price for"
        f" whoever saves the most time with {story.things}, named to the first ten"
        " people by you in person."
    )


def market(story: Story) -> Statement:
    """The alternatives people use now."""
    told = story.on("market", "alternatives")
    if told is not None:
        return resting_on("What people do today: {quote}.", told)
    return Statement(
        f"We take it that {story.things} are kept on paper, in chats and in"
        " spreadsheets today. Those cost nothing, and that is what we compete with."
    )


def risks(story: Story) -> list[Statement]:
    """What could make it fail; the founder's own worry first."""
    told = story.on("risk")
    found = [resting_on("You see this risk: {quote}.", told)] if told else []
    usual = story.said("alternatives", limit=120) or "the way it is done today"
    return [
        *found,
        Statement(
            f"People may go back to {usual} when entering {story.thing} takes longer"
            " than a minute."
        ),
        Statement(
            f"What we know about {story.who(70)} comes from you alone so far; five"
            " others may see it differently."
        ),
    ]


def experiment(story: Story) -> Statement:
    """The cheapest test."""
    told = story.on("experiment")
    plan = (
        f"For one week, five people keep {story.thing} with a shared sheet that has the"
        f" columns of {story.name}. If three of them still fill it in on the seventh"
        " day, we go on."
    )
    if told is not None:
        return resting_on(f"{plan} We know it worked when: {{quote}}.", told, 200)
    return Statement(plan)


def competition(story: Story) -> Statement:
    """Who else serves them."""
    told = story.on("alternatives", "market")
    if told is not None:
        return resting_on(
            f"The strongest rival is habit: {{quote}}. Larger products serve many"
            f" trades at once; {story.name} stays with {story.things}.",
            told,
            200,
        )
    return Statement(
        f"We know of no rival you named. Larger products serve many trades at once;"
        f" {story.name} stays with {story.things} and can follow your words."
    )


def scalability(story: Story) -> Statement:
    """What changes at ten times the size."""
    return Statement(
        f"At ten times the {story.things} the lists still fit one database. What changes"
        " first is people: accounts with rights, and somebody who answers questions."
    )


def risk_deep_dive(story: Story) -> Statement:
    """The hardest risk and the answer to it."""
    told = story.on("risk", "constraint")
    answer = (
        f" We meet it by showing the preview of {story.name} early and by counting how"
        f" many {story.thing} are entered in the second week, not in the first."
    )
    if told is not None:
        return resting_on(f"The hardest point is {{quote}}.{answer}", told, 200)
    return Statement(
        f"The hardest point is habit: whoever handles {story.things} today knows the"
        f" old way by heart.{answer}"
    )


def constraints(story: Story) -> list[Statement]:
    """Every limit the founder named, a line each."""
    told = story.on("constraint")
    if told is None:
        return [constraint(story)]
    lines = sentences(told.text)[:4] or [told.text]
    return [
        Statement(f"We respect: {quote(one, 240)}.", told, exact(one)) for one in lines
    ]


def short_question(question: str) -> str:
    """A question as it stands inside a sentence."""
    return quote(shorten(question, 200), 200)


def _idea(story: Story) -> Passage | None:
    return story.passages[0] if story.idea.strip() else None
