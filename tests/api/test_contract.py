"""`spec/api.md` says what the application says of itself (CNTR-01, TRAP-48)."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from cofounder.api.router import api_router
from tests.api import contract


def document() -> contract.Schema:
    app = FastAPI(title="cofounder")
    app.include_router(api_router())
    return app.openapi()


WRITTEN, DESCRIBED = contract.written(), contract.described(document())


def test_every_endpoint_is_in_the_document_and_none_is_invented() -> None:
    assert set(WRITTEN) == set(DESCRIBED)


@pytest.mark.parametrize("route", sorted(DESCRIBED), ids=" ".join)
def test_fields_and_codes_are_those_of_the_document(route: tuple[str, str]) -> None:
    request, response, codes = WRITTEN[route]
    assert (request, response, codes) == DESCRIBED[route]


def test_static_paths_come_before_parameters() -> None:
    """APIX-08: a static path is never taken for an id."""
    paths = list(document()["paths"])
    for static, parameter in [
        ("/api/onboarding/sessions", "/api/onboarding/{sid}"),
        ("/api/onboarding/status", "/api/onboarding/{sid}"),
        ("/api/artifacts/project/{pid}", "/api/artifacts/{aid}"),
        ("/api/artifacts/project/{pid}/generation-status", "/api/artifacts/{aid}"),
        ("/api/gates/project/{pid}", "/api/gates/{gate_id}"),
        ("/api/plans/regenerate", "/api/plans/{pid}"),
        ("/api/generation/project/{pid}", "/api/generation/{job_id}/status"),
    ]:
        assert paths.index(static) < paths.index(parameter), static


def test_every_operation_has_a_sentence() -> None:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            assert operation["description"].endswith(")."), path
