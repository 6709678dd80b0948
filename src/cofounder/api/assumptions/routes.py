"""Assumption endpoints: the register, verdicts, and writing again what rests on one."""

from __future__ import annotations

from fastapi import APIRouter

from cofounder.accounts.models import User
from cofounder.api.assumptions.schemas import (
    AssumptionsOut,
    JudgedOut,
    RewriteIn,
    RewritingOut,
    VerdictIn,
)
from cofounder.api.edge import CurrentUser, Edge, EdgeDep, Reading, Session, path_id
from cofounder.artifacts import assumptions
from cofounder.artifacts.models import Verdict
from cofounder.projects.errors import ProjectNotFound
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository

router = APIRouter(prefix="/projects/{pid}/assumptions", tags=["assumptions"])


async def _owned(session: Session, pid: str, user: User) -> Project:
    return await ProjectRepository(session).get_owned(
        path_id(pid, ProjectNotFound), user.id
    )


@router.get("")
async def read(pid: str, session: Reading, user: CurrentUser) -> AssumptionsOut:
    """Every assumption of a project in one place (PROV-04)."""
    project = await _owned(session, pid, user)
    entries = await assumptions.register(session, project.id)
    return AssumptionsOut.of(entries, user.tier)


@router.post("/{fingerprint}/confirm")
async def confirm(
    pid: str,
    fingerprint: str,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
    body: VerdictIn | None = None,
) -> JudgedOut:
    """Say that an assumption is true: from now on a source of its own (PROV-04)."""
    project = await _owned(session, pid, user)
    return await _judge(
        session, project, fingerprint, Verdict.CONFIRMED, edge, user, body
    )


@router.post("/{fingerprint}/deny")
async def deny(
    pid: str,
    fingerprint: str,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
    body: VerdictIn | None = None,
) -> JudgedOut:
    """Say that an assumption is not so; the answer lists what rests on it (PROV-04)."""
    project = await _owned(session, pid, user)
    return await _judge(session, project, fingerprint, Verdict.DENIED, edge, user, body)


async def _judge(
    session: Session,
    project: Project,
    fingerprint: str,
    verdict: Verdict,
    edge: Edge,
    user: User,
    body: VerdictIn | None,
) -> JudgedOut:
    entry = await assumptions.judge(
        session,
        project,
        fingerprint,
        verdict,
        correlation_id=edge.correlation_id,
        note=body.note if body else "",
    )
    found = await assumptions.affected(session, project.id, entry)
    return JudgedOut.of(entry, found, user.tier)


@router.post("/{fingerprint}/reopen")
async def reopen(
    pid: str, fingerprint: str, session: Session, edge: EdgeDep, user: CurrentUser
) -> AssumptionsOut:
    """Take a verdict back; the answer is the register as it is then (PROV-04)."""
    project = await _owned(session, pid, user)
    await assumptions.reopen(
        session, project, fingerprint, correlation_id=edge.correlation_id
    )
    entries = await assumptions.register(session, project.id)
    return AssumptionsOut.of(entries, user.tier)


@router.post("/{fingerprint}/regenerate", status_code=202)
async def regenerate(
    pid: str,
    fingerprint: str,
    session: Session,
    edge: EdgeDep,
    user: CurrentUser,
    body: RewriteIn | None = None,
) -> RewritingOut:
    """Write what rests on a denied assumption again, and only that (PROV-04)."""
    project = await _owned(session, pid, user)
    run = await assumptions.write_again(
        session,
        project,
        fingerprint,
        by=user,
        correlation_id=edge.correlation_id,
        with_edited=body.with_edited if body else False,
    )
    return RewritingOut(run_id=run.id)
