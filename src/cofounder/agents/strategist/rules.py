"""What the trio must hold beyond its schema (TRIO-01 to TRIO-03)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cofounder.accounts.tiers import Tier
from cofounder.agents.failures import Broken
from cofounder.artifacts.contents import AppArchitecture, MvpTimeline
from cofounder.artifacts.graph import MIN_ANCHORS, possible_anchors
from cofounder.artifacts.ports import AnchorDraft, StrategyDraft, StrategyGraphDraft
from cofounder.artifacts.timeline import SPRINT, WrongWeeks, check_weeks
from cofounder.interviews.words import Passage, find_passage, normalised

FEWEST_STRATEGIES = 8
NOT_EXACT = "its anchors were not the founder's own words"

_NO_CODE = re.compile(r"no.?code", re.IGNORECASE)


def fewest_anchors(passages: Sequence[Passage]) -> int:
    """How many different phrases these words can give, at most five."""
    return min(MIN_ANCHORS, possible_anchors(passages))


def strategy_graph(
    value: StrategyGraphDraft, passages: Sequence[Passage], *, is_last: bool
) -> StrategyGraphDraft:
    """Anchors in the founder's exact words, and moves that rest on them.

    When no repair is left, what is not exact is dropped, and the rest stands if it is
    still enough.
    """
    exact = _exact(value.anchors, passages)
    wrong = [a.phrase for a in value.anchors if a not in exact]
    fewest = fewest_anchors(passages)
    if wrong and not is_last:
        raise Broken(
            "these anchor phrases are not copied exactly from the passages, or occur "
            f"twice: {wrong!r}. Copy every phrase character by character.",
            NOT_EXACT,
        )
    if len(exact) < fewest:
        raise Broken(
            f"give at least {fewest} different anchors, each an exact copy of words "
            "from the passages",
            NOT_EXACT,
        )
    strategies = _resting(value.strategies, exact, is_last=is_last)
    return StrategyGraphDraft(anchors=exact, strategies=strategies)


def _exact(
    anchors: Sequence[AnchorDraft], passages: Sequence[Passage]
) -> list[AnchorDraft]:
    found: dict[str, AnchorDraft] = {}
    for anchor in anchors:
        if find_passage(anchor.phrase, passages) is not None:
            found.setdefault(normalised(anchor.phrase).strip(), anchor)
    return list(found.values())


def _resting(
    strategies: Sequence[StrategyDraft],
    anchors: Sequence[AnchorDraft],
    *,
    is_last: bool,
) -> list[StrategyDraft]:
    known = {normalised(a.phrase).strip().casefold(): a.phrase for a in anchors}
    resting: list[StrategyDraft] = []
    for strategy in strategies:
        keys = [normalised(phrase).strip().casefold() for phrase in strategy.rests_on]
        phrases = list(dict.fromkeys(known[key] for key in keys if key in known))
        if phrases:
            resting.append(strategy.model_copy(update={"rests_on": phrases}))
    enough = len(resting) >= FEWEST_STRATEGIES if is_last else len(strategies)
    if not enough or (not is_last and len(resting) < len(strategies)):
        raise Broken(
            "every strategy must rest on one of these anchor phrases, repeated "
            f"exactly: {[a.phrase for a in anchors]!r}",
            "its strategy did not rest on the founder's words",
        )
    return resting


def timeline(value: MvpTimeline, tier: str) -> MvpTimeline:
    """A total inside the tier's range, and the tier's own opening."""
    try:
        check_weeks(value, tier)
    except WrongWeeks as error:
        raise Broken(error.message, "its timeline did not fit your plan") from None
    if tier == Tier.BOOTSTRAPPER and not any(
        milestone.week <= 2
        and _NO_CODE.search(f"{milestone.title} {milestone.description}")
        for milestone in value.milestones
    ):
        raise Broken(
            f'a milestone in weeks 1 to 2 must be a "no-code {SPRINT} sprint"',
            "its timeline lacked the validation sprint of the first two weeks",
        )
    return value


def architecture(value: AppArchitecture) -> AppArchitecture:
    """Different component names; the simple level for every tier."""
    names = [component.name for component in value.components]
    if len(set(names)) != len(names):
        raise Broken("component names must differ", "two parts had the same name")
    for component in value.components:
        component.detail_level = "simplified"
    return value
