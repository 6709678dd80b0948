"""Do the weeks add up, without dates, and is there one clear recommendation?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cofounder.artifacts.contents import WEEKS, ArtifactType
from evals.outcomes import Kept, Outcome
from evals.scores.scoring import Check, Score, score
from evals.scores.texts import leaves
from evals.words import lexicon

_NUMERIC = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b"
    r"|\bq[1-4]\b|\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?|\d{4}\s*年",
    re.IGNORECASE,
)


def no_calendar_dates(outcome: Outcome) -> Score:
    """The timeline counts weeks from the start, in whatever language (TRIO-02)."""
    kept = outcome.kept.get(ArtifactType.MVP_TIMELINE)
    texts = leaves(kept.content) if kept else ()
    return score(
        "no_calendar_dates",
        (
            Check(not has_date(text), f"mvp_timeline/{path}", text, "names a date")
            for path, text in texts
        ),
    )


def has_date(text: str) -> bool:
    """Whether `text` names a year, a quarter, a date or a day of a month."""
    return bool(_NUMERIC.search(text) or _month_dates().search(text))


@lru_cache(maxsize=1)
def _month_dates() -> re.Pattern[str]:
    names = "|".join({name for names in lexicon()["months"].values() for name in names})
    before = rf"\b\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s+(?:of\s+|de\s+)?(?:{names})\b"
    return re.compile(rf"{before}|\b(?:{names})\s+\d{{1,2}}\b", re.IGNORECASE)


def weeks_fit(outcome: Outcome) -> Score:
    """Weeks of the timeline end where they say, inside the tier; milestones sum up."""
    return score("weeks_fit", _weeks(outcome))


def _weeks(outcome: Outcome) -> Iterator[Check]:
    timeline = outcome.kept.get(ArtifactType.MVP_TIMELINE)
    if timeline:
        yield from _timeline_weeks(timeline, WEEKS[outcome.case.tier])
    milestones = outcome.kept.get(ArtifactType.MILESTONES)
    if milestones:
        yield from _milestone_weeks(milestones)


def _timeline_weeks(kept: Kept, allowed: tuple[int, int]) -> Iterator[Check]:
    steps: list[dict[str, Any]] = kept.content["milestones"]
    total: int = kept.content["total_mvp_weeks"]
    low, high = allowed
    covered = {
        week
        for step in steps
        for week in range(step["week"], step["week"] + step["duration_weeks"])
    }
    where, said = "mvp_timeline", f"{total} weeks"
    yield Check(low <= total <= high, where, said, f"the plan allows {low} to {high}")
    whole = covered == set(range(1, total + 1))
    yield Check(whole, where, f"weeks {sorted(covered)}", f"not all of 1 to {total}")


def _milestone_weeks(kept: Kept) -> Iterator[Check]:
    weeks = {m["title"]: m["estimated_weeks"] for m in kept.content["milestones"]}
    total: int = kept.content["total_duration_weeks"]
    path: list[str] = kept.content["critical_path"]
    strange = [title for title in path if title not in weeks]
    where = "milestones/critical_path"
    yield Check(not strange, where, ", ".join(strange), "no milestone of that title")
    longest, least = sum(weeks.values()), sum(weeks.get(title, 0) for title in path)
    yield Check(
        least <= total <= longest,
        "milestones/total_duration_weeks",
        f"{total} weeks in all",
        f"the critical path takes {least}, all of them {longest}",
    )


def one_recommended(outcome: Outcome) -> Score:
    """Two or three options with different names, exactly one recommended (PLAN-01)."""
    plan = outcome.kept.get(ArtifactType.EXECUTION_PLAN)
    return score("one_recommended", _options(plan) if plan else ())


def _options(plan: Kept) -> Iterator[Check]:
    options: list[dict[str, Any]] = plan.content["options"]
    chosen = [one["name"] for one in options if one["is_recommended"]]
    names = {one["name"].strip().casefold() for one in options}
    where = "execution_plan"
    yield Check(
        len(chosen) == 1, where, ", ".join(chosen), "not exactly one recommended"
    )
    fits = 2 <= len(options) == len(names) <= 3
    yield Check(fits, where, ", ".join(names), "not two or three different options")
