"""Login and API faults: rows 76 to 79 of faults.md; what they must not change."""

from __future__ import annotations

from typing import Any

import httpx2
import pytest

from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

JSON = {"Content-Type": "application/json"}
INJECTIONS = [
    "../../../../etc/passwd",
    "'; DROP TABLE users; --",
    '" OR "1"="1',
    "{{ 7777*7777 }}{% for x in y %}${7777*7777}<%= 7777*7777 %>#{7777*7777}",
    "value\r\nSet-Cookie: a=b\r\n\r\n<h1>split</h1>",
    "\x1b[31mred\x1b[0m\nfake=log line level=error",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "$(touch /tmp/owned) `touch /tmp/owned` ; rm -rf /",
    "%s%s%n %00 \u202e\ufeff\u2028",
    "__proto__ constructor __class__.__mro__",
]


# --- 76: requests another site may have sent -----------------------------------------

REFUSED = {
    "no token": {"X-CSRF-Token": ""},
    "a wrong token": {"X-CSRF-Token": "x" * 32},
    "an odd token": {"X-CSRF-Token": "ü"},
    "an opaque origin": {"Origin": "null"},
    "another origin": {"Origin": "https://evil.test"},
    "another port": {"Origin": "http://127.0.0.1:9999"},
    "another scheme": {"Origin": "https://127.0.0.1:8765"},
    "a preview's origin": {
        "Origin": "http://aaaaaaaaaaaaaaaaaaaaaaaaaa.localhost:8765"
    },
    "a cross-site fetch": {"Sec-Fetch-Site": "cross-site"},
    "a same-site fetch": {"Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("why", sorted(REFUSED))
async def test_f76_a_write_another_site_may_have_sent_changes_nothing(
    app: RunningApp, why: str
) -> None:
    browser = await app.browser()
    changed = {name.lower(): value for name, value in REFUSED[why].items()}
    given = {**browser.headers, **changed}
    headers = [(k.encode(), v.encode("latin-1")) for k, v in given.items() if v]
    browser.headers.clear()
    answer = await browser.post("/api/projects", json={"name": "x"}, headers=headers)
    assert code_of(answer) == (403, "csrf_failed")
    assert (await browser.get("/api/projects")).json() == []


async def test_f76_the_browser_itself_may_write(app: RunningApp) -> None:
    browser = await app.browser()
    own = {"Origin": "http://127.0.0.1:8765", "Sec-Fetch-Site": "same-origin"}
    answer = await browser.post("/api/projects", json={"name": "x"}, headers=own)
    assert answer.status_code == 200


async def test_f76_another_session_s_token_does_not_help(app: RunningApp) -> None:
    one, other = await app.browser(), await app.browser()
    one.headers["X-CSRF-Token"] = other.headers["X-CSRF-Token"]
    answer = await one.post("/api/projects", json={"name": "x"})
    assert code_of(answer) == (403, "csrf_failed")


async def test_f76_reading_needs_no_token(app: RunningApp) -> None:
    browser = await app.browser()
    del browser.headers["X-CSRF-Token"]
    assert (await browser.get("/api/auth/me")).status_code == 200


async def test_f76_a_bearer_token_needs_no_csrf_token_but_no_foreign_origin(
    client: httpx2.AsyncClient,
) -> None:
    body = {"name": "x"}
    assert (await client.post("/api/projects", json=body)).status_code == 200
    foreign = {"Origin": "https://evil.test"}
    answer = await client.post("/api/projects", json=body, headers=foreign)
    assert code_of(answer) == (403, "csrf_failed")


# --- 77: injection into every string field -------------------------------------------


@pytest.mark.parametrize("text", INJECTIONS)
async def test_f77_what_a_founder_types_into_a_project_stays_text(
    client: httpx2.AsyncClient, text: str
) -> None:
    body = {"name": text, "description": text, "github_repo": text}
    made = await client.post("/api/projects", json=body)
    assert made.status_code == 200
    read = (await client.get(f"/api/projects/{made.json()['id']}")).json()
    assert {k: read[k] for k in body} == body
    assert "set-cookie" not in made.headers
    named = await client.post("/api/auth/tokens", json={"name": text})
    assert named.status_code == 201
    assert (await client.get("/api/auth/tokens")).json()[-1]["name"] == text


async def test_f77_the_whole_journey_takes_hostile_words_as_words(
    app: RunningApp, walk_to: WalkTo
) -> None:
    idea = "An app for bakeries " + " ".join(INJECTIONS)
    founder = await walk_to("started", idea=idea)
    questions = founder.onboarding["questions"]
    for question, text in zip(questions, INJECTIONS, strict=False):
        body = {"question_id": question["id"], "answer": text}
        await founder.post(f"/api/onboarding/{founder.sid}/answer", body)
    session = await founder.get(f"/api/onboarding/{founder.sid}")
    assert session["idea_text"] == idea
    assert session["answers"] == {
        q["id"]: t for q, t in zip(questions, INJECTIONS, strict=False)
    }
    await founder.post(f"/api/onboarding/{founder.sid}/finalize")
    await rest_of_the_journey(founder)
    brief = (await founder.get(f"/api/understanding/{founder.project_id}/brief"))[
        "brief"
    ]
    assert "60481729" not in str(brief), "a template was carried out"


async def rest_of_the_journey(founder: Founder) -> None:
    await founder.project()
    await founder.interview_started()
    await founder.answered()
    await founder.finalized_brief()
    await founder.trio()
    await founder.gate()
    hostile = {"action_text": INJECTIONS[3], "park_note": INJECTIONS[4]}
    await founder.decide("narrow", **hostile)
    gate = await founder.get(f"/api/gates/{founder.gate_id}")
    assert gate["reason"] == INJECTIONS[3]


# --- 78: bodies that are not what they should be -------------------------------------

DEEP = '{"name": ' + "[" * 10_000 + "]" * 10_000 + "}"
BODIES: dict[str, tuple[bytes, dict[str, str]]] = {
    "a NUL": (b'{"name": "a\\u0000b"}', JSON),
    "a raw NUL": (b'{"name": "a\x00b"}', JSON),
    "a string of 1 MB": (b'{"name": "' + b"x" * 1_000_000 + b'"}', JSON),
    "a body over the limit": (b'{"name": "' + b"x" * 1_100_000 + b'"}', JSON),
    "a depth of 10 000": (DEEP.encode(), JSON),
    "NaN": (b'{"name": "x", "description": NaN}', JSON),
    "NaN where nobody looks": (b'{"name": "x", "other": NaN}', JSON),
    "Infinity": (b'{"name": "x", "other": -Infinity}', JSON),
    "duplicate keys": (b'{"name": "a", "name": "b"}', JSON),
    "duplicate keys inside": (b'{"name": "a", "x": {"k": 1, "k": 2}}', JSON),
    "a wrong content type": (b'{"name": "x"}', {"Content-Type": "text/plain"}),
    "a form": (b"name=x", {"Content-Type": "application/x-www-form-urlencoded"}),
    "no content type": (b'{"name": "x"}', {}),
    "a lone surrogate": (b'{"name": "\\ud800"}', JSON),
    "invalid UTF-8": (b'{"name": "\xff\xfe"}', JSON),
    "UTF-16": ('{"name": "\\ud800"}'.encode("utf-16"), JSON),
    "half a body": (b'{"name": "x"', JSON),
    "nothing": (b"", JSON),
    "a list": (b'["name"]', JSON),
    "null": (b"null", JSON),
    "a number of 5000 digits": (b'{"name": ' + b"9" * 5_000 + b"}", JSON),
}


@pytest.mark.parametrize("what", sorted(BODIES))
async def test_f78_a_body_that_is_not_right_is_refused_with_a_code(
    client: httpx2.AsyncClient, what: str
) -> None:
    content, headers = BODIES[what]
    answer = await client.post("/api/projects", content=content, headers=headers)
    status, code = code_of(answer)
    assert (status, code) in {
        (400, "invalid_argument"),
        (413, "body_too_large"),
        (415, "type_unsupported"),
        (422, "validation_error"),
    }
    assert (await client.get("/api/projects")).json() == []


FIELDS: list[tuple[str, str, dict[str, Any]]] = [
    ("POST", "/api/onboarding/start", {"idea": "{}"}),
    ("POST", "/api/onboarding/{sid}/answer", {"question_id": "{}", "answer": "x"}),
    ("POST", "/api/onboarding/{sid}/answer", {"question_id": "q1", "answer": "{}"}),
    ("PATCH", "/api/onboarding/{sid}/thesis", {"field_name": "{}", "new_value": "x"}),
    (
        "PATCH",
        "/api/onboarding/{sid}/thesis",
        {"field_name": "risks", "new_value": "{}"},
    ),
    ("POST", "/api/auth/exchange", {"token": "{}"}),
    ("POST", "/api/auth/tokens", {"name": "{}"}),
    ("POST", "/api/projects", {"name": "x", "github_repo": "{}"}),
]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 10_001])
async def test_f78_every_text_field_refuses_what_is_no_text(
    walk_to: WalkTo, text: str
) -> None:
    founder = await walk_to("started")
    for method, path, body in FIELDS:
        sent = {k: text if v == "{}" else v for k, v in body.items()}
        import json

        answer = await founder.client.request(
            method,
            path.format(sid=founder.sid),
            content=json.dumps(sent).encode(),
            headers=JSON,
        )
        status, code = code_of(answer)
        assert (status, code) == (422, "validation_error"), (path, body)


# --- 79: lies about the host ---------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    ["evil.test", "127.0.0.1.evil.test", "localhost.evil.test", "", "a b", "[::2]"],
)
async def test_f79_a_false_host_is_misdirected(app: RunningApp, host: str) -> None:
    answer = await app.open().get("/api/tiers", headers={"Host": host})
    assert answer.status_code == 421
    assert answer.content == b""


async def test_f79_two_hosts_are_misdirected(app: RunningApp) -> None:
    hosts = [(b"Host", b"127.0.0.1:8765"), (b"Host", b"evil.test")]
    assert (await app.open().get("/api/tiers", headers=hosts)).status_code == 421


@pytest.mark.parametrize(
    "header",
    [
        "X-Forwarded-Host",
        "X-Forwarded-Server",
        "Forwarded",
        "X-Host",
        "X-Original-Host",
    ],
)
async def test_f79_a_forwarded_host_is_ignored(app: RunningApp, header: str) -> None:
    lie = {header: "host=evil.test" if header == "Forwarded" else "evil.test"}
    client = await app.client()
    answer = await client.get("/api/auth/me", headers=lie)
    assert answer.status_code == 200
    assert "evil.test" not in answer.text + str(answer.headers)
    nowhere = await client.get("/api/nowhere", headers=lie)
    assert "evil.test" not in nowhere.text + str(nowhere.headers)


async def test_f79_the_target_s_own_host_counts_in_absolute_form(
    app: RunningApp,
) -> None:
    seen: list[dict[str, Any]] = []

    async def send(message: dict[str, Any]) -> None:
        seen.append(message)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": "/api/tiers",
        "raw_path": b"http://evil.test/api/tiers",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1:8765")],
        "server": ("127.0.0.1", 8765),
        "client": ("127.0.0.1", 1),
    }
    await app.asgi(scope, receive, send)
    assert seen[0]["status"] == 421
