"""RunnerFake's own promises: scenarios, no key, no model library (MODL-03)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from cofounder.agents.fake import RunnerFake
from cofounder.db import Database
from cofounder.errors import CofounderError
from cofounder.runs.errors import ModelBusy, ModelFailed
from cofounder.runs.ledger import Ledger
from tests.contracts.runner_calls import (
    ASKED,
    a_step,
    build,
    calls,
)


@pytest.mark.parametrize("asked", ASKED)
async def test_llm_failure_fails_every_call_for_good(
    database: Database, asked: str
) -> None:
    """MODL-03: a RuntimeError for whoever expects one, a fact of ours for the rest."""
    runner = RunnerFake(Ledger(database), "llm_failure")
    context = await a_step(database)
    with pytest.raises(
        RuntimeError, match=r"^Anthropic API rate limit exceeded\."
    ) as at:
        await ASKED[asked](runner, context)
    assert str(at.value).endswith("Retry after 60 seconds.")
    assert isinstance(at.value, ModelFailed)
    assert isinstance(at.value, CofounderError)
    assert not at.value.transient
    assert [row.outcome for row in await calls(database, context)] == ["failed"]


async def test_rate_limited_may_succeed_later(database: Database) -> None:
    """MODL-03."""
    runner = RunnerFake(Ledger(database), "rate_limited")
    with pytest.raises(RuntimeError, match=r"^Worker capacity exceeded") as at:
        await ASKED["thesis"](runner, await a_step(database))
    assert "Estimated wait: 5 minutes" in str(at.value)
    assert isinstance(at.value, ModelBusy)
    assert at.value.transient


async def test_a_scenario_can_be_kept_to_one_stage(database: Database) -> None:
    runner = RunnerFake(
        Ledger(database), "llm_failure", stage="strategist.mvp_timeline"
    )
    await ASKED["strategy graph"](runner, await a_step(database))
    with pytest.raises(ModelFailed):
        await ASKED["timeline"](runner, await a_step(database))


@pytest.mark.parametrize("wrong", [{"scenario": "sunny"}, {"stage": "nowhere"}])
async def test_an_unknown_scenario_or_stage_is_refused(
    database: Database, wrong: dict[str, str]
) -> None:
    """MODL-03."""
    with pytest.raises(ValueError, match="unknown"):
        RunnerFake(Ledger(database), **wrong)


async def test_demo_calls_cost_nothing_and_say_demo(database: Database) -> None:
    reply = await ASKED["plan"](RunnerFake(Ledger(database)), await a_step(database))
    assert reply.usage.cost_microdollars == 0
    assert reply.usage.model == reply.generated_by == "demo"


async def test_the_second_build_shows_its_version(database: Database) -> None:
    runner = RunnerFake(Ledger(database))
    context = await a_step(database)
    reply = await runner.coder.write(build(context, build_version="build_v0_2"))
    files = {file.path: file.content for file in reply.value.files}
    assert '"version": "v0.2"' in files["app/data/product.json"]


async def test_a_partial_build_has_one_failing_test_and_the_fix_repairs_it(
    database: Database, tmp_path: Path
) -> None:
    """MODL-03, PIPE-07."""
    runner = RunnerFake(Ledger(database), "partial_build")
    written = await runner.coder.write(build(await a_step(database, step="write")))
    files = {file.path: file.content for file in written.value.files}
    first = run_tests(files, tmp_path / "first")
    assert "1 failed" in first
    request = build(
        await a_step(database, step="fix"), files=files, failure=first, attempt=1
    )
    fixed = await runner.coder.fix(request)
    changed = {file.path: file.content for file in fixed.value.files}
    assert len(changed) == 1
    second = run_tests(files | changed, tmp_path / "second")
    assert "failed" not in second
    assert "passed" in second


async def test_the_design_lists_exactly_the_files_that_are_written(
    database: Database,
) -> None:
    runner = RunnerFake(Ledger(database))
    design = await runner.coder.design(build(await a_step(database, step="design")))
    context = await a_step(database, step="write")
    code = await runner.coder.write(build(context, design=design.value))
    planned = [file.path for file in design.value.files]
    assert planned == [file.path for file in code.value.files]
    assert design.value.app_name == "Repair Café Desk"


def test_demo_mode_loads_no_model_library() -> None:
    """Demo mode and tests start fast (house-style: agents/fake)."""
    code = (
        "import sys; import cofounder.agents.fake;"
        "heavy = ('pydantic_ai', 'anthropic', 'openai', 'google.genai', 'fastapi');"
        "print([name for name in sys.modules if name.startswith(heavy)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def run_tests(files: dict[str, str], folder: Path) -> str:
    for path, text in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q"],
        cwd=folder,
        env={**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout
