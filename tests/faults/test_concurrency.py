"""Two at once: rows 54 and 55 of faults.md, and every claim that must be atomic (TRAP-32)."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import httpx2
import pytest
from sqlalchemy import select

from cofounder import ids
from cofounder.builds.repository import BuildRepository
from cofounder.builds.service import cancel_build
from cofounder.projects.repository import ProjectRepository
from cofounder.projects.service import record
from cofounder.runs import service as runs
from cofounder.runs.models import Run
from cofounder.runs.repository import RunRepository
from tests.factories.documents import with_documents
from tests.factories.ideas import ANSWER, BAKERY
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Stop, WalkTo


async def at_once(count: int, ask: Any) -> list[httpx2.Response]:
    return list(await asyncio.gather(*(ask() for _ in range(count))))


async def joined(
    app: RunningApp, stage: str, count: int, ask: Any
) -> list[httpx2.Response]:
    """The answers to requests that all came while the first one's call was out."""
    held = app.script.hold(stage)
    asked = [asyncio.create_task(ask()) for _ in range(count)]
    await held.reached.wait()
    await asyncio.sleep(0.2)
    held.release()
    return list(await asyncio.gather(*asked))


def statuses(answers: list[httpx2.Response]) -> Counter[int]:
    return Counter(answer.status_code for answer in answers)


async def test_f54_two_edits_of_one_document_keep_both_texts(walk_to: WalkTo) -> None:
    """One 200, one 409 whose answer holds both: neither founder loses a word."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    texts = ["Night bakers", "Home bakers"]
    answers = await asyncio.gather(
        *(
            founder.client.patch(
                f"{path}/edit",
                json={
                    "section_path": "target_user",
                    "new_value": text,
                    "expected_version": 1,
                },
            )
            for text in texts
        )
    )
    assert statuses(answers) == {200: 1, 409: 1}
    [won] = [a.json() for a in answers if a.status_code == 200]
    [lost] = [a for a in answers if a.status_code == 409]
    assert code_of(lost) == (409, "version_conflict")
    kept, body = won["current_content"]["target_user"], lost.json()
    assert (body["expected_version"], body["version"]) == (1, 2)
    assert (body["section_path"], body["current_value"]) == ("target_user", kept)
    assert {kept, body["your_value"]} == set(texts)
    numbers = [v["version_number"] for v in await founder.get(f"{path}/versions")]
    assert numbers == [2, 1]


async def test_f54_an_approval_of_a_version_that_is_gone_is_refused(
    walk_to: WalkTo,
) -> None:
    """One approves what the other changes: nobody approves what they did not see."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    change = {"section_path": "target_user", "new_value": "Night bakers"}
    edited, approved = await asyncio.gather(
        founder.client.patch(f"{path}/edit", json={**change, "expected_version": 1}),
        founder.client.post(f"{path}/approve", json={"version_number": 1}),
    )
    assert edited.status_code == 200
    after = await founder.get(path)
    if approved.status_code == 200:
        assert (after["approved_version"], after["version_number"]) == (1, 2)
    else:
        assert code_of(approved) == (409, "version_conflict")
        assert after["approved_version"] is None


async def test_f55_an_answer_sent_twice_is_one_answer(walk_to: WalkTo) -> None:
    """With and without a key: the same response, the index moved once."""
    founder = await walk_to("interview")
    path = f"/api/understanding/{founder.uid}/answer"
    body = {"question_id": founder.interview["question"]["id"], "answer": ANSWER}
    key = {"Idempotency-Key": str(ids.new_id())}
    for headers in ({}, key):
        answers = await at_once(
            3, lambda h=headers: founder.client.post(path, json=body, headers=h)
        )
        assert statuses(answers) == {200: 3}
        assert len({answer.content for answer in answers}) == 1
    state = await founder.get(f"/api/understanding/{founder.uid}")
    assert state["current_question_index"] == 1
    assert len(state["answered_questions"]) == 1


async def test_f55_an_onboarding_answer_sent_twice_is_one_answer(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("started")
    path = f"/api/onboarding/{founder.sid}/answer"
    body = {"question_id": founder.onboarding["questions"][0]["id"], "answer": ANSWER}
    answers = await at_once(4, lambda: founder.client.post(path, json=body))
    assert statuses(answers) == {200: 4}
    assert {a.json()["current_question_index"] for a in answers} == {1}


async def test_f44_requests_wait_for_a_lock_and_then_succeed(app: RunningApp) -> None:
    """Another process holds SQLite's write lock; nobody sees "database is locked"."""
    client = await app.client()
    if not app.database.is_sqlite:
        pytest.skip("a write lock on the whole database is SQLite's")
    file = app.database.engine.url.database or ""
    other = sqlite3.connect(
        file, timeout=30, isolation_level=None, check_same_thread=False
    )
    # Not in our loop: it may have to wait for a transaction that our loop carries on.
    await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")
    asked = [
        asyncio.create_task(client.post("/api/projects", json={"name": "x"}))
        for _ in range(3)
    ]
    done, _ = await asyncio.wait(asked, timeout=1.0)
    assert not done
    other.execute("ROLLBACK")
    other.close()
    assert statuses(list(await asyncio.gather(*asked))) == {200: 3}


async def test_the_same_start_twice_joins_one_run(app: RunningApp) -> None:
    """LLMC-02: a second identical request joins the run that is under way."""
    client = await app.client()
    answers = await joined(
        app,
        "interviewer.onboarding_questions",
        3,
        lambda: client.post("/api/onboarding/start", json={"idea": BAKERY}),
    )
    assert statuses(answers) == {200: 3}
    assert len({a.json()["id"] for a in answers}) == 1
    assert len(app.script.requests("interviewer.onboarding_questions")) == 1


async def test_another_start_meanwhile_is_told_which_run_is_active(
    app: RunningApp,
) -> None:
    """APIX-15: 409 `run_active` carries `run_id`."""
    client = await app.client()
    held = app.script.hold("interviewer.onboarding_questions")
    first = asyncio.create_task(
        client.post("/api/onboarding/start", json={"idea": BAKERY})
    )
    await held.reached.wait()
    other = await client.post("/api/onboarding/start", json={"idea": "A dog app"})
    assert code_of(other) == (409, "run_active")
    run = await client.get(f"/api/runs/{other.json()['run_id']}")
    assert run.json()["status"] == "running"
    held.release()
    assert (await first).status_code == 200


async def test_the_last_place_for_a_project_is_given_once(app: RunningApp) -> None:
    """PROJ-01, TRAP-32."""
    client = await app.client("bootstrapper")
    answers = await at_once(5, lambda: client.post("/api/projects", json={"name": "x"}))
    assert statuses(answers) == {200: 2, 403: 3}
    assert len((await client.get("/api/projects")).json()) == 2


async def test_two_gates_at_once_are_one_gate(walk_to: WalkTo) -> None:
    """ORC-50."""
    founder = await walk_to("project")
    body = {"project_id": founder.project_id}
    answers = await at_once(
        3, lambda: founder.client.post("/api/gates/create", json=body)
    )
    assert statuses(answers) == {201: 1, 409: 2}
    assert {code_of(a)[1] for a in answers if a.status_code == 409} == {"gate_exists"}


async def test_two_decisions_at_once_are_one_decision(walk_to: WalkTo) -> None:
    founder = await walk_to("project")
    await founder.gate()
    path = f"/api/gates/{founder.gate_id}/resolve"
    answers = await asyncio.gather(
        founder.client.post(path, json={"decision": "proceed"}),
        founder.client.post(path, json={"decision": "park"}),
    )
    assert statuses(list(answers)) == {200: 1, 409: 1}
    gate = await founder.get(f"/api/gates/{founder.gate_id}")
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert (
        project["status"] == {"proceed": "active", "park": "parked"}[gate["decision"]]
    )


async def test_two_projects_cannot_come_from_one_onboarding(walk_to: WalkTo) -> None:
    """ORC-33."""
    founder = await walk_to("completed")
    path = f"/api/onboarding/{founder.sid}/create-project"
    answers = await at_once(3, lambda: founder.client.post(path))
    assert statuses(answers) == {200: 1, 400: 2}
    assert len(await founder.get("/api/projects")) == 1


async def test_two_starts_at_once_never_share_a_version(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GENR-05, ORC-84."""
    founder = await walk_to("selected")
    held = [app.script.hold("coder.design") for _ in range(2)]
    body = {"project_id": founder.project_id, "goal": "Build it"}
    answers = await at_once(
        2, lambda: founder.client.post("/api/generation/start", json=body)
    )
    assert statuses(answers) == {201: 2}
    versions = {a.json()["build_version"] for a in answers}
    assert versions == {"build_v0_1", "build_v0_2"}
    for hold in held:
        hold.release()
    for answer in answers:
        founder.job_id = answer.json()["job_id"]
        await founder.build_over("ready")


async def test_two_finalizes_make_one_brief(app: RunningApp, walk_to: WalkTo) -> None:
    """ORC-42."""
    founder = await walk_to("answered")
    path = f"/api/understanding/{founder.uid}/finalize"
    answers = await joined(
        app, "interviewer.idea_brief", 3, lambda: founder.client.post(path)
    )
    assert statuses(answers) == {200: 3}
    assert {a.json()["version"] for a in answers} == {1}
    assert len(app.script.requests("interviewer.idea_brief")) == 1


async def test_two_plan_requests_make_one_plan(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("proceed")
    body = {"project_id": founder.project_id}
    answers = await joined(
        app,
        "planner.draft",
        3,
        lambda: founder.client.post("/api/plans/generate", json=body),
    )
    assert statuses(answers) == {200: 3}
    assert len({a.json()["plan_set_id"] for a in answers}) == 1
    assert len(app.script.requests("planner.draft")) == 1


async def test_cancelling_twice_cancels_once(app: RunningApp, walk_to: WalkTo) -> None:
    founder = await walk_to("selected")
    held = app.script.hold("coder.design")
    await founder.building()
    await held.reached.wait()
    path = f"/api/generation/{founder.job_id}/cancel"
    answers = await at_once(3, lambda: founder.client.post(path))
    assert statuses(answers) == {200: 1, 409: 2}


@pytest.mark.parametrize("stop", ["trio", "ready"])
async def test_a_project_is_deleted_although_its_run_ends_in_that_moment(
    app: RunningApp, walk_to: WalkTo, monkeypatch: pytest.MonkeyPatch, stop: Stop
) -> None:
    """Between the look at its runs and their stop, Postgres lets them end."""
    founder = await walk_to(stop)
    async with app.database.reading() as session:
        query = select(Run).where(Run.project_id == UUID(founder.project_id))
        ended = (await session.scalars(query)).all()
    assert {"trio": "trio", "ready": "build"}[stop] in {run.kind.value for run in ended}

    async def as_it_was(self: RunRepository, project_id: UUID) -> Sequence[Run]:
        return ended

    monkeypatch.setattr(RunRepository, "list_active", as_it_was)
    path = f"/api/projects/{founder.project_id}"
    assert (await founder.client.delete(path)).status_code == 200
    assert (await founder.client.get(path)).status_code == 404


async def test_a_build_that_begins_while_it_is_cancelled_blocks_nobody(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Both change the run and the build; Postgres would give one of them up."""
    founder = await walk_to("selected")
    held = app.script.hold("coder.design")
    await founder.building()
    await asyncio.wait_for(held.reached.wait(), 20)
    job = UUID(founder.job_id)
    async with app.database.reading() as session:
        build = await BuildRepository(session).get_of_run(job)

    async def cancel() -> None:
        async with app.database.transaction() as session:
            await cancel_build(session, build)

    async with app.database.transaction() as session:
        await runs.begin(session, job)
        cancelling = asyncio.create_task(cancel())
        await asyncio.wait([cancelling], timeout=0.5)  # it has taken what it can
        await BuildRepository(session).get_of_run(job, lock=True)
    await asyncio.wait_for(cancelling, 20)
    assert (await founder.build_over("failed"))["error_message"] == "Cancelled by user"


async def test_two_who_add_to_a_project_and_then_lock_it_block_nobody(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """As two builds do that start at the same moment."""
    founder = await walk_to("project")
    project_id = UUID(founder.project_id)
    added = asyncio.Barrier(2) if not app.database.is_sqlite else None

    async def add(key: str) -> None:
        async with app.database.transaction() as session:
            record(session, project_id, key, correlation_id="test")
            await session.flush()
            if added is not None:
                await added.wait()
            await ProjectRepository(session).lock(project_id)

    async with asyncio.timeout(20):
        await asyncio.gather(add("one"), add("two"))
