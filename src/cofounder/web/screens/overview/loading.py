"""Reading a project into its dashboard."""

from __future__ import annotations

from cofounder import clock
from cofounder.accounts.tiers import UNLIMITED
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.journey.focus import pending_gates
from cofounder.journey.risks import RiskFlag, Rule, visible_risks
from cofounder.journey.rows import ProjectRows
from cofounder.journey.stages import stage_of
from cofounder.projects.stages import LOCKED_STAGE, ProjectStatus
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.repository import RunRepository
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.build.versions import outcome_of, version_href
from cofounder.web.screens.overview.cards import cards_of
from cofounder.web.screens.overview.history import change_of
from cofounder.web.screens.overview.next_action import Situation, next_action
from cofounder.web.screens.overview.pages import (
    BuildRow,
    ExitCriterion,
    OverviewPage,
    RingStage,
    Risk,
)
from cofounder.web.screens.overview.waiting import waiting_of
from cofounder.web.words import ago

RING = ("Thesis", "Validated", "MVP Built", "Feedback", "Scale")
SHOWN_CHANGES = 8
SHOWN_BUILDS = 5
REMEDIES = {
    Rule.STALE_DECISION: "The next decision clears this. You can also decide again.",
    Rule.BUILD_FAILURES: "A build that gets ready clears this. See what they share.",
    Rule.STALE_PROJECT: "Any step clears this. You can also park the project.",
    Rule.HIGH_TOKEN_USAGE: "Tomorrow starts again. Work over the limit is scheduled.",
}
PARKED = "Planning and building rest until you resume it."


async def load(opened: OpenProject) -> OverviewPage:
    """The dashboard as the rows say now."""
    rows = await rows_of(opened)
    project, home = opened.project, opened.home
    stage = stage_of(rows, project.stage_number)
    waiting = waiting_of(rows, home)
    changes = [change for event in rows.events if (change := change_of(event))]
    return OverviewPage(
        href=home,
        name=project.name,
        description=project.description,
        stages=ring_of(project.stage_number),
        percent=stage.progress_percent,
        stage_label=RING[stage.stage_number - 1] if stage.stage_number else stage.name,
        stage_name=stage.name,
        next_action=next_action(Situation.of(rows), home),
        criteria=tuple(
            ExitCriterion(label=c.text, is_met=c.done) for c in stage.exit_criteria
        ),
        needs_you=len(waiting),
        waiting=waiting[1:] if pending_gates(rows) else waiting,
        risks=tuple(_risk(flag, home) for flag in visible_risks(rows)),
        artifacts=cards_of(rows, home),
        builds=tuple(_build(b, home) for b in rows.builds[:SHOWN_BUILDS]),
        changes=tuple(changes[:SHOWN_CHANGES]),
        costs=await _costs(opened, rows),
        export_href=f"{home}/export/data-room.zip"
        if any(row.current_content for row in rows.artifacts)
        else "",
        parked_note=PARKED if project.status is ProjectStatus.PARKED else None,
    )


def ring_of(present: int) -> tuple[RingStage, ...]:
    """The five labels of stages 1 to 5; stage 0 lights none (TRAP-14)."""
    stages: list[RingStage] = []
    for number, label in enumerate(RING, start=1):
        if number == LOCKED_STAGE:
            stages.append(RingStage(label=label, state="locked"))
        elif number == present:
            stages.append(RingStage(label=label, state="now"))
        else:
            state = "done" if number < present else "later"
            stages.append(RingStage(label=label, state=state))
    return tuple(stages)


def _risk(flag: RiskFlag, home: str) -> Risk:
    return Risk(
        text=flag.message,
        remedy=REMEDIES[flag.rule],
        dismiss_action=f"{home}/risks/{flag.rule.value}/dismiss",
    )


def _build(build: Build, home: str) -> BuildRow:
    state, word = outcome_of(build)
    return BuildRow(
        label=build.display_version,
        href=version_href(home, build),
        state=state,
        word=word,
        summary=_build_summary(build),
        when=ago(build.created_at, clock.now()),
    )


def _build_summary(build: Build) -> str:
    if build.stage_status is Stage.READY:
        took = words.duration(build.duration_seconds or 0)
        passed = sum(check["status"] == "pass" for check in build.checks)
        return f"Built in {took}, {passed} of {len(build.checks)} checks passed"
    return words.shorten(build.error_message or build.stage_label, 120)


async def _costs(opened: OpenProject, rows: ProjectRows) -> tuple[tuple[str, str], ...]:
    session, project = opened.session, opened.project
    calls, tokens, cost = await LlmCallRepository(session).totals(project_id=project.id)
    runs = RunRepository(session)
    worked = await runs.working_seconds(project.id)
    return (
        ("Model cost so far", words.money(cost)),
        ("Working time", words.duration(worked)),
        ("Runs", str(await runs.count_of(project.id))),
        ("Model calls", str(calls)),
        ("Tokens", f"{tokens:,}"),
        ("Your tokens today", _today(rows)),
    )


def _today(rows: ProjectRows) -> str:
    if rows.tokens_today is None:
        return "unknown"
    if rows.token_limit == UNLIMITED:
        return f"{rows.tokens_today:,}, unlimited"
    return f"{rows.tokens_today:,} of {rows.token_limit:,}"
