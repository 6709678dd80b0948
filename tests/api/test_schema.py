"""Random requests made from the API's own description: never a 5xx (APIX-03)."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import httpx2
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.fixtures.app import RunningApp

EXAMPLES = 4


# The engine's threads use `random` while a strategy draws, which hypothesis takes for
# a strategy that does.
@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisDeprecationWarning")
async def test_no_request_that_fits_the_description_crashes(app: RunningApp) -> None:
    """Bounded: some examples of every operation, one client, one user."""
    client = await app.client()
    document = (await client.get("/api/openapi.json")).json()
    schema = schemathesis.openapi.from_dict(document)
    loop = asyncio.get_running_loop()
    crashed: list[str] = []

    def send(case: Any) -> None:
        answer = asyncio.run_coroutine_threadsafe(ask(client, case), loop).result(30)
        if answer.status_code >= 500:
            crashed.append(f"{case.method} {case.path} {case.body!r}: {answer.text}")

    for result in schema.get_all_operations():
        operation: Any = cast(Any, result).ok()
        if operation.path.endswith("/events"):
            continue
        await asyncio.to_thread(explore, operation, send)
    assert not crashed, "\n".join(crashed)


async def ask(client: httpx2.AsyncClient, case: Any) -> httpx2.Response:
    options: dict[str, Any] = {}
    if isinstance(case.body, dict | list | str | int | float | bool | None):
        options["json"] = case.body
    return await client.request(
        case.method, case.formatted_path, params=dict(case.query or {}), **options
    )


def explore(operation: Any, send: Any) -> None:
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=cast(Any, list(HealthCheck)),
    )
    @given(st.data())
    def run(data: Any) -> None:
        send(data.draw(operation.as_strategy()))

    run()
