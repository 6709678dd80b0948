"""Statements about the idea: each a text, with the passage it rests on, if any."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from cofounder.agents.composer.reading import first_sentence, quote, sentences, shorten
from cofounder.agents.fake.story import Story, exact
from cofounder.interviews.words import Passage

QUOTED = 300
MORE = 220
MOST_MORE = 3


Proof = tuple[Passage, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """A text of ours and the founder's passage behind it; None means we assume it.

    `also` are further pieces of what the founder said that the text quotes.
    """

    text: str
    source: Passage | None = None
    proof: str = ""
    also: tuple[Proof, ...] = ()

    @property
    def evidence(self) -> str:
        """The exact words it rests on."""
        if self.source is None:
            return ""
        return self.proof or exact(self.source.text)

    @property
    def proofs(self) -> tuple[Proof, ...]:
        """Everything it rests on, what leads first."""
        first = ((self.source, self.evidence),) if self.source else ()
        return first + tuple(one for one in self.also if one not in first)

    def joined(self, frame: str, passages: Sequence[Passage]) -> Statement:
        """With one more sentence that quotes the rest of what was said on a topic."""
        if not passages:
            return self
        pieces = [exact(one.text, MORE) for one in passages[:MOST_MORE]]
        said = " and ".join(quote(piece, MORE) for piece in pieces)
        return replace(
            self,
            text=f"{self.text} {frame.replace('{quote}', said)}",
            also=(*self.also, *zip(passages, pieces, strict=False)),
        )


def resting_on(frame: str, passage: Passage, limit: int = QUOTED) -> Statement:
    """`frame` with the founder's words in place of `{quote}`."""
    return Statement(frame.replace("{quote}", quote(passage.text, limit)), passage)


def problem(story: Story) -> Statement:
    """The problem, in the founder's words, with everything told about it."""
    told = story.all_on("problem")
    if told:
        made = resting_on(
            "The problem we solve first, in your words: {quote}.", told[0]
        )
        return made.joined("What makes it weigh: {quote}.", told[1:])
    return Statement(
        f"You start from this: {story.idea_quote()}. What exactly goes wrong with"
        f" {story.things} today, and how often, is still open.",
        _idea(story),
    )


def target_user(story: Story) -> Statement:
    """Who has the problem."""
    told = story.all_on("target_user")
    if told:
        made = resting_on("We build for the people you describe: {quote}.", told[0])
        return made.joined("We design around this as well: {quote}.", told[1:])
    return Statement(
        f"You have not named one person yet. From {story.idea_quote(140)} we take it"
        f" that whoever deals with {story.things} every day uses this first."
    )


def value_prop(story: Story) -> Statement:
    """What the product gives them."""
    told = story.all_on("product")
    made = Statement(
        f"We give everyone involved one place for {story.things}, and you can hold us"
        f" to your own words: {story.idea_quote()}.",
        _idea(story),
        first_sentence(story.idea),
    )
    return made.joined("What has to be right from the first day: {quote}.", told)


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
    told = story.all_on("alternatives")
    if told:
        made = resting_on(
            "Today it is done like this: {quote}. We win only when looking after"
            f" {story.thing} takes less effort than that, from the first day.",
            told[0],
            200,
        )
        return made.joined("What we must not lose on the way: {quote}.", told[1:])
    return Statement(
        f"{story.name} is made for one kind of work and nothing else: we know"
        f" {story.things} by name, where a general tool starts with an empty page."
    )


def money(story: Story) -> Statement:
    """How money comes in."""
    told = story.all_on("money")
    if told:
        made = resting_on("On money you told us {quote}.", told[0])
        made = made.joined("You added {quote}.", told[1:])
        return replace(
            made,
            text=f"{made.text} We'd test that with the first ten people before we"
            " build any payment.",
        )
    return Statement(
        f"Nobody has been asked to pay yet. I'd suggest one simple monthly price for"
        f" whoever saves the most time with {story.things}, named to the first ten"
        " people by you in person."
    )


def market(story: Story) -> Statement:
    """How far the trouble reaches, and what people use now."""
    told = story.all_on("market")
    if told:
        made = resting_on("Beyond your own door you see this: {quote}.", told[0])
        made = made.joined("You add {quote}.", told[1:])
        return replace(
            made,
            text=f"{made.text} We take that as the number of doors to knock on, not as"
            " a forecast.",
        )
    usual = story.on("alternatives")
    if usual is not None:
        return resting_on(
            "What we compete with costs nothing new: {quote}. How many others live with"
            " the same is still open.",
            usual,
            160,
        )
    return Statement(
        f"We take it that {story.things} are kept on paper, in chats and in"
        " spreadsheets today. Those cost nothing, and that is what we compete with."
    )


def experiment(story: Story) -> Statement:
    """The cheapest test, with the founder's people and the founder's measure."""
    pain, goal = story.on("problem"), story.on("experiment")
    who = story.on("target_user")
    first = f", {quote(first_sentence(who.text), 110)}," if who else ""
    made = Statement(
        f"For seven days, the first people you have in mind{first} note {story.thing} on"
        " one shared sheet with our columns, before we build anything.",
        who,
        first_sentence(who.text) if who else "",
    )
    if pain:
        frame = "Each evening we count whether this happened again: {quote}."
        made = made.joined(frame, [pain])
    if goal:
        return made.joined("We know it worked when you see this: {quote}.", [goal])
    return replace(
        made,
        text=f"{made.text} If it is still filled in on the seventh day without a"
        " reminder, we go on.",
    )


def competition(story: Story) -> Statement:
    """Who else serves them."""
    told = story.on("alternatives")
    if told is not None:
        return resting_on(
            "Our strongest rival is what people are used to, {quote}. Larger products"
            f" serve many trades at once; we stay with {story.things}.",
            told,
            110,
        )
    return Statement(
        f"We know of no rival you named. Larger products serve many trades at once;"
        f" we stay with {story.things} and can follow your words."
    )


def scalability(story: Story) -> Statement:
    """What changes at ten times the size."""
    return Statement(
        f"At ten times as many {story.things} our lists still fit one database. What"
        " changes first is people: accounts with rights, and somebody who answers"
        " questions."
    )


def constraints(story: Story) -> list[Statement]:
    """Every limit the founder named, a line each."""
    lines = [
        (told, one)
        for told in story.all_on("constraint")
        for one in sentences(told.text)[:4] or [told.text]
    ]
    return [
        Statement(f"We respect: {quote(one, 240)}.", told, exact(one))
        for told, one in lines[:6]
    ] or [constraint(story)]


def short_question(question: str) -> str:
    """A question as it stands inside a sentence."""
    return quote(shorten(question, 200), 200)


def _idea(story: Story) -> Passage | None:
    return story.passages[0] if story.idea.strip() else None
