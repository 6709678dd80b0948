"""Requests that are right but for one thing."""

from __future__ import annotations

from typing import Any

import httpx2


def code_of(answer: httpx2.Response) -> tuple[int, str]:
    """Status and code of a refusal, which must be a whole problem document."""
    body: dict[str, Any] = answer.json()
    assert answer.headers["content-type"] == "application/problem+json", answer.text
    for member in ("type", "title", "status", "detail", "instance", "code", "debug_id"):
        assert member in body, member
    assert body["status"] == answer.status_code
    assert isinstance(body["detail"], str) and body["detail"]
    assert "Traceback" not in answer.text
    return answer.status_code, body["code"]
