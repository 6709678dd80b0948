"""Calls to every role of a runner, and the rows they leave: shared by its tests."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select

from cofounder import ids
from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.ports import DocumentRequest, StrategyRequest
from cofounder.builds.ports import BuildDesign, BuildRequest, PlannedFile
from cofounder.db import Base, Database
from cofounder.interviews.ports import InterviewRequest
from cofounder.interviews.words import Passage
from cofounder.plans.ports import ConsoleRequest, PlanRequest
from cofounder.runner import Runner
from cofounder.runs.calls import CallContext, Reply
from cofounder.runs.models import LlmCall, Run
from cofounder.runs.states import RunKind, RunStatus
from tests.contracts.documents import BRIEF, document
from tests.wire.code import PATHS

Ask = Callable[[Runner, CallContext], Awaitable[Reply[Any]]]

PASSAGES = (
    Passage("idea:1", "Our repair café loses track of broken toasters and kettles."),
    Passage(
        "onboarding:1:q1",
        "Volunteers over 60, who come twice a month",
        "Who will use it?",
        "target_user",
    ),
    Passage(
        "onboarding:1:q2",
        "Last month 14 items went home with the wrong person",
        "What goes wrong?",
        "problem",
    ),
    Passage(
        "onboarding:1:q3",
        "Nothing to install; we have one old laptop and a label printer",
        "Which limits?",
        "constraint",
    ),
)

DESIGN = BuildDesign(
    app_name="Repair Café Desk",
    summary="A ticket for every item",
    features=["Tickets"],
    files=[PlannedFile(path=path, purpose="Part of the app") for path in PATHS],
)


async def a_step(
    database: Database, *, step: str = "step", tier: str = "bootstrapper"
) -> CallContext:
    """A run in the database and the context of one of its steps."""
    user = User(
        id=ids.new_id(),
        subject=str(ids.new_id()),
        email=f"{ids.new_id()}@example.com",
        tier=Tier(tier),
    )
    run = Run(
        kind=RunKind.DEFERRED_CALL,
        status=RunStatus.RUNNING,
        user_id=user.id,
        tier=tier,
        sequence=1,
        correlation_id="c-1",
    )
    async with database.transaction() as session:
        session.add_all([user, run])
    return CallContext(run.user_id, run.id, step, tier, "c-1")


async def calls(database: Database, context: CallContext) -> list[LlmCall]:
    """The booked calls of a run."""
    query = select(LlmCall).where(LlmCall.run_id == context.run_id)
    async with database.reading() as session:
        return list(await session.scalars(query))


async def an_empty_database(url: str) -> Database:
    """A database with our tables and nothing in them."""
    database = Database(url)
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    return database


def interview(context: CallContext, **more: Any) -> InterviewRequest:
    return InterviewRequest(context, PASSAGES, **more)


def build(context: CallContext, **more: Any) -> BuildRequest:
    return BuildRequest(
        context=context,
        project_name="Repair café",
        goal="Build the first version",
        passages=PASSAGES,
        brief=BRIEF,
        option={"id": "fast-mvp", "name": "Fast MVP"},
        **more,
    )


def written(context: CallContext, kind: ArtifactType, **more: Any) -> DocumentRequest:
    return document(context, kind, PASSAGES, **more)


WRITTEN: dict[str, tuple[ArtifactType, Ask]] = {
    "product brief": (
        ArtifactType.BRIEF,
        lambda r, c: r.writer.product_brief(written(c, ArtifactType.BRIEF)),
    ),
    "MVP scope": (
        ArtifactType.MVP_SCOPE,
        lambda r, c: r.writer.mvp_scope(written(c, ArtifactType.MVP_SCOPE)),
    ),
    "milestones": (
        ArtifactType.MILESTONES,
        lambda r, c: r.writer.milestones(written(c, ArtifactType.MILESTONES)),
    ),
    "risk log": (
        ArtifactType.RISK_LOG,
        lambda r, c: r.writer.risk_log(written(c, ArtifactType.RISK_LOG)),
    ),
    "how it works": (
        ArtifactType.HOW_IT_WORKS,
        lambda r, c: r.writer.how_it_works(written(c, ArtifactType.HOW_IT_WORKS)),
    ),
}


def console(context: CallContext, **more: Any) -> ConsoleRequest:
    asked: dict[str, Any] = {
        "template": "monetization_model",
        "question": "How does the product earn its first money?",
        "brief": BRIEF,
        "passages": PASSAGES,
        **more,
    }
    return ConsoleRequest(context, **asked)


ASKED: dict[str, Ask] = {
    "onboarding questions": lambda r, c: r.interviewer.onboarding_questions(
        InterviewRequest(c, PASSAGES[:1])
    ),
    "thesis": lambda r, c: r.interviewer.thesis(interview(c)),
    "understanding questions": lambda r, c: r.interviewer.understanding_questions(
        interview(c, question_limit=8)
    ),
    "relevance": lambda r, c: r.interviewer.relevance(
        interview(c, remaining=("Who pays?",), edited=PASSAGES[1])
    ),
    "idea brief": lambda r, c: r.interviewer.idea_brief(interview(c)),
    "confidence": lambda r, c: r.interviewer.confidence(
        interview(c, section="target_user", content="Volunteers over 60")
    ),
    "strategy graph": lambda r, c: r.strategist.strategy_graph(
        StrategyRequest(c, PASSAGES, BRIEF)
    ),
    "timeline": lambda r, c: r.strategist.mvp_timeline(
        StrategyRequest(c, PASSAGES, BRIEF)
    ),
    "architecture": lambda r, c: r.strategist.app_architecture(
        StrategyRequest(c, PASSAGES, BRIEF)
    ),
    "plan": lambda r, c: r.planner.draft(PlanRequest(c, BRIEF, PASSAGES)),
    "console": lambda r, c: r.planner.console_options(console(c)),
    "design": lambda r, c: r.coder.design(build(c)),
    "code": lambda r, c: r.coder.write(build(c, design=DESIGN)),
    "fix": lambda r, c: r.coder.fix(
        build(
            c, design=DESIGN, files={"app.py": "oops"}, failure="SyntaxError", attempt=1
        )
    ),
    **{name: ask for name, (_, ask) in WRITTEN.items()},
}
