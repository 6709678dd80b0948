"""Rows 40 and 41: a real server killed with -9 in the middle of everything.

The model is a process of its own, so its log of requests is the log of effects. The
server dies at the named points (`tests.killing.points`), each once; a founder goes on
as if it had only been slow. What counts is in the rows.
"""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest

from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.db import Database
from cofounder.interviews.models import OnboardingSession, UnderstandingSession
from cofounder.migrations import upgrade
from cofounder.runs.models import LlmCall, Run
from cofounder.runs.states import RunStatus
from tests.factories.accounts import a_token, a_user
from tests.killing.doomed import Doomed, doom
from tests.killing.founder import PatientFounder

__all__ = ["doom"]

pytestmark = pytest.mark.timeout(300)

CALLS = {
    "interviewer.onboarding_questions",
    "interviewer.thesis",
    "interviewer.understanding_questions",
    "interviewer.idea_brief",
    "strategist.strategy_graph",
    "strategist.mvp_timeline",
    "strategist.app_architecture",
    "planner.options",
    "coder.design",
    "coder.write",
}
STEPS = {
    "deferred_call.ask",
    "documents.begin",
    "documents.write",
    "documents.finish",
    "build.begin",
    "build.design",
    "build.code",
    "build.deps",
    "build.check",
    "build.serve",
}
KINDS = {"deferred_call", "trio", "build"}
# Every kind of moment, each at another kind of work.
SAMPLE = [
    "admitted:deferred_call",
    "before:interviewer.onboarding_questions",
    "during:interviewer.thesis",
    "answered:interviewer.understanding_questions",
    "stored:interviewer.idea_brief",
    "applied:documents.write",
    "journaled:documents.begin",
    "stored:planner.options",
    "admitted:build",
    "stored:coder.write",
    "applied:build.code",
    "applied:build.check",
    "applied:build.serve",
]
FEWER = [
    "admitted:trio",
    "answered:interviewer.thesis",
    "applied:deferred_call.ask",
    "during:strategist.strategy_graph",
    "applied:build.code",
    "journaled:build.check",
]


MOMENTS = ("before", "during", "answered", "stored")
JOURNEYS = len(MOMENTS)


def points_of(journey: int) -> list[str]:
    """What kills on this journey; over all journeys that is every point.

    A run is given up after five deaths at one step; only the trio, whose three calls
    go out at once, may get that many.
    """
    chance = random.Random(journey)
    chosen = [f"applied:{step}" for step in sorted(STEPS)]
    for place, call in enumerate(sorted(CALLS)):
        count = 1 if call.startswith("strategist.") else 2
        first = journey + place
        chosen += [f"{MOMENTS[(first + n) % JOURNEYS]}:{call}" for n in range(count)]
    once_or_twice = [f"journaled:{step}" for step in sorted(STEPS)]
    once_or_twice += [f"admitted:{kind}" for kind in sorted(KINDS)]
    return chosen + [f"{point}*n={chance.choice([1, 2])}" for point in once_or_twice]


async def live_through(doomed: Doomed) -> tuple[Database, PatientFounder]:
    """Walk the whole journey on a server that keeps dying."""
    await upgrade(doomed.url)
    database = Database(doomed.url)
    async with database.transaction() as session:
        user = await a_user(session)
        token = await a_token(session, user)
    founder = PatientFounder(doomed.base_url, token, user, database)
    await founder.server_is_back()
    await founder.walk()
    await founder.client.aclose()
    return database, founder


async def check_rows(doomed: Doomed, founder: PatientFounder) -> dict[str, int]:
    """Nothing lost, nothing doubled, nothing paid twice."""
    await check_work(founder)
    figures = await check_calls(doomed, founder)
    figures["kills"] = len(doomed.deaths)
    return figures


async def check_work(founder: PatientFounder) -> None:
    runs = await founder.rows(Run)
    for run in runs:
        assert run.status is RunStatus.SUCCEEDED or is_given_up(run), run.error
    onboarding = await founder.one(OnboardingSession)
    interview = await founder.one(UnderstandingSession)
    for session in (onboarding, interview):
        assert len(session.answers) == len(session.questions)
    versions = Counter(v.artifact_id for v in await founder.rows(ArtifactVersion))
    artifacts = await founder.rows(Artifact)
    assert len(artifacts) == 5
    assert versions == {artifact.id: 1 for artifact in artifacts}
    build = await founder.one(Build)
    assert (build.stage_status, build.number) == (Stage.READY, 1)
    assert build.fix_attempts == 0
    assert sum(run.completed_items for run in runs if run.kind == "trio") == 3


def is_given_up(run: Run) -> bool:
    """Whether the run met the crash limit: what was left went over into another."""
    return run.error is not None and "crashes of the server" in run.error["message"]


async def check_calls(doomed: Doomed, founder: PatientFounder) -> dict[str, int]:
    calls = await founder.rows(LlmCall)
    asked = doomed.requests()
    done = Counter((c.run_id, c.step, c.call_no) for c in calls if c.outcome == "done")
    assert set(done.values()) == {1}, "a finished call was made again"
    given_up = {run.id for run in await founder.rows(Run) if is_given_up(run)}
    wanted = [call for call in calls if call.run_id not in given_up]
    assert done.keys() >= {(c.run_id, c.step, c.call_no) for c in wanted}
    assert {c.outcome for c in calls} <= {"done", "unknown"}
    cut_off = [c for c in calls if c.outcome == "unknown"]
    deaths = Counter(point.partition(":")[0] for point in doomed.deaths)
    # Side by side with the one that killed, the other two of the trio are out as well.
    assert len(cut_off) <= 3 * len(doomed.deaths)
    never_left = len(calls) - len(asked)
    assert deaths["before"] <= never_left + len(cut_off)
    assert len(asked) <= len(calls), "a request left that is not in the ledger"
    assert 0 <= never_left <= len(cut_off)
    return {"calls": len(done), "issued": len(asked), "cut_off": len(cut_off)}


async def test_f40_f41_killed_at_every_kind_of_moment_the_journey_is_finished(
    doom: Any, pytestconfig: pytest.Config
) -> None:
    """PIPE-09, RUNE-13, ORC-88, ORC-118: no answer lost, no version doubled, no
    finished model call repeated."""
    points = FEWER if pytestconfig.getoption("--postgres") else SAMPLE
    doomed = doom(points)
    database, founder = await live_through(doomed)
    figures = await check_rows(doomed, founder)
    assert not any(is_given_up(run) for run in await founder.rows(Run))
    await database.close()
    print("kill matrix:", figures)
    assert len(set(doomed.deaths)) == len(points)


DOCUMENT_POINTS = [
    "admitted:documents",
    "journaled:documents.begin",
    "before:writer.product_brief",
    "answered:writer.mvp_scope",
    "stored:writer.milestones",
    "applied:documents.write",
    "stored:writer.risk_log",
    "applied:documents.finish",
]


async def test_f40_killed_while_documents_are_written_each_is_written_once(
    doom: Any,
) -> None:
    """DOCU-03: what was stored stays, what was answered is not asked for again."""
    doomed = doom(DOCUMENT_POINTS, demo=True)
    await upgrade(doomed.url)
    database = Database(doomed.url)
    async with database.transaction() as session:
        user = await a_user(session)
        token = await a_token(session, user)
    founder = PatientFounder(doomed.base_url, token, user, database)
    await founder.server_is_back()
    await founder.onboard()
    await founder.write_documents()
    await founder.client.aclose()
    artifacts = await founder.rows(Artifact)
    versions = Counter(v.artifact_id for v in await founder.rows(ArtifactVersion))
    assert versions == {artifact.id: 1 for artifact in artifacts}
    assert len(artifacts) == 5

    async def over() -> bool:
        runs = await founder.rows(Run)
        return all(run.status is RunStatus.SUCCEEDED for run in runs)

    await founder.until_row(over)
    [run] = await founder.rows(Run, Run.kind == "documents")
    assert (run.completed_items, run.failed_items) == (5, 0)
    calls = await founder.rows(LlmCall, LlmCall.run_id == run.id)
    done = Counter(call.purpose for call in calls if call.outcome == "done")
    assert set(done.values()) == {1} and len(done) == 5
    await database.close()
    assert set(doomed.deaths) == set(DOCUMENT_POINTS)


@pytest.mark.soak
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("journey", range(JOURNEYS))
async def test_f40_f41_killed_at_every_point_the_journey_is_finished(
    doom: Any, journey: int
) -> None:
    """Every point of the matrix in four journeys, some of them twice."""
    points = points_of(journey)
    doomed = doom(points)
    database, founder = await live_through(doomed)
    print("soaked:", await check_rows(doomed, founder))
    await database.close()
    # Of the trio's three calls at once, one may die of another's death.
    assert len(set(doomed.deaths)) >= len(points) - 2
