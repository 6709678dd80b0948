"""Onboarding and projects through the API (ONBD, PROJ, ORC-30 to ORC-33, ORC-37)."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from cofounder import ids
from cofounder.interviews.ports import OnboardingQuestions
from tests.factories.ideas import ANSWER, BAKERY
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

SESSION = {
    "id",
    "project_id",
    "status",
    "current_question_index",
    "total_questions",
    "idea_text",
    "questions",
    "answers",
    "thesis_snapshot",
    "progress_percent",
}
PROJECT = {
    "id",
    "name",
    "description",
    "github_repo",
    "created_at",
    "status",
    "stage_number",
    "stage_name",
    "progress_percent",
    "has_pending_gate",
    "has_understanding_session",
    "has_brief",
    "has_execution_plan",
    "latest_job_id",
    "sandbox_paused",
    "counts",
}


async def test_a_session_has_every_key_and_five_to_seven_questions(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """API-030, ONBD-02, ORC-31: and the runner was given the idea (TRAP-02)."""
    founder = await walk_to("started")
    session = founder.onboarding
    assert set(session) == SESSION
    assert 5 <= session["total_questions"] == len(session["questions"]) <= 7
    assert (session["status"], session["thesis_snapshot"]) == ("in_progress", None)
    [request] = app.script.requests("interviewer.onboarding_questions")
    assert request.passages[0].text == BAKERY
    assert await founder.get("/api/onboarding/sessions") == [session]
    assert await founder.get(f"/api/onboarding/{founder.sid}") == session


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"idea": ""}, (422, "validation_error")),
        ({}, (422, "validation_error")),
        ({"idea": " \n\t"}, (400, "invalid_argument")),
        ({"idea": "x", "more": 1}, (422, "validation_error")),
        ({"idea": "x" * 10_001}, (422, "validation_error")),
    ],
)
async def test_an_idea_needs_characters(
    client: httpx2.AsyncClient, body: dict[str, Any], refusal: tuple[int, str]
) -> None:
    """ONBD-01, ORC-30, APIX-09."""
    answer = await client.post("/api/onboarding/start", json=body)
    assert code_of(answer) == refusal


async def test_a_bootstrapper_has_one_open_session(walk_to: WalkTo) -> None:
    """ONBD-05, ORC-30: abandoning frees the place."""
    founder = await walk_to("started", tier="bootstrapper")
    body = {"idea": "Another idea"}
    answer = await founder.client.post("/api/onboarding/start", json=body)
    assert code_of(answer) == (403, "session_limit_reached")
    assert answer.json()["detail"] == "Active session limit reached (1/1)"
    path = f"/api/onboarding/{founder.sid}/abandon"
    assert await founder.post(path) == {"status": "abandoned"}
    assert code_of(await founder.client.post(path)) == (400, "invalid_state")
    await founder.post("/api/onboarding/start", body)


async def test_required_answers_are_named_when_missing(walk_to: WalkTo) -> None:
    """ONBD-04, ORC-32, APIX-15."""
    founder = await walk_to("started")
    answer = await founder.client.post(f"/api/onboarding/{founder.sid}/finalize")
    assert code_of(answer) == (400, "missing_required_answers")
    required = [q["id"] for q in founder.onboarding["questions"] if q["required"]]
    assert answer.json()["missing_question_ids"] == required
    assert required


async def test_answers_are_refused_where_they_do_not_fit(walk_to: WalkTo) -> None:
    """API-031."""
    founder = await walk_to("started")
    path = f"/api/onboarding/{founder.sid}/answer"
    required = next(q for q in founder.onboarding["questions"] if q["required"])
    for body in (
        {"question_id": "q99", "answer": "x"},
        {"question_id": required["id"], "action": "skip"},
        {"question_id": required["id"], "answer": " "},
    ):
        answer = await founder.client.post(path, json=body)
        assert code_of(answer) == (400, "invalid_argument"), body


async def test_progress_is_the_share_of_the_index(walk_to: WalkTo) -> None:
    """ONBD-03."""
    founder = await walk_to("started")
    questions = founder.onboarding["questions"]
    for number, question in enumerate(questions, start=1):
        body = {"question_id": question["id"], "answer": ANSWER}
        state = await founder.post(f"/api/onboarding/{founder.sid}/answer", body)
        assert state["progress_percent"] == int(number / len(questions) * 100)


@pytest.mark.parametrize(
    ("tier", "fields"), [("bootstrapper", 4), ("partner", 6), ("cto_scale", 9)]
)
async def test_the_thesis_has_the_fields_of_the_plan(
    walk_to: WalkTo, tier: str, fields: int
) -> None:
    """ORC-32."""
    founder = await walk_to("completed", tier=tier)
    assert len(founder.thesis) == fields
    session = await founder.get(f"/api/onboarding/{founder.sid}")
    assert session["thesis_snapshot"] == founder.thesis


async def test_an_edit_of_the_thesis_wins_and_only_known_fields_take_one(
    walk_to: WalkTo,
) -> None:
    """ONBD-07, API-037."""
    founder = await walk_to("completed", tier="bootstrapper")
    path = f"/api/onboarding/{founder.sid}/thesis"
    body = {"field_name": "problem", "new_value": "Butter is thrown away"}
    assert (await founder.call("PATCH", path, body))["problem"] == body["new_value"]
    for field in ("nonsense", "risks", "_schema_version"):
        answer = await founder.client.patch(
            path, json={"field_name": field, "new_value": "x"}
        )
        assert code_of(answer) == (400, "invalid_argument")


async def test_a_long_idea_names_its_project_by_fifty_characters(
    walk_to: WalkTo,
) -> None:
    """ONBD-08, ORC-33."""
    founder = await walk_to("completed", idea="abcdefghi " * 6)
    path = f"/api/onboarding/{founder.sid}/create-project"
    made = await founder.post(path)
    assert set(made) == {"project_id", "project_name", "status"}
    assert made["project_name"] == ("abcdefghi " * 6)[:50] + "..."
    project = await founder.get(f"/api/projects/{made['project_id']}")
    assert set(project) == PROJECT
    assert (project["stage_number"], project["stage_name"]) == (1, "Thesis Defined")
    assert (project["status"], project["description"]) == ("active", founder.idea)
    assert code_of(await founder.client.post(path)) == (400, "invalid_state")
    assert await founder.get("/api/onboarding/status") == {"onboarding_completed": True}


async def test_a_project_needs_a_finished_onboarding(walk_to: WalkTo) -> None:
    founder = await walk_to("started")
    path = f"/api/onboarding/{founder.sid}/create-project"
    assert code_of(await founder.client.post(path)) == (400, "invalid_state")


async def test_the_project_limit_tells_which_projects_are_active(
    walk_to: WalkTo,
) -> None:
    """PROJ-01, ORC-33, APIX-15: `project_limit_reached` and its members."""
    founder = await walk_to("completed", tier="bootstrapper")
    for name in ("one", "two"):
        await founder.post("/api/projects", {"name": name})
    for path in (f"/api/onboarding/{founder.sid}/create-project", "/api/projects"):
        answer = await founder.client.post(path, json={"name": "three"})
        assert code_of(answer) == (403, "project_limit_reached")
        body = answer.json()
        assert (body["active_count"], body["max_projects"]) == (2, 2)
        assert (body["upgrade_url"], body["projects_url"]) == ("/billing", "/projects")
        assert {p["name"] for p in body["active_projects"]} == {"one", "two"}
        assert set(body["active_projects"][0]) == {"id", "name", "status", "created_at"}
        assert body["message"] == body["detail"]


async def test_a_bare_project_waits_in_stage_0_for_its_onboarding(
    walk_to: WalkTo, client: httpx2.AsyncClient, app: RunningApp
) -> None:
    """PROJ-02, ONBD-09, ORC-33."""
    made = (await client.post("/api/projects", json={"name": "Bare"})).json()
    assert (made["stage_number"], made["stage_name"]) == (0, "Getting Started")
    founder = Founder(app, client)
    body = {"idea": BAKERY, "project_id": made["id"]}
    founder.onboarding = await founder.post("/api/onboarding/start", body)
    await founder.completed()
    await founder.project()
    assert founder.project_id == made["id"]
    project = await founder.get(f"/api/projects/{made['id']}")
    assert (project["stage_number"], project["name"]) == (1, "Bare")
    late = await client.post("/api/onboarding/start", json=body)
    assert code_of(late) == (400, "invalid_state")


async def test_a_renamed_project_keeps_what_was_not_sent(
    client: httpx2.AsyncClient,
) -> None:
    """API-023."""
    body = {"name": "One", "description": "first"}
    made = (await client.post("/api/projects", json=body)).json()
    path = f"/api/projects/{made['id']}"
    changed = (await client.patch(path, json={"name": "Two"})).json()
    assert (changed["name"], changed["description"]) == ("Two", "first")
    assert code_of(await client.patch(path, json={"name": ""}))[0] == 422
    assert code_of(await client.post(path + "/resume")) == (400, "invalid_state")


async def test_a_failing_model_costs_nothing(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    """LLMC-03, UNDR-03: 500 with a debug id, state as before."""
    app.script.fail("interviewer.onboarding_questions", RuntimeError("stack secret"))
    answer = await client.post("/api/onboarding/start", json={"idea": BAKERY})
    assert code_of(answer) == (500, "llm_unavailable")
    assert "secret" not in answer.text
    assert (await client.get("/api/onboarding/sessions")).json() == []


async def test_an_overloaded_model_is_answered_later(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    """LLMC-02, ORC-37: 202 with the run; it ends, and its result is the body."""
    app.tune(inline_wait=0.1)
    held = app.script.hold("interviewer.onboarding_questions")
    answer = await client.post("/api/onboarding/start", json={"idea": BAKERY})
    assert answer.status_code == 202
    body = answer.json()
    assert set(body) == {"status", "message", "run_id"} and body["status"] == "queued"
    assert answer.headers["location"] == f"/api/runs/{body['run_id']}"
    again = await client.post("/api/onboarding/start", json={"idea": BAKERY})
    assert again.json()["run_id"] == body["run_id"]
    held.release()
    founder = Founder(app, client)
    run = await founder.until(
        f"/api/runs/{body['run_id']}", lambda r: r["status"] == "succeeded"
    )
    [session] = await founder.get("/api/onboarding/sessions")
    assert run["output"]["result"] == session


async def test_five_questions_are_the_fewest_a_model_may_ask() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        OnboardingQuestions.model_validate({"questions": [{"text": "Why now?"}] * 4})


async def test_a_suspended_account_uses_no_model(app: RunningApp) -> None:
    """TIER-05, GENR-13: 403 `account_suspended`."""
    from cofounder.accounts.models import User

    client = await app.client()
    async with app.database.transaction() as session:
        (await session.get_one(User, client.user.id)).is_suspended = True  # type: ignore[attr-defined]
    answer = await client.post("/api/onboarding/start", json={"idea": BAKERY})
    assert code_of(answer) == (403, "account_suspended")


async def test_the_day_s_tokens_are_the_user_s_own(app: RunningApp) -> None:
    """TIER-08, ORC-102: 403 `daily_token_limit`; another user is not limited."""
    client = await app.client("bootstrapper")
    founder = Founder(app, client)
    await founder.started()
    from sqlalchemy import update

    from cofounder.runs.models import LlmCall

    async with app.database.transaction() as session:
        await session.execute(
            update(LlmCall)
            .where(LlmCall.user_id == client.user.id)  # type: ignore[attr-defined]
            .values(input_tokens=500_000)
        )
    for question in founder.onboarding["questions"]:
        body = {"question_id": question["id"], "answer": ANSWER}
        await founder.post(f"/api/onboarding/{founder.sid}/answer", body)
    answer = await client.post(f"/api/onboarding/{founder.sid}/finalize")
    assert code_of(answer) == (403, "daily_token_limit")
    assert "/500000)" in answer.json()["detail"]
    await Founder(app, await app.client("bootstrapper")).started()
    assert ids.new_id()
