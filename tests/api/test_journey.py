"""The whole journey once, through the public API (TRAP-04, TRAP-46)."""

from __future__ import annotations

from cofounder.runner import Runner
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import WalkTo


async def test_the_stub_runner_is_a_runner(app: RunningApp) -> None:
    assert isinstance(app.runner, Runner)


async def test_a_founder_gets_from_a_sentence_to_a_ready_build(walk_to: WalkTo) -> None:
    founder = await walk_to("ready")
    status = await founder.get(f"/api/generation/{founder.job_id}/status")
    assert status["build_version"] == "build_v0_1"
    assert status["preview_url"].startswith("http://")
