"""A founder whose server dies under them: they wait, look what is there, and go on."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx2
from sqlalchemy import func, select

from cofounder.accounts.models import User
from cofounder.artifacts.contents import GENERATION_ORDER, TRIO
from cofounder.artifacts.models import Artifact, GenerationStatus
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.db import Base, Database
from cofounder.gates.models import Gate, GateStatus
from cofounder.interviews.models import (
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)
from cofounder.projects.models import Project
from cofounder.runs.models import Run
from cofounder.runs.states import ACTIVE
from tests.factories.ideas import ANSWER, BAKERY

PATIENCE = 120.0
Holds = Callable[[], Awaitable[bool]]


class PatientFounder:
    """Walks the journey over HTTP; what was reached is read from the rows.

    A request that was cut off is repeated only after the work it began has ended
    without the effect: as somebody does who reloads the page.
    """

    def __init__(self, base_url: str, token: str, user: User, db: Database) -> None:
        self.client = httpx2.AsyncClient(
            base_url=base_url,
            timeout=30,
            headers={"Authorization": f"Bearer {token}"},
        )
        self.user, self.db = user, db
        self.cut_off = 0

    async def rows(self, table: type[Base], *where: Any) -> list[Any]:
        async with self.db.reading() as session:
            return list((await session.scalars(select(table).where(*where))).all())

    async def one(self, table: type[Base]) -> Any:
        (row,) = await self.rows(table)
        return row

    async def request(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON answer, or None when the server died meanwhile."""
        options: dict[str, Any] = {} if body is None else {"json": body}
        try:
            answer = await self.client.request(method, path, **options)
        except httpx2.HTTPError:
            self.cut_off += 1
            await self.server_is_back()
            return None
        assert answer.status_code < 400, f"{method} {path}: {answer.text}"
        return answer.json()

    async def post(self, path: str, body: Any = None) -> Any:
        return await self.request("POST", path, body)

    async def read(self, path: str) -> Any:
        while (found := await self.request("GET", path)) is None:
            pass
        return found

    def any_of(self, table: type[Base]) -> Holds:
        async def there() -> bool:
            return await self.count(table) > 0

        return there

    async def server_is_back(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                if (await self.client.get("/api/health")).status_code == 200:
                    return
            except httpx2.HTTPError:
                pass
            await asyncio.sleep(0.05)
        raise AssertionError("the server did not come back")

    async def until(self, holds: Holds, path: str, body: Any = None) -> None:
        """Ask for something until it is there; never twice at the same time."""
        deadline = time.monotonic() + PATIENCE
        while not await holds():
            assert time.monotonic() < deadline, f"{path}: not there"
            if await self.rows(Run, Run.status.in_(ACTIVE)):
                await asyncio.sleep(0.05)
                continue
            if not await holds():
                await self.post(path, body)

    async def count(self, table: type[Base], *where: Any) -> int:
        async with self.db.reading() as session:
            query = select(func.count()).select_from(table).where(*where)
            return await session.scalar(query) or 0

    # --- the journey ------------------------------------------------------------------

    async def walk(self) -> None:
        await self.onboard()
        await self.be_interviewed()
        await self.see_the_trio()
        await self.decide()
        await self.plan()
        await self.build()

    async def onboard(self) -> None:
        async def finalized() -> bool:
            row = await self.one(OnboardingSession)
            return row.status is SessionStatus.COMPLETED

        started = self.any_of(OnboardingSession)
        await self.until(started, "/api/onboarding/start", {"idea": BAKERY})
        self.onboarding = await self.one(OnboardingSession)
        path = f"/api/onboarding/{self.onboarding.id}"
        await self.answer_all(OnboardingSession, path)
        await self.until(finalized, f"{path}/finalize")
        await self.until(self.any_of(Project), f"{path}/create-project")
        self.project = await self.one(Project)

    async def be_interviewed(self) -> None:
        async def finalized() -> bool:
            row = await self.one(UnderstandingSession)
            return row.status is SessionStatus.COMPLETED

        await self.until(
            self.any_of(UnderstandingSession),
            "/api/understanding/start",
            {"session_id": str(self.onboarding.id)},
        )
        self.interview = await self.one(UnderstandingSession)
        path = f"/api/understanding/{self.interview.id}"
        await self.answer_all(UnderstandingSession, path)
        await self.until(finalized, f"{path}/finalize")

    async def answer_all(
        self, table: type[OnboardingSession | UnderstandingSession], path: str
    ) -> None:
        for question in (await self.one(table)).questions:
            name = str(question["id"])
            body = {"question_id": name, "answer": ANSWER}
            await self.until(self.answered(table, name), f"{path}/answer", body)

    def answered(
        self, table: type[OnboardingSession | UnderstandingSession], question: str
    ) -> Holds:
        async def there() -> bool:
            return question in (await self.one(table)).answers

        return there

    async def see_the_trio(self) -> None:
        async def written() -> bool:
            idle = await self.count(
                Artifact,
                Artifact.artifact_type.in_(TRIO),
                Artifact.generation_status == GenerationStatus.IDLE,
                Artifact.current_content.is_not(None),
            )
            return idle == len(TRIO)

        # Given up after too many deaths, it is asked for again.
        path = f"/api/understanding/{self.interview.id}/finalize"
        await self.until(written, path)

    async def write_documents(self) -> None:
        async def written() -> bool:
            idle = await self.count(
                Artifact,
                Artifact.artifact_type.in_(GENERATION_ORDER),
                Artifact.generation_status == GenerationStatus.IDLE,
                Artifact.current_content.is_not(None),
            )
            return idle == len(GENERATION_ORDER)

        body = {"project_id": str(self.project.id)}
        await self.until(written, "/api/artifacts/generate", body)

    async def until_row(self, holds: Holds) -> None:
        deadline = time.monotonic() + PATIENCE
        while not await holds():
            assert time.monotonic() < deadline, "it did not happen"
            await asyncio.sleep(0.05)

    async def decide(self) -> None:
        async def decided() -> bool:
            return (await self.one(Gate)).status is not GateStatus.PENDING

        body = {"project_id": str(self.project.id), "gate_type": "direction"}
        await self.until(self.any_of(Gate), "/api/gates/create", body)
        gate = await self.one(Gate)
        path = f"/api/gates/{gate.id}/resolve"
        await self.until(decided, path, {"decision": "proceed"})

    async def plan(self) -> None:
        async def planned() -> bool:
            return await self.count(Artifact, Artifact.artifact_type == PLAN) > 0

        project = str(self.project.id)
        await self.until(planned, "/api/plans/generate", {"project_id": project})
        plan = await self.read(f"/api/plans/{project}")
        body = {"option_id": plan["recommended_id"]}

        async def selected() -> bool:
            return (await self.read(f"/api/plans/{project}"))[
                "selected_option_id"
            ] is not None

        await self.until(selected, f"/api/plans/{project}/select", body)

    async def build(self) -> None:
        async def over() -> bool:
            build = await self.one(Build)
            return build.stage_status in (Stage.READY, Stage.FAILED)

        body = {"project_id": str(self.project.id), "goal": "Build the first version"}
        await self.until(self.any_of(Build), "/api/generation/start", body)
        await self.until_row(over)


PLAN = "execution_plan"
