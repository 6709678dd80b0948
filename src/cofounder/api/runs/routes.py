"""Run endpoints (API-132 to API-134, API-136)."""

from __future__ import annotations

from collections.abc import AsyncIterable
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import structlog
from fastapi import APIRouter, Depends, Header, Response
from fastapi.encoders import jsonable_encoder
from fastapi.sse import EventSourceResponse, ServerSentEvent
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.api.edge import CurrentUser, EdgeDep, Reading, Session, path_id
from cofounder.api.errors import NO_STORE
from cofounder.api.results import result_of
from cofounder.api.runs.schemas import CancelledOut, ItemOut, RunOut
from cofounder.api.runs.streaming import happenings
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import cancel_build
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.admission import position_of
from cofounder.runs.call_repository import LlmCallRepository
from cofounder.runs.errors import RunNotFound
from cofounder.runs.models import Run
from cofounder.runs.repository import ItemRepository, RunRepository
from cofounder.runs.states import RunKind, RunStatus

router = APIRouter(prefix="/runs", tags=["runs"])
log = structlog.get_logger()


@router.get("/{run_id}")
async def get(
    run_id: str, session: Reading, user: CurrentUser, response: Response
) -> RunOut:
    """A run and its progress; reading changes nothing (API-132)."""
    response.headers.update(NO_STORE)
    run = await _owned(session, run_id, user)
    return await load(session, run, user)


async def _owned(session: AsyncSession, run_id: str, user: User) -> Run:
    """The user's run; those of a deleted project are hidden with it (ENT-20)."""
    run = await RunRepository(session).get_owned(path_id(run_id, RunNotFound), user.id)
    if run.project_id is not None:
        try:
            await ProjectRepository(session).get_owned(run.project_id, user.id)
        except ProjectNotFound:
            raise RunNotFound from None
    return run


async def load(session: AsyncSession, run: Run, user: User) -> RunOut:
    """The whole payload of a run; the stream's snapshot is the same (RUNP-04)."""
    _, tokens, cost = await LlmCallRepository(session).totals(run_id=run.id)
    return RunOut.of(
        run,
        await ItemRepository(session).list_of(run.id),
        position=await position_of(session, run),
        tokens=tokens,
        cost=cost,
        output=await _output(session, run, user),
    )


async def _output(session: AsyncSession, run: Run, user: User) -> dict[str, Any] | None:
    if run.kind is RunKind.DEFERRED_CALL and run.status is RunStatus.SUCCEEDED:
        body = await result_of(session, run, user)
        return {"result": jsonable_encoder(body)}
    return run.output


@router.get("/{run_id}/items")
async def items(
    run_id: str,
    session: Reading,
    user: CurrentUser,
    response: Response,
    status: str | None = None,
) -> list[ItemOut]:
    """A run's units, in order (API-133)."""
    response.headers.update(NO_STORE)
    run = await _owned(session, run_id, user)
    rows = await ItemRepository(session).list_of(run.id)
    return [ItemOut.of(row) for row in rows if status in (None, row.status.value)]


@router.post("/{run_id}/cancel")
async def cancel(run_id: str, session: Session, user: CurrentUser) -> CancelledOut:
    """Stop a run; what it finished is kept (API-134)."""
    run = await _owned(session, run_id, user)
    build = await BuildRepository(session).find_of_run(run.id)
    if build is not None:
        await cancel_build(session, build)
    else:
        await runs.stop(session, run)
    return CancelledOut(run_id=run.id)


@dataclass(frozen=True, slots=True)
class Watched:
    """A run somebody may watch; read before the stream's first byte.

    A stream that has begun cannot say 404 any more.
    """

    run_id: UUID
    seen: int
    snapshot: RunOut | None


async def watched(
    run_id: str,
    edge: EdgeDep,
    user: CurrentUser,
    last_event_id: Annotated[str | None, Header()] = None,
) -> Watched:
    """The user's run, with a snapshot unless the client knows it already."""
    async with edge.database.reading() as session:
        run = await _owned(session, run_id, user)
        snapshot = None if last_event_id else await load(session, run, user)
    return Watched(run.id, _seen(last_event_id, run), snapshot)


@router.get("/{run_id}/events", response_class=EventSourceResponse)
async def events(
    edge: EdgeDep, watched: Annotated[Watched, Depends(watched)]
) -> AsyncIterable[ServerSentEvent]:
    """What happens in a run, as it happens; without an id first a snapshot (API-136)."""
    if watched.snapshot is not None:
        yield ServerSentEvent(
            data=jsonable_encoder(watched.snapshot),
            event="run.updated",
            id=str(watched.seen),
        )
    async for happened in happenings(edge.database, watched.run_id, watched.seen):
        yield happened


def _seen(last_event_id: str | None, run: Run) -> int:
    if (
        last_event_id is not None
        and last_event_id.isascii()
        and last_event_id.isdigit()
    ):
        return int(last_event_id[:12])
    return run.event_count
