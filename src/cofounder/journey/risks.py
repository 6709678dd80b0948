"""Risks of a project: four pure rules, and which of them the founder still sees.

A risk that was dismissed comes back when it gets worse, or when it went away and came
again (RISK-01, RISK-02).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from cofounder.accounts.tiers import UNLIMITED
from cofounder.builds.models import Build
from cofounder.builds.service import CANCELLED
from cofounder.builds.states import Stage
from cofounder.journey.errors import UnknownRisk
from cofounder.journey.rows import ProjectRows
from cofounder.projects.dismissing import RISK_DISMISSED, Dismissal, dismissal_of
from cofounder.projects.stages import ProjectStatus

DECISION_DAYS = 7
FAILURES = 3
IDLE_DAYS = 14
TOKEN_PERCENT = 80
TOKEN_STEP = 10


class Rule(StrEnum):
    """The names of the rules."""

    STALE_DECISION = "stale_decision"
    BUILD_FAILURES = "build_failures"
    STALE_PROJECT = "stale_project"
    HIGH_TOKEN_USAGE = "high_token_usage"  # noqa: S105 - a rule's name


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskFlag:
    """A risk that is there now.

    `threshold` is the highest step it has passed (7, 14, 21 days; 3, 4, 5 builds),
    `occurrence` tells this time from another.
    """

    rule: Rule
    message: str
    threshold: int
    occurrence: str

    @property
    def type(self) -> Literal["system", "llm"]:
        """Whether it is about model use or about everything else."""
        return "llm" if self.rule is Rule.HIGH_TOKEN_USAGE else "system"


def stale_decision(decided: Iterable[datetime], now: datetime) -> RiskFlag | None:
    """7 days or more since the last decision; never decided is not stale."""
    last = max(decided, default=None)
    if last is None or (days := (now - last).days) < DECISION_DAYS:
        return None
    return RiskFlag(
        rule=Rule.STALE_DECISION,
        message=f"The last decision is {days} days old.",
        threshold=days // DECISION_DAYS * DECISION_DAYS,
        occurrence=last.isoformat(),
    )


def build_failures(builds: Sequence[Build]) -> RiskFlag | None:
    """3 or more failures in a row, newest first; a ready build ends the row.

    What runs now, and what the founder stopped, says nothing either way.
    """
    failed: list[Build] = []
    for build in builds:
        if build.stage_status is Stage.READY:
            break
        if build.stage_status is Stage.FAILED and build.error_message != CANCELLED:
            failed.append(build)
    if len(failed) < FAILURES:
        return None
    return RiskFlag(
        rule=Rule.BUILD_FAILURES,
        message=f"{len(failed)} builds in a row failed.",
        threshold=len(failed),
        occurrence=str(failed[-1].id),
    )


def stale_project(last_activity: datetime, now: datetime) -> RiskFlag | None:
    """14 days or more in which nothing happened."""
    days = (now - last_activity).days
    if days < IDLE_DAYS:
        return None
    return RiskFlag(
        rule=Rule.STALE_PROJECT,
        message=f"Nothing happened here for {days} days.",
        threshold=days // IDLE_DAYS * IDLE_DAYS,
        occurrence=last_activity.isoformat(),
    )


def high_token_usage(used: int | None, limit: int, now: datetime) -> RiskFlag | None:
    """More than 80 percent of the day's tokens; never for an unlimited plan."""
    if used is None or limit == UNLIMITED or 100 * used <= TOKEN_PERCENT * limit:
        return None
    percent = 100 * used // limit if limit else 100
    return RiskFlag(
        rule=Rule.HIGH_TOKEN_USAGE,
        message=f"{percent} percent of today's tokens are used.",
        threshold=max(TOKEN_PERCENT, percent // TOKEN_STEP * TOKEN_STEP),
        occurrence=now.date().isoformat(),
    )


def risks_of(rows: ProjectRows) -> tuple[RiskFlag, ...]:
    """Every risk that is there, dismissed or not; a parked project may rest."""
    rests = rows.project.status is ProjectStatus.PARKED
    decided = [gate.decided_at for gate in rows.gates if gate.decided_at is not None]
    found = (
        None if rests else stale_decision(decided, rows.now),
        build_failures(rows.builds),
        None if rests else stale_project(last_activity(rows), rows.now),
        high_token_usage(rows.tokens_today, rows.token_limit, rows.now),
    )
    return tuple(flag for flag in found if flag is not None)


def visible_risks(rows: ProjectRows) -> tuple[RiskFlag, ...]:
    """The risks the founder has not dismissed, or that got worse since."""
    dismissed = [dismissal_of(e) for e in rows.events if _is_dismissal(e.event_type)]
    return tuple(
        flag
        for flag in risks_of(rows)
        if not any(_covers(dismissal, flag) for dismissal in dismissed)
    )


def to_dismiss(rows: ProjectRows, rule: str) -> Dismissal:
    """What dismissing a rule means now; one that is not raised is noted as such.

    Raises:
        UnknownRisk: no rule has this name.
    """
    if rule not in list(Rule):
        raise UnknownRisk([known.value for known in Rule])
    raised = next((f for f in risks_of(rows) if f.rule == rule), None)
    if raised is None:
        return Dismissal(rule=rule, threshold=0, occurrence="")
    return _dismissal(raised)


def last_activity(rows: ProjectRows) -> datetime:
    """The last moment anything happened; dismissing a risk is not work."""
    moments = [rows.project.created_at]
    moments += [e.created_at for e in rows.events if not _is_dismissal(e.event_type)]
    moments += [row.updated_at for row in (*rows.artifacts, *rows.builds)]
    interviews = (rows.onboarding, rows.understanding)
    moments += [row.updated_at for row in interviews if row is not None]
    moments += [run.updated_at for run in rows.active_runs]
    moments += [decision.created_at for decision in rows.decisions]
    return max(moments)


def _is_dismissal(event_type: str) -> bool:
    return event_type == RISK_DISMISSED


def _dismissal(flag: RiskFlag) -> Dismissal:
    return Dismissal(
        rule=flag.rule.value, threshold=flag.threshold, occurrence=flag.occurrence
    )


def _covers(dismissal: Dismissal, flag: RiskFlag) -> bool:
    """The same occurrence, and no worse since."""
    return (
        dismissal.rule == flag.rule
        and dismissal.occurrence == flag.occurrence
        and dismissal.threshold >= flag.threshold
    )
