"""The scores, in the order a report shows them: pure functions of an outcome."""

from __future__ import annotations

from collections.abc import Callable

from evals.outcomes import Outcome
from evals.scores import (
    evidence,
    interview,
    plans,
    references,
    steadiness,
    wording,
)
from evals.scores.scoring import Score

SCORES: tuple[Callable[[Outcome], Score], ...] = (
    steadiness.steps_completed,
    evidence.provenance_coverage,
    evidence.quotes_kept,
    evidence.anchors_kept,
    references.references_kept,
    plans.no_calendar_dates,
    plans.weeks_fit,
    plans.one_recommended,
    steadiness.injection_ignored,
    interview.questions_in_limits,
    interview.questions_once,
    evidence.quotes_raw,
    evidence.anchors_raw,
    references.references_raw,
    references.references_complete,
    interview.hidden_facts,
    interview.contradictions_noticed,
    interview.decision_followed,
    interview.questions_fruitful,
    evidence.statements_sourced,
    references.names_in_text,
    wording.on_topic,
    wording.said_once,
    wording.we_voice,
    wording.readable,
    wording.plain_words,
    wording.length_budget,
    wording.answers_language,
)


def scores_of(outcome: Outcome) -> list[Score]:
    """Every score of one outcome."""
    return [measure(outcome) for measure in SCORES]
