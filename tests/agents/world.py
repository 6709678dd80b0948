"""A founder, a run and a runner on the wire server, for tests of model calls."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from cofounder import ids
from cofounder.accounts.models import User
from cofounder.accounts.tiers import Tier
from cofounder.agents.real import RunnerReal
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.ports import DocumentRequest, StrategyRequest
from cofounder.builds.ports import BuildRequest
from cofounder.db import Database
from cofounder.interviews.ports import InterviewRequest
from cofounder.interviews.words import Passage
from cofounder.plans.ports import ConsoleRequest, PlanRequest
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.calls import CallContext
from cofounder.runs.ledger import Ledger
from cofounder.runs.models import LlmCall, Run
from cofounder.runs.states import RunKind, RunStatus
from cofounder.settings import Settings
from tests.contracts.documents import document
from tests.wire.server import WireServer

KEY = "sk-canary-1f0d7c5e"
PASSAGES = (
    Passage("idea:1", "A bakery tool that tells Maria how many loaves to bake."),
    Passage(
        "onboarding:1:q1",
        "Small bakeries with two or three people at the counter.",
        "Who would use it first?",
        "target_user",
    ),
    Passage(
        "onboarding:1:q2",
        "They throw away a quarter of the bread every evening.",
        "What goes wrong today?",
        "problem",
    ),
)
PINNED = ("fastapi==0.165.0", "uvicorn==0.54.0", "jinja2==3.1.6")


@dataclass
class World:
    """Everything one test needs; `waits` are the pauses the runner asked for."""

    database: Database
    server: WireServer
    wire: str = "anthropic"
    tier: Tier = Tier.PARTNER
    user_id: UUID = field(default_factory=ids.new_id)
    run_id: UUID = field(default_factory=ids.new_id)
    waits: list[float] = field(default_factory=list)
    runners: list[RunnerReal] = field(default_factory=list)

    async def begin(self) -> None:
        """Store the founder and a running run."""
        async with self.database.transaction() as session:
            session.add(
                User(id=self.user_id, subject=str(self.user_id), tier=self.tier)
            )
            session.add(
                Run(
                    id=self.run_id,
                    kind=RunKind.DEFERRED_CALL,
                    status=RunStatus.RUNNING,
                    user_id=self.user_id,
                    tier=self.tier.value,
                    sequence=1,
                    correlation_id="test",
                )
            )

    async def wait(self, seconds: float) -> None:
        """Note the pause instead of taking it."""
        self.waits.append(seconds)

    def settings(self, **more: Any) -> Settings:
        """Settings that point at the wire server."""
        base = self.server.url
        chosen: dict[str, Any] = {
            "model": "anthropic:claude-sonnet-4-6",
            "model_base_url": base,
            "model_api_key": KEY,
        }
        if self.wire == "openai":
            chosen |= {"model": "openai:some-model", "model_base_url": f"{base}/v1"}
        if self.wire == "native":
            chosen |= {"model": "anthropic:claude-sonnet-5"}
        if self.wire == "ollama":
            chosen |= {"model": "ollama:qwen3", "model_base_url": f"{base}/v1"}
        return Settings(**{**chosen, **more})

    def runner(self, **more: Any) -> RunnerReal:
        """A runner as a fresh process would build it."""
        options = {k: more.pop(k) for k in ("max_answer_bytes",) if k in more}
        runner = RunnerReal(
            self.settings(**more),
            Ledger(self.database),
            wait=self.wait,
            packages=PINNED,
            **options,
        )
        self.runners.append(runner)
        return runner

    async def close(self) -> None:
        """Close every runner's connections."""
        for runner in self.runners:
            await runner.close()

    async def calls(self, step: str = "s") -> list[LlmCall]:
        """The ledger rows of a step, by call and attempt."""
        async with self.database.reading() as session:
            repository = LlmCallRepository(session)
            return [
                row
                for number in range(1, 30)
                for row in await repository.list_attempts(self.run_id, step, number)
            ]

    def context(self, step: str = "s", tier: Tier | None = None) -> CallContext:
        """A call context for `step`."""
        return CallContext(
            user_id=self.user_id,
            run_id=self.run_id,
            step=step,
            tier=(tier or self.tier).value,
            correlation_id="test",
        )

    def interview(self, step: str = "s", **more: Any) -> InterviewRequest:
        """An interview request about the bakery."""
        request = InterviewRequest(self.context(step), PASSAGES)
        return replace(request, **more)

    def strategy(self, step: str = "s", **more: Any) -> StrategyRequest:
        """A strategy request about the bakery."""
        tier = more.pop("tier", None)
        request = StrategyRequest(
            self.context(step, tier),
            PASSAGES,
            {"problem_statement": "Bread is wasted."},
        )
        return replace(request, **more)

    def document(
        self, kind: ArtifactType, step: str = "s", **more: Any
    ) -> DocumentRequest:
        """A request for one of the five documents about the bakery."""
        return document(
            self.context(step), kind, more.pop("passages", PASSAGES), **more
        )

    def plan(self, step: str = "s", **more: Any) -> PlanRequest:
        """A plan request about the bakery."""
        tier = more.pop("tier", None)
        request = PlanRequest(
            self.context(step, tier),
            {"problem_statement": "Bread is wasted."},
            PASSAGES,
        )
        return replace(request, **more)

    def console(self, step: str = "s", **more: Any) -> ConsoleRequest:
        """A question of the console about the bakery."""
        tier = more.pop("tier", None)
        request = ConsoleRequest(
            self.context(step, tier),
            "monetization_model",
            "How does the product earn its first money?",
            {"problem_statement": "Bread is wasted."},
            PASSAGES,
        )
        return replace(request, **more)

    def build(self, step: str = "s", **more: Any) -> BuildRequest:
        """A build request about the bakery."""
        request = BuildRequest(
            self.context(step),
            project_name="Bakery tool",
            goal="Tell how many loaves to bake",
            passages=PASSAGES,
            brief={"problem_statement": "Bread is wasted."},
            option={"name": "Lean start"},
        )
        return replace(request, **more)
