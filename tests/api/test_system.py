"""System endpoints and what holds for every answer (APIX-03 to APIX-07, ORC-103)."""

from __future__ import annotations

import json
import uuid

import httpx2
import pytest

from cofounder import ids
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp


async def test_health_is_open_and_says_what_it_promises(app: RunningApp) -> None:
    """API-001."""
    body = (await app.open().get("/api/health")).json()
    assert set(body) == {"status", "service", "timestamp", "ai_enabled", "runs"}
    assert body["status"] == "healthy"
    assert body["ai_enabled"] is False
    assert body["runs"] == {
        "healthy": True,
        "stale_run_count": 0,
        "oldest_stale_run": None,
    }


async def test_health_is_503_as_soon_as_the_server_stops(app: RunningApp) -> None:
    """API-001, ORC-103."""
    app.main.state.stopping = True
    try:
        answer = await app.open().get("/api/health")
    finally:
        app.main.state.stopping = False
    assert (answer.status_code, answer.json()["status"]) == (503, "shutting_down")


async def test_ready_tells_each_part_and_the_runner(app: RunningApp) -> None:
    """API-002."""
    answer = await app.open().get("/api/ready")
    assert answer.json() == {
        "status": "ready",
        "checks": {"database": True, "engine": True},
        "runner": "Demo mode",
    }
    app.main.state.engine_running = False
    try:
        answer = await app.open().get("/api/ready")
    finally:
        app.main.state.engine_running = True
    assert (answer.status_code, answer.json()["status"]) == (503, "degraded")


async def test_the_tiers_are_open(app: RunningApp) -> None:
    """API-003."""
    tiers = (await app.open().get("/api/tiers")).json()["tiers"]
    assert [tier["slug"] for tier in tiers] == ["bootstrapper", "partner", "cto_scale"]
    assert tiers[0]["max_projects"] == 2


async def test_only_enabled_features_are_listed(client: httpx2.AsyncClient) -> None:
    """API-004, FLAG-01."""
    body = (await client.get("/api/features")).json()
    assert body == {"features": {"strategy_graph": True}}


async def test_the_description_is_for_whoever_is_logged_in(
    app: RunningApp, client: httpx2.AsyncClient
) -> None:
    """APIX-11; no page of it loads anything from elsewhere."""
    described = (await client.get("/api/openapi.json")).json()
    assert "/api/onboarding/start" in described["paths"]
    assert code_of(await app.open().get("/api/openapi.json"))[0] == 401
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert (await client.get(path)).status_code == 404


# --- the id of a request (APIX-05) ---------------------------------------------------


@pytest.mark.parametrize("given", ["abc-123", "a" * 128, "x.y:z_0"])
async def test_a_safe_request_id_is_echoed(app: RunningApp, given: str) -> None:
    answer = await app.open().get("/api/tiers", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", "a\tb", "<script>", "ü"])
async def test_an_unsafe_request_id_is_replaced(app: RunningApp, given: str) -> None:
    headers = [(b"X-Request-ID", given.encode("latin-1"))]
    answer = await app.open().get("/api/tiers", headers=headers)
    assert uuid.UUID(answer.headers["x-request-id"])


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/auth/me", "/api/projects"])
async def test_every_answer_has_a_request_id(app: RunningApp, path: str) -> None:
    answer = await app.open().get(path)
    assert answer.status_code in (401, 404)
    assert answer.headers["x-request-id"]


async def test_a_crash_is_told_without_a_word_about_us(
    app: RunningApp, client: httpx2.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """APIX-03, APIX-05, ORC-103: fixed words, a debug id, the request id, no trace."""

    async def crash(*_args: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr(
        "cofounder.projects.repository.ProjectRepository.list_owned", crash
    )
    answer = await client.get("/api/projects", headers={"X-Request-ID": "mine"})
    assert code_of(answer) == (500, "internal_error")
    assert answer.json()["detail"] == "Internal server error"
    assert uuid.UUID(answer.json()["debug_id"])
    assert "secret" not in answer.text and "ZeroDivision" not in answer.text
    assert answer.headers["x-request-id"] == "mine"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "no-store" in answer.headers["cache-control"]


async def test_a_wrong_method_and_an_unknown_path_are_problems_too(
    client: httpx2.AsyncClient,
) -> None:
    assert code_of(await client.get("/api/nowhere")) == (404, "not_found")
    assert (await client.delete("/api/tiers")).status_code == 405


async def test_validation_is_a_sentence_and_a_list(client: httpx2.AsyncClient) -> None:
    """APIX-03: `errors[{loc, msg, type}]`, and nothing of the input."""
    answer = await client.post("/api/projects", json={"description": 5, "x": "<b>"})
    assert code_of(answer) == (422, "validation_error")
    errors = answer.json()["errors"]
    assert {tuple(error) for error in errors} == {("loc", "msg", "type")}
    assert [error["loc"] for error in errors] == [
        ["body", "name"],
        ["body", "description"],
    ]
    assert answer.json()["detail"].startswith("name: ")


# --- caching (APIX-07, ORC-117) ------------------------------------------------------

PROGRESS = [
    "/api/runs/{}",
    "/api/runs/{}/items",
    "/api/generation/{}/status",
    "/api/jobs/{}/logs",
    "/api/artifacts/{}/status",
    "/api/artifacts/project/{}/generation-status",
    "/api/projects/{}/active-run",
]


@pytest.mark.parametrize("path", PROGRESS)
async def test_a_missing_progress_read_is_not_cached(
    client: httpx2.AsyncClient, path: str
) -> None:
    answer = await client.get(path.format(ids.new_id()))
    assert answer.status_code == 404
    assert_not_cached(answer)


def assert_not_cached(answer: httpx2.Response) -> None:
    assert answer.headers["cache-control"] == "no-store, no-cache, must-revalidate"
    assert answer.headers["pragma"] == "no-cache"
    assert answer.headers["expires"] == "0"


async def test_a_progress_read_is_not_cached(client: httpx2.AsyncClient) -> None:
    project = (await client.post("/api/projects", json={"name": "x"})).json()["id"]
    for path in (PROGRESS[-1], PROGRESS[-2]):
        assert_not_cached(await client.get(path.format(project)))


async def test_security_headers_are_on_every_answer(app: RunningApp) -> None:
    for path in ("/api/tiers", "/api/nowhere", "/api/auth/me"):
        headers = (await app.open().get(path)).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["referrer-policy"] == "same-origin"


async def test_a_body_over_a_megabyte_is_refused(client: httpx2.AsyncClient) -> None:
    body = json.dumps({"name": "x", "description": "y" * 1_100_000})
    answer = await client.post(
        "/api/projects", content=body, headers={"Content-Type": "application/json"}
    )
    assert code_of(answer) == (413, "body_too_large")
