"""SNDB-04: what an app's own headers say about frames."""

from __future__ import annotations

import pytest

from cofounder.previews.embedding import check_embedding

OURS = "frame-ancestors http://127.0.0.1:8765"


@pytest.mark.parametrize(
    "header",
    [
        ("X-Frame-Options", "DENY"),
        ("x-frame-options", "sameorigin"),
        ("X-Frame-Options", "ALLOWALL, deny"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("Content-Security-Policy", "default-src 'self'; Frame-Ancestors 'SELF'"),
        ("Content-Security-Policy", "frame-ancestors"),
        ("Content-Security-Policy", "img-src *, frame-ancestors 'none'"),
    ],
)
def test_sndb_04_an_app_that_forbids_frames_is_not_embeddable(
    header: tuple[str, str],
) -> None:
    found = check_embedding([("Content-Type", "text/html"), header], ours=OURS)
    assert not found.embeddable
    assert found.reason


@pytest.mark.parametrize(
    "header",
    [
        ("X-Frame-Options", "ALLOW-FROM http://x"),
        ("Content-Security-Policy", "default-src 'none'"),
        ("Content-Security-Policy", "frame-ancestors 'self' http://127.0.0.1:8765"),
        ("Content-Security-Policy", OURS),
        ("Content-Security-Policy-Report-Only", "frame-ancestors 'none'"),
        ("Server", "x"),
    ],
)
def test_sndb_04_an_app_that_does_not_forbid_them_is_embeddable(
    header: tuple[str, str],
) -> None:
    assert check_embedding([header], ours=OURS).embeddable


def test_sndb_04_each_policy_counts_on_its_own() -> None:
    open_one = ("Content-Security-Policy", "frame-ancestors *")
    closed = ("Content-Security-Policy", "frame-ancestors 'none'")
    assert not check_embedding([open_one, closed]).embeddable
