"""Rows that a benchmark needs before it begins, made by the use cases themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock
from cofounder.accounts import service as accounts
from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Author
from cofounder.artifacts.versions import NewContent, add_version, ensure_artifact
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.db import Database
from cofounder.interviews.brief import IdeaBrief
from cofounder.interviews.models import OnboardingSession, SessionStatus
from cofounder.migrations import upgrade
from cofounder.projects import service as projects
from cofounder.projects.models import Project
from cofounder.runs.models import Run
from cofounder.runs.service import RunRequest, Unit, request_run
from cofounder.runs.states import RunKind, RunStatus
from cofounder.settings import load_settings

IDEA = "A bakery tool that tells Maria how many loaves to bake tomorrow."
ANSWERS = {
    "target_user": "Small bakeries with two or three people at the counter.",
    "problem": "They throw away a quarter of the bread every evening.",
    "constraint": "It has to work on the old tablet beside the oven.",
    "money": "Twenty euros a month, less than one bag of wasted flour.",
    "alternatives": "A notebook, and the owner's feeling for the weather.",
}


def url_of(data_dir: Path) -> str:
    """The embedded database of a data folder."""
    return load_settings(data_dir=data_dir, database_url=None).resolved_database_url


@asynccontextmanager
async def fresh_database(data_dir: Path) -> AsyncIterator[Database]:
    """A new database with every table, as the server makes it."""
    data_dir.mkdir(parents=True, exist_ok=True)
    await upgrade(url_of(data_dir))
    database = Database(url_of(data_dir))
    try:
        yield database
    finally:
        await database.close()


async def a_founder(session: AsyncSession) -> User:
    """The local owner, without limits that a benchmark would meet."""
    return await accounts.local_owner(session, Tier.CTO_SCALE)


async def a_project(session: AsyncSession, founder: User, name: str = "") -> Project:
    """A project of an idea whose first questions are answered."""
    project = await projects.create(
        session, by=founder, name=name or projects.name_of(IDEA), correlation_id="bench"
    )
    questions = [
        {"id": topic, "text": f"What about {topic}?", "topic": topic}
        for topic in ANSWERS
    ]
    session.add(
        OnboardingSession(
            user_id=founder.id,
            project_id=project.id,
            idea_text=IDEA,
            status=SessionStatus.COMPLETED,
            questions=questions,
            answers={
                topic: {"text": text, "action": "answer"}
                for topic, text in ANSWERS.items()
            },
        )
    )
    await session.flush()
    return project


async def an_idea_brief(session: AsyncSession, project: Project) -> None:
    """The brief of what the founder answered; the documents rest on it."""
    brief = IdeaBrief(
        problem_statement=ANSWERS["problem"],
        target_user=ANSWERS["target_user"],
        value_prop=IDEA,
        differentiation=ANSWERS["alternatives"],
        monetization_hypothesis=ANSWERS["money"],
        market_context="Every street has a bakery; most of them guess.",
        key_constraints=[ANSWERS["constraint"]],
        assumptions=["Weather and weekday say most of what sells."],
        risks=["They may not pay."],
        smallest_viable_experiment="We guess for one bakery, on paper, for two weeks.",
        competitive_analysis="A till counts what was sold, never what to bake.",
        scalability_notes="With ten times the bakeries we ask less of each.",
        risk_deep_dive="They trust their feeling; we show both side by side.",
    )
    artifact = await ensure_artifact(session, project.id, ArtifactType.IDEA_BRIEF)
    await add_version(
        session,
        artifact,
        NewContent(brief.stored(), Author.COFOUNDER, "Written for the benchmark"),
    )


async def a_run(session: AsyncSession, founder: User, *units: str) -> Run:
    """A run in the queue; it starts when this transaction has committed."""
    request = RunRequest(
        kind=RunKind.DEFERRED_CALL,
        user=founder,
        correlation_id="bench",
        units=tuple(Unit(key=unit, label=unit) for unit in units),
    )
    return await request_run(session, request)


async def a_finished_build(
    session: AsyncSession, founder: User, project: Project
) -> Build:
    """A build that is ready, as its status is polled."""
    run = await a_run(session, founder, "build")
    run.kind, run.status = RunKind.BUILD, RunStatus.SUCCEEDED
    run.project_id, run.ended_at = project.id, clock.now()
    build = Build(
        run_id=run.id,
        project_id=project.id,
        user_id=founder.id,
        goal="Tell how many loaves to bake",
        number=1,
        stage_status=Stage.READY,
        plan_set_id="bench",
        option={"name": "Lean start"},
        commit="0" * 40,
        started_at=clock.now(),
        completed_at=clock.now(),
    )
    session.add(build)
    await session.flush()
    return build


async def a_pollable_build(data_dir: Path) -> tuple[UUID, str]:
    """A job to poll and a token that may, in a database of its own."""
    async with fresh_database(data_dir) as database, database.transaction() as session:
        founder = await a_founder(session)
        project = await a_project(session, founder)
        build = await a_finished_build(session, founder, project)
        _, secret = await accounts.create_token(session, founder)
        return build.run_id, secret
