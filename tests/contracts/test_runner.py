"""The Runner seam: what every runner promises, whoever answers behind it.

A runner joins by a fixture `<name>_runner` that takes a ledger and returns a runner,
and by its name in `RUNNERS`.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from pydantic import SecretStr

from cofounder.accounts.tiers import LIMITS, Tier
from cofounder.agents.fake import RunnerFake
from cofounder.agents.real import RunnerReal
from cofounder.artifacts.contents import WEEKS, ArtifactType
from cofounder.artifacts.documents import checks
from cofounder.artifacts.documents.contents import CONTENTS, sections_of
from cofounder.artifacts.documents.drafts import taken_apart
from cofounder.artifacts.documents.items import assign_ids, flags_of, links_from
from cofounder.artifacts.provenance import only_known, verified_sources
from cofounder.db import Database
from cofounder.interviews.ports import Assumption
from cofounder.interviews.words import find_passage
from cofounder.runner import Mode, Runner
from cofounder.runs.errors import RunStopping
from cofounder.runs.ledger import Ledger
from cofounder.runs.models import Run
from cofounder.runs.states import RunStatus
from cofounder.settings import Settings
from tests.agents.fixtures import model_requests, server
from tests.contracts.documents import ASSUMED
from tests.contracts.runner_calls import (
    ASKED,
    PASSAGES,
    WRITTEN,
    Ask,
    a_step,
    calls,
    console,
    interview,
    written,
)
from tests.wire.server import WireServer

__all__ = ["model_requests", "server"]

RUNNERS = ("fake", "real")
MakeRunner = Callable[[Ledger], Runner]


@pytest.fixture
def fake_runner() -> MakeRunner:
    return RunnerFake


@pytest.fixture
async def real_runner(
    server: WireServer, model_requests: None
) -> AsyncIterator[MakeRunner]:
    """A runner on the loopback model server."""
    made: list[RunnerReal] = []
    settings = Settings(
        model="anthropic:claude-sonnet-4-6",
        model_base_url=server.url,
        model_api_key=SecretStr("sk-test"),
    )

    def make(ledger: Ledger) -> Runner:
        made.append(RunnerReal(settings, ledger, packages=("fastapi==0.165.0",)))
        return made[-1]

    yield make
    for runner in made:
        await runner.close()


@pytest.fixture(params=RUNNERS)
def make_runner(request: pytest.FixtureRequest) -> MakeRunner:
    return request.getfixturevalue(f"{request.param}_runner")


@pytest.fixture
def runner(make_runner: MakeRunner, database: Database) -> Runner:
    return make_runner(Ledger(database))


each_question = pytest.mark.parametrize("ask", ASKED.values(), ids=ASKED.keys())


async def test_it_is_a_runner_with_a_mode_and_a_label(runner: Runner) -> None:
    """MODL-01: the protocol holds at run time."""
    assert isinstance(runner, Runner)
    assert runner.mode in Mode
    assert runner.label


@each_question
async def test_every_answer_is_booked_with_what_it_took(
    runner: Runner, database: Database, ask: Ask
) -> None:
    """MODL-02, MODL-07: user, run, step and prompt are on the row and the reply."""
    context = await a_step(database)
    reply = await ask(runner, context)
    rows = await calls(database, context)
    assert {row.outcome for row in rows} == {"done"}
    assert {(row.user_id, row.run_id) for row in rows} == {
        (context.user_id, context.run_id)
    }
    assert sum(row.input_tokens for row in rows) > 0
    assert sum(row.output_tokens for row in rows) > 0
    assert re.fullmatch(r"[^@]+@[0-9a-f]{8,}", reply.prompt)
    assert reply.generated_by
    assert (reply.generated_by == "demo") == (runner.mode is Mode.DEMO)


@each_question
async def test_a_step_carried_out_again_asks_nobody_twice(
    make_runner: MakeRunner, database: Database, ask: Ask
) -> None:
    """LLM answers already paid for are not paid again (PIPE-09)."""
    context = await a_step(database)
    first = await ask(make_runner(Ledger(database)), context)
    before = len(await calls(database, context))
    again = await ask(make_runner(Ledger(database)), context)
    assert again.value == first.value
    assert again.usage == first.usage
    assert len(await calls(database, context)) == before


async def test_a_run_that_was_asked_to_stop_asks_nothing(
    runner: Runner, database: Database
) -> None:
    context = await a_step(database)
    async with database.transaction() as session:
        run = await session.get_one(Run, context.run_id)
        run.status = RunStatus.CANCELLED
    with pytest.raises(RunStopping):
        await ASKED["thesis"](runner, context)
    assert not await calls(database, context)


async def test_onboarding_asks_five_to_seven_questions_and_the_required_ones(
    runner: Runner, database: Database
) -> None:
    """ONBD-02, ONBD-04."""
    reply = await ASKED["onboarding questions"](runner, await a_step(database))
    questions = reply.value.questions
    assert 5 <= len(questions) <= 7
    required = {question.topic for question in questions if question.required}
    assert {"target_user", "problem", "constraint"} <= required


@pytest.mark.parametrize("tier", Tier)
async def test_understanding_leaves_room_for_the_closing_question(
    runner: Runner, database: Database, tier: Tier
) -> None:
    """UNDR-02: never above the tier's number, the server adds the closing one."""
    limit = LIMITS[tier].understanding_questions
    context = await a_step(database, tier=tier)
    reply = await runner.interviewer.understanding_questions(
        interview(context, question_limit=limit)
    )
    assert 3 <= len(reply.value.questions) < limit


async def test_relevance_names_questions_that_exist(
    runner: Runner, database: Database
) -> None:
    """UNDR-04."""
    remaining = ("What would somebody pay, at which price?", "Who repairs what?")
    reply = await runner.interviewer.relevance(
        interview(await a_step(database), remaining=remaining, edited=PASSAGES[2])
    )
    assert set(reply.value.preserve_indices) <= {0, 1}


async def test_a_left_decision_is_taken(runner: Runner, database: Database) -> None:
    """UNDR-05: for "you decide" the co-founder's choice is written down."""
    left = Assumption("S5", "Who would pay for it?", "you_decide")
    reply = await runner.interviewer.idea_brief(
        interview(await a_step(database), assumptions=(left,))
    )
    assert reply.value.decided["S5"]


async def test_anchors_are_the_founders_words_and_carry_every_strategy(
    runner: Runner, database: Database
) -> None:
    """PROV-05, TRIO-01."""
    reply = await ASKED["strategy graph"](runner, await a_step(database))
    phrases = [anchor.phrase for anchor in reply.value.anchors]
    assert 5 <= len(phrases) == len(set(phrases))
    assert all(find_passage(phrase, PASSAGES) for phrase in phrases)
    for strategy in reply.value.strategies:
        assert set(strategy.rests_on) <= set(phrases)


@pytest.mark.parametrize("tier", Tier)
async def test_the_timeline_fits_the_tier(
    runner: Runner, database: Database, tier: Tier
) -> None:
    """TRIO-02."""
    context = await a_step(database, tier=tier)
    reply = await ASKED["timeline"](runner, context)
    low, high = WEEKS[tier]
    assert low <= reply.value.total_mvp_weeks <= high
    if tier is Tier.BOOTSTRAPPER:
        first = reply.value.milestones[0]
        assert "alidation" in first.title + first.description
        assert first.week == 1


async def test_exactly_one_plan_is_recommended(
    runner: Runner, database: Database
) -> None:
    """PLAN-01."""
    reply = await ASKED["plan"](runner, await a_step(database))
    assert sum(option.is_recommended for option in reply.value.options) == 1


@pytest.mark.parametrize(
    "template",
    [
        "monetization_model",
        "pricing_structure",
        "checkout_strategy",
        "scope_narrowing",
    ],
)
async def test_a_console_question_has_two_to_four_answers_and_one_recommended(
    runner: Runner, database: Database, template: str
) -> None:
    """DCSN-01, DCSN-02."""
    request = console(await a_step(database), template=template, wish="Only cash.")
    options = (await runner.planner.console_options(request)).value.options
    assert 2 <= len(options) <= 4
    assert sum(option.is_recommended for option in options) == 1
    assert len({option.name for option in options}) == len(options)
    for option in options:
        assert 2 <= len(option.pros) <= 5 and 2 <= len(option.cons) <= 5
        assert option.time_to_ship and option.engineering_impact and option.cost_note


async def test_the_code_holds_what_a_workspace_needs(
    runner: Runner, database: Database
) -> None:
    """PIPE-02."""
    reply = await ASKED["code"](runner, await a_step(database))
    files = {file.path: file.content for file in reply.value.files}
    assert {"README.md", ".env.example", "Procfile", "requirements.txt"} <= set(files)
    assert any(line.startswith("web:") for line in files["Procfile"].splitlines())
    assert any("test" in path for path in files)


each_document = pytest.mark.parametrize(
    ("kind", "ask"), WRITTEN.values(), ids=WRITTEN.keys()
)


@each_document
async def test_a_document_fits_its_schema_with_every_section_of_every_plan_written(
    runner: Runner, database: Database, kind: ArtifactType, ask: Ask
) -> None:
    """DOCU-01, TIER-03."""
    content = taken_apart((await ask(runner, await a_step(database))).value).content
    stored = CONTENTS[kind].model_validate(content).stored()
    assert stored["_schema_version"] == 1
    assert all(stored[section] for section in sections_of(kind))
    assert not checks.blanks(content)


@each_document
async def test_every_part_of_a_document_refers_to_what_it_must(
    runner: Runner, database: Database, kind: ArtifactType, ask: Ask
) -> None:
    """DOCU-02, TRAP-60: labels that exist, at least one of each sort that is needed."""
    parts = taken_apart((await ask(runner, await a_step(database))).value)
    known = written(await a_step(database), kind).labels
    assert {label for given in parts.labels.values() for label in given} <= known
    ids = assign_ids(kind, parts.content)
    links = links_from(parts.labels, ids, known)
    assert flags_of(kind, parts.content, ids, links, known) == []


@each_document
async def test_every_quote_of_a_document_stands_where_it_says(
    runner: Runner, database: Database, kind: ArtifactType, ask: Ask
) -> None:
    """PROV-03: nothing is left for code to drop."""
    draft: Any = (await ask(runner, await a_step(database))).value
    assert draft.evidence
    content = taken_apart(draft).content
    verified = verified_sources(draft.evidence, PASSAGES, ASSUMED)
    assert only_known(verified, kind, content) == verified
    for proof in draft.evidence:
        number = int(proof.source[1:]) - 1
        named = (ASSUMED if proof.source[0] == "A" else PASSAGES)[number]
        assert find_passage(proof.quote, [named])
        assert proof.path in verified


async def test_the_weeks_of_the_milestones_add_up(
    runner: Runner, database: Database
) -> None:
    """DOCU-01: critical path <= total <= all; no calendar dates."""
    draft = (await ASKED["milestones"](runner, await a_step(database))).value
    content = taken_apart(draft).content
    assert not checks.wrong_weeks(content)
    assert not checks.strangers_on_path(content)
    assert not checks.dates(content, ())


async def test_the_steps_are_numbered_through(
    runner: Runner, database: Database
) -> None:
    draft = (await ASKED["how it works"](runner, await a_step(database))).value
    numbers = [step.step_number for step in draft.user_journey]
    assert numbers == list(range(1, len(numbers) + 1))
