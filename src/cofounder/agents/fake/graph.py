"""The strategy graph of the demo: moves in four families, each on an anchor."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.agents.composer.reading import quote, shorten
from cofounder.agents.fake.anchors import Phrase, anchor_phrases
from cofounder.agents.fake.story import Story
from cofounder.artifacts.ports import AnchorDraft, StrategyDraft, StrategyGraphDraft
from cofounder.runs.errors import ModelFailed

TOPIC_MEANINGS = {
    "": "This is the heart of your idea: everything else has to serve it.",
    "target_user": "This tells us whom to invite first and whose week we have to fit.",
    "problem": "This is the pain we measure ourselves against.",
    "constraint": "This limit shapes what we build and what we leave out.",
    "alternatives": "This is what people would have to give up for us.",
    "money": "This is where money can come from.",
    "risk": "This is the worry we answer first.",
    "experiment": "This is how we notice that it works.",
    "market": "This shows how far the idea can reach.",
    "product": "This has to work before anything else does.",
}


@dataclass(frozen=True, slots=True)
class Move:
    """A strategy node: what it says, which answers it rests on, and how."""

    label: str
    text: str
    topics: tuple[str, ...]
    relation: str


MOVES = (
    Move(
        "Go to market: invite the first ten by name",
        "We start with ten people you know, as close as we can get to {quote}. No advertising"
        " before five of them use {name} twice a week.",
        ("target_user", "problem", ""),
        "names the first users for",
    ),
    Move(
        "Go to market: show, do not explain",
        "One page with your promise and one real list of {thing} says more than a"
        " leaflet. We build it around {quote}.",
        ("", "product", "problem"),
        "is shown by",
    ),
    Move(
        "Go to market: go where they already talk",
        "We place the preview where people already discuss {things}, with your own"
        " words {quote} as the headline.",
        ("market", "target_user", "alternatives", ""),
        "is carried by",
    ),
    Move(
        "Business model: one price people can repeat",
        "One price, said in one sentence, tested in person before any payment is built."
        " It has to hold against {quote}.",
        ("money", "problem", ""),
        "pays for",
    ),
    Move(
        "Business model: charge for the saved effort",
        "What {name} saves around {things} is what it may cost. We count that saving"
        " from week one, starting with {quote}.",
        ("problem", "money", "experiment", ""),
        "is valued by",
    ),
    Move(
        "Moat: know {thing} better than anyone",
        "General tools cannot speak of {things} the way you do. Every word people miss"
        " becomes ours, and {quote} is the first.",
        ("", "product", "problem"),
        "sets apart",
    ),
    Move(
        "Moat: the history that stays",
        "Each week of {thing} kept in {name} makes the next decision easier and leaving"
        " harder. It grows out of {quote}.",
        ("product", "experiment", "problem", ""),
        "deepens",
    ),
    Move(
        "Validation: one week without software",
        "Five people keep {thing} on a shared sheet for seven days. We watch whether"
        " {quote} gets better.",
        ("experiment", "problem", ""),
        "is tested by",
    ),
    Move(
        "Validation: the habit check",
        "In the second week we count entries of {thing}, without reminding anyone."
        " The old way, {quote}, has to lose.",
        ("alternatives", "risk", "problem", ""),
        "is questioned by",
    ),
    Move(
        "Validation: keep the limit visible",
        "Before each step we ask whether it still respects {quote}. If it does not, we"
        " cut the step, not the limit.",
        ("constraint", "risk", ""),
        "is guarded by",
    ),
)


def compose_graph(story: Story) -> StrategyGraphDraft:
    """Anchors and ten moves; every anchor carries at least one move.

    Raises:
        ModelFailed: the founder's words hold no phrase at all.
    """
    phrases = anchor_phrases(story.passages)
    if not phrases:
        raise ModelFailed(
            "Your words are too short to build on. Please add a sentence."
        )
    chosen = _assign(phrases)
    return StrategyGraphDraft(
        anchors=[_anchor(phrase) for phrase in phrases],
        strategies=[
            _strategy(story, move, on) for move, on in zip(MOVES, chosen, strict=True)
        ],
    )


def _assign(phrases: list[Phrase]) -> list[list[Phrase]]:
    """For each move its anchors: the best by topic, plus those left without a move."""
    chosen = [[_best(move, phrases)] for move in MOVES]
    used = {id(on[0]) for on in chosen}
    unused = [phrase for phrase in phrases if id(phrase) not in used]
    for at, phrase in enumerate(unused):
        chosen[at % len(chosen)].append(phrase)
    return chosen


def _best(move: Move, phrases: list[Phrase]) -> Phrase:
    for topic in move.topics:
        for phrase in phrases:
            if phrase.passage.topic == topic:
                return phrase
    return phrases[MOVES.index(move) % len(phrases)]


def _anchor(phrase: Phrase) -> AnchorDraft:
    asked = f" You said it when we asked {quote(phrase.passage.question, 160)}"
    where = asked if phrase.passage.question else " It stands in your idea"
    meaning = TOPIC_MEANINGS.get(phrase.passage.topic, TOPIC_MEANINGS["product"])
    return AnchorDraft(phrase=phrase.text, description=f"{meaning}{where}.")


def _strategy(story: Story, move: Move, on: list[Phrase]) -> StrategyDraft:
    filling = {
        "quote": quote(on[0].text, 100),
        "name": shorten(story.name, 60),
        "thing": shorten(story.thing, 40),
        "things": shorten(story.things, 70),
    }
    return StrategyDraft(
        label=shorten(move.label.format(**filling), 120),
        description=shorten(move.text.format(**filling), 1_000),
        rests_on=[phrase.text for phrase in on],
        relation=move.relation,
    )
