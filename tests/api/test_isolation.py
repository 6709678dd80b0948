"""Foreign and missing look the same on every route; nobody passes anonymously.

The route table itself is enumerated, so a new route cannot escape (ORC-100, APIX-02,
TRAP-41).
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from cofounder import ids
from cofounder.api.router import api_router
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

OPEN = {
    ("GET", "/api/health"),
    ("GET", "/api/ready"),
    ("GET", "/api/tiers"),
    ("POST", "/api/auth/exchange"),
}
# A body that gets past validation, for routes that check it before the object.
BODIES: dict[str, dict[str, Any]] = {
    "POST /api/onboarding/{sid}/answer": {"question_id": "q1", "answer": "x"},
    "PATCH /api/onboarding/{sid}/thesis": {"field_name": "problem", "new_value": "x"},
    "POST /api/understanding/{sid}/answer": {"question_id": "u1", "answer": "x"},
    "PATCH /api/understanding/{sid}/answer": {"question_id": "u1", "new_answer": "x"},
    "PATCH /api/understanding/{pid}/brief": {
        "section_key": "target_user",
        "new_content": "x",
    },
    "POST /api/gates/{gate_id}/resolve": {"decision": "proceed"},
    "POST /api/gates/{gate_id}/compare": {"decision": "narrow", "action_text": "x"},
    "POST /api/tripwires/{tripwire_id}/answer": {"outcome": "held"},
    "POST /api/projects/{pid}/decisions": {"template": "deploy_path"},
    "POST /api/decisions/{decision_id}/resolve": {"option_id": "railway"},
    "POST /api/plans/{pid}/select": {"option_id": "fast-mvp"},
    "PATCH /api/projects/{pid}": {"name": "x"},
    "PATCH /api/artifacts/{aid}/edit": {
        "section_path": "target_user",
        "new_value": "x",
    },
    "POST /api/artifacts/{aid}/annotate": {"section_id": "target_user", "note": "x"},
    "POST /api/artifacts/{aid}/versions/{number}/bring-back": {
        "section": "target_user"
    },
}
# Routes whose object is named in the body.
IN_BODY: dict[str, dict[str, Any]] = {
    "POST /api/gates/create": {"project_id": "pid"},
    "POST /api/artifacts/generate": {"project_id": "pid"},
    "POST /api/plans/generate": {"project_id": "pid"},
    "POST /api/plans/regenerate": {"project_id": "pid", "feedback": "cheaper"},
    "POST /api/generation/start": {"project_id": "pid", "goal": "x"},
    "POST /api/understanding/start": {"session_id": "sid"},
    "POST /api/onboarding/start": {"project_id": "pid", "idea": "An app for dogs"},
}
OBJECTS = {
    "/api/projects/{pid}": "Project not found",
    "/api/onboarding/by-project": "Project not found",
    "/api/onboarding/{sid}": "Session not found",
    "/api/understanding/by-project": "Project not found",
    "/api/understanding/{pid}": "Project not found",
    "/api/understanding/{sid}": "Session not found",
    "/api/gates/project": "Project not found",
    "/api/gates/{gate_id}": "Gate not found",
    "/api/tripwires/{tripwire_id}": "Tripwire not found",
    "/api/decisions/{decision_id}": "Decision not found",
    "/api/plans/{pid}": "Project not found",
    "/api/artifacts/project": "Project not found",
    "/api/artifacts/{aid}": "Artifact not found",
    "/api/dashboard/{pid}": "Project not found",
    "/api/journey/{pid}": "Project not found",
    "/api/graph/{pid}": "Project not found",
    "/api/timeline/{pid}": "Project not found",
    "/api/generation/project": "Project not found",
    "/api/generation/{job_id}": "Job not found",
    "/api/jobs/{job_id}": "Job not found",
    "/api/runs/{run_id}": "Run not found",
    "/api/auth/tokens/{token_id}": "Token not found",
}


def table() -> list[tuple[str, str]]:
    """Every method and path of the API."""
    from fastapi import FastAPI

    app = FastAPI()
    app.include_router(api_router())
    found = [
        (method.upper(), path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
    ]
    return sorted([*found, ("GET", "/api/openapi.json")])


ROUTES = table()
WITH_ID = [route for route in ROUTES if "{" in route[1]]


def named(route: tuple[str, str]) -> str:
    return " ".join(route)


def test_the_table_is_whole() -> None:
    """It would be easy to test nothing at all."""
    assert len(ROUTES) >= 55
    assert len(WITH_ID) >= 38
    assert {f"{m} {p}" for m, p in ROUTES} >= {*BODIES, *IN_BODY}


@pytest.mark.parametrize("route", sorted(set(ROUTES) - OPEN), ids=named)
async def test_nobody_passes_without_a_credential(
    app: RunningApp, route: tuple[str, str]
) -> None:
    """APIX-01, ORC-100: 401 before anything else is said."""
    method, path = route
    target = re.sub(r"{\w+}", str(ids.new_id()), path)
    answer = await app.open().request(method, target)
    assert code_of(answer) == (401, "token_missing")
    assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("route", WITH_ID, ids=named)
async def test_a_malformed_id_looks_like_a_missing_one(
    app: RunningApp, route: tuple[str, str]
) -> None:
    """APIX-02: 404, never 422 or 500."""
    method, path = route
    client = await app.client()
    missing = await ask(client, method, re.sub(r"{\w+}", str(ids.new_id()), path), path)
    for odd in ("x", "1", "%00", "*", "%F0%9F%A5%90", "a" * 500):
        answer = await ask(client, method, re.sub(r"{\w+}", odd, path), path)
        assert code_of(answer) == (404, "not_found"), odd
        assert answer.json()["detail"] == missing.json()["detail"]


async def ask(client: Any, method: str, target: str, path: str) -> Any:
    body = BODIES.get(f"{method} {path}")
    return await client.request(method, target, **({"json": body} if body else {}))


async def objects_of(founder: Founder) -> dict[str, str]:
    """One of the founder's own objects for each parameter of a path."""
    artifacts = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    tokens = await founder.get("/api/auth/tokens")
    register = await founder.get(f"/api/projects/{founder.project_id}/assumptions")
    project = f"/api/projects/{founder.project_id}"
    tripwires = await founder.get(f"{project}/tripwires")
    decisions = await founder.get(f"{project}/decisions")
    return {
        "pid": founder.project_id,
        "sid": founder.uid,
        "gate_id": founder.gate_id,
        "tripwire_id": tripwires[0]["id"],
        "decision_id": decisions[-1]["id"],
        "aid": artifacts[0]["id"],
        "number": "1",
        "fingerprint": register["assumptions"][0]["fingerprint"],
        "job_id": founder.job_id,
        "run_id": founder.finalized["run_id"],
        "token_id": tokens[0]["id"],
        "rule": "stale_decision",
        "node_id": f"mvp_built_{founder.project_id}",
    }


async def test_foreign_and_missing_are_answered_alike_everywhere(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-100: same status and body for somebody else's object and for none."""
    founder = await walk_to("ready")
    own = await objects_of(founder)
    stranger = await app.client()
    for method, path in WITH_ID:
        values = {**own, "sid": founder.sid} if "onboarding" in path else own
        foreign = re.sub(r"{(\w+)}", lambda m, v=values: v[m[1]], path)
        missing = re.sub(
            r"{(\w+)}", lambda m: "1" if m[1] == "number" else str(ids.new_id()), path
        )
        answers = [
            await ask(stranger, method, target, path) for target in (foreign, missing)
        ]
        assert [code_of(a) for a in answers] == [(404, "not_found")] * 2, path
        bodies = [
            {k: v for k, v in a.json().items() if k not in ("debug_id", "instance")}
            for a in answers
        ]
        assert bodies[0] == bodies[1], path
        expected = next(
            words
            for start, words in sorted(OBJECTS.items(), key=lambda o: -len(o[0]))
            if path.startswith(start)
        )
        assert bodies[0]["detail"] == expected, path
    await nothing_changed(founder)


async def nothing_changed(founder: Founder) -> None:
    """The stranger's writes had no effect."""
    project = await founder.get(f"/api/projects/{founder.project_id}")
    assert project["status"] == "active"
    assert project["latest_job_id"] == founder.job_id
    assert len(await founder.get("/api/auth/tokens")) == 1


async def test_objects_named_in_a_body_are_isolated_too(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("project")
    stranger = await app.client()
    own = {"pid": founder.project_id, "sid": founder.sid}
    for route, body in IN_BODY.items():
        method, path = route.split()
        for pick in (lambda v: own[v], lambda _v: str(ids.new_id())):
            sent = {k: pick(v) if v in own else v for k, v in body.items()}
            answer = await stranger.request(method, path, json=sent)
            assert code_of(answer) == (404, "not_found"), route
        broken = {k: "nonsense" if v in own else v for k, v in body.items()}
        answer = await stranger.request(method, path, json=broken)
        assert code_of(answer) == (422, "validation_error"), route


async def test_a_deleted_project_is_hidden_everywhere_at_once(walk_to: WalkTo) -> None:
    """ENT-20, API-024, ORC-100: with its gates, artifacts, builds and runs."""
    founder = await walk_to("ready")
    own = await objects_of(founder)
    project = f"/api/projects/{founder.project_id}"
    assert (await founder.call("DELETE", project)) == {"status": "deleted"}
    for method, path in WITH_ID:
        if method != "GET" or "{sid}" in path:
            continue
        target = re.sub(r"{(\w+)}", lambda m: own[m[1]], path)
        answer = await founder.client.request(method, target)
        assert code_of(answer) == (404, "not_found"), target
    assert await founder.get("/api/projects") == []
