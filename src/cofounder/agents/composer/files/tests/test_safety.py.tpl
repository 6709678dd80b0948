"""What people type is shown as text; bad requests get a plain answer."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.samples import RECORD_TYPES, add, sample

KIND = RECORD_TYPES[0]
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} {% raw %} $x$ ‮ 🥐"


def test_typed_markup_and_templates_stay_text(client: TestClient) -> None:
    add(client, KIND, **{KIND.title.key: HOSTILE})
    for path in ("", "/1/edit", "/1/delete"):
        page = client.get(f"/records/{KIND.key}{path}").text
        assert "<script>" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} {% raw %} $x$" in page


def test_a_form_from_another_site_is_refused(client: TestClient) -> None:
    answer = client.post(
        f"/records/{KIND.key}",
        data=sample(KIND),
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    assert answer.status_code == 403
    assert client.get(f"/records/{KIND.key}/1/edit").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/records/nowhere",
        f"/records/{KIND.key}/1/edit",
        f"/records/{KIND.key}/{10**30}/edit",
    ],
)
def test_what_is_not_there_gets_a_friendly_page(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'href="/dashboard"' in answer.text


def test_odd_queries_still_show_the_list(client: TestClient) -> None:
    for query in ("page=x", "page=-1", f"page={10**30}", "sort=nowhere&dir=up"):
        assert client.get(f"/records/{KIND.key}?{query}").status_code == 200


def test_a_form_that_is_far_too_large_is_refused(client: TestClient) -> None:
    sent = {**sample(KIND), KIND.title.key: "x" * 300_000}
    assert client.post(f"/records/{KIND.key}", data=sent).status_code == 413


def test_pages_carry_protective_headers(client: TestClient) -> None:
    headers = client.get("/").headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
