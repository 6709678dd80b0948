"""The whole way: all cases with the demo, a failing one, and a model on the wire."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from evals.__main__ import main, reported
from evals.cases import load_all
from evals.judging import judge, verdicts
from evals.outcomes import Outcome
from evals.running import run_case, run_cases
from pydantic import SecretStr

from cofounder.agents.fake import RunnerFake
from cofounder.agents.real import RunnerReal
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.db import Database
from cofounder.runner import Mode
from cofounder.runs.ledger import Ledger
from cofounder.settings import Settings
from tests.agents.world import KEY
from tests.wire.server import WireServer

(REPAIR,) = load_all(["repair-cafe"])
(SITTERS,) = load_all(["pet-sitters"])
DENTIST, FARM = load_all(["zahnarztpraxis-termine", "tienda-granja"])[::-1]
ALWAYS = ("provenance_coverage", "quotes_kept", "anchors_kept", "references_kept")


def test_the_demo_reaches_what_must_be_reached_on_all_cases(tmp_path: Path) -> None:
    """PROV-03, PROV-04, PROV-05, DOCU-02, VOIC-02: all of it, for every case."""
    assert main(["--out", str(tmp_path), "--jobs", "4"]) == 0
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert found["passed"]
    assert len(found["cases"]) >= 14
    for case in found["cases"]:
        assert not case["failures"]
        for name in ALWAYS:
            assert case["scores"][name]["share"] == 1, (case["name"], name)
        assert (tmp_path / "cases" / f"{case['name']}.md").is_file()
    assert "## Worst lines first" in (tmp_path / "report.md").read_text("utf-8")


@pytest.mark.parametrize(
    "words", [["--cases", "nobody"], ["--model", "nonsense"], ["--base", "none.json"]]
)
def test_a_wrong_call_says_so_and_walks_nothing(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err.strip()
    assert not list(tmp_path.iterdir())


async def test_a_run_that_is_stopped_has_the_report_of_what_was_done(
    database: Database, tmp_path: Path
) -> None:
    """Walks of a paid model are not lost with the rest."""

    async def stopped() -> AsyncIterator[Outcome]:
        walks = run_cases([REPAIR], runner, database)
        async for outcome in walks:
            yield outcome
        raise asyncio.CancelledError

    runner = RunnerFake(Ledger(database))
    with pytest.raises(asyncio.CancelledError):
        await reported(stopped(), runner, tmp_path)
    found = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert [case["name"] for case in found["cases"]] == ["repair-cafe"]


async def test_a_failing_step_costs_its_case_and_no_other(database: Database) -> None:
    """Reported, and the others go on."""
    broken = RunnerFake(Ledger(database), "llm_failure", stage="writer.risk_log")
    outcomes = [o async for o in run_cases([REPAIR, SITTERS], broken, database)]
    assert {outcome.case.name for outcome in outcomes} == {"repair-cafe", "pet-sitters"}
    for outcome in outcomes:
        assert [failure.step for failure in outcome.failures] == ["risk_log"]
        assert ArtifactType.HOW_IT_WORKS in outcome.kept
        assert outcome.spent.calls == 13 + 2  # two more attempts
        assert outcome.spent.depth == 10 + 2
    found = {v.name: v for v in verdicts([judge(outcomes[0])], Mode.DEMO)}
    assert found["steps_completed"].is_failed


async def test_a_failing_interview_ends_the_case_and_is_told(
    database: Database,
) -> None:
    broken = RunnerFake(Ledger(database), "llm_failure", stage="interviewer.thesis")
    outcome = await run_case(REPAIR, broken, database)
    assert [failure.step for failure in outcome.failures] == ["thesis"]
    assert outcome.asked
    assert not outcome.kept


async def test_a_narrowed_and_edited_case_keeps_what_the_founder_said_last(
    database: Database,
) -> None:
    """UNDR-04, GATE-08: an edit is in the words, a narrowing in the brief."""
    runner = RunnerFake(Ledger(database))
    (bees,) = load_all(["imkerei-voelker"])
    dentist = await run_case(DENTIST, runner, database)
    narrowed = await run_case(bees, runner, database)
    assert DENTIST.edit
    assert DENTIST.edit.becomes in [passage.text for passage in dentist.passages]
    assert "relevance" in dentist.steps
    assert dentist.asked[-1].question.text.startswith("Is there anything else")
    brief = narrowed.kept[ArtifactType.IDEA_BRIEF].content
    assert bees.decision.text.rstrip(".") in brief["value_prop"]
    for kind in GENERATION_ORDER:
        seen = narrowed.seen[kind.value].passages
        assert [p.text for p in seen if p.kind == "decision"] == [bees.decision.text]


@pytest.mark.usefixtures("model_requests")
async def test_a_model_on_the_wire_is_walked_and_its_first_answers_are_kept(
    database: Database, server: WireServer
) -> None:
    """LLMC-01: a repair is counted, and what stood in the first answer is scored raw."""
    server.fault("wrong_schema", purpose="thesis")
    server.fault("inexact_anchors", purpose="strategy_graph")
    server.fault("false_references", purpose="risk_log")
    settings = Settings(
        model="openai:some-model",
        model_base_url=f"{server.url}/v1",
        model_api_key=SecretStr(KEY),
    )
    runner = RunnerReal(settings, Ledger(database), wait=_at_once)
    try:
        outcome = await run_case(REPAIR, runner, database)
    finally:
        await runner.close()
    assert outcome.kept.keys() == set(ArtifactType)
    assert outcome.failures == []
    assert outcome.spent.repairs == 3
    found = {score.name: score for score in judge(outcome).scores}
    assert found["anchors_raw"].of - found["anchors_raw"].good == 1
    assert found["quotes_raw"].of > 0
    assert found["references_raw"].good < found["references_raw"].of
    for name in ALWAYS:
        assert found[name].share == 1, name


async def _at_once(_: float) -> None:
    """The pauses between attempts, not taken."""
