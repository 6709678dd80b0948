"""What a document is held to: one repair, then what is true is kept, or nothing is.

Every case goes through the real runner and the loopback model server, which serves the
spoilt answer once or twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.drafts import DocumentDraft
from cofounder.artifacts.ports import DocumentRequest
from cofounder.interviews.words import Passage
from cofounder.runs.calls import Reply
from cofounder.runs.errors import ModelFailed
from tests.agents.world import PASSAGES, World

pytestmark = pytest.mark.anyio

Answer = dict[str, Any]
Spoil = Callable[[Answer], object]
METHODS = {
    ArtifactType.BRIEF: "product_brief",
    ArtifactType.MVP_SCOPE: "mvp_scope",
    ArtifactType.MILESTONES: "milestones",
    ArtifactType.RISK_LOG: "risk_log",
    ArtifactType.HOW_IT_WORKS: "how_it_works",
}
BRIEF, SCOPE, MILESTONES, RISKS, JOURNEY = METHODS


@pytest.fixture(params=["anthropic"])
def wire(request: pytest.FixtureRequest) -> str:
    """The rules are the same in every format."""
    return request.param


async def write(world: World, request: DocumentRequest) -> Reply[Any]:
    writer = world.runner().writer
    return await getattr(writer, METHODS[request.kind])(request)


async def good(world: World, kind: ArtifactType, **more: Any) -> Answer:
    """A valid answer, to be spoilt; the server forgets that it gave it."""
    reply = await write(world, world.document(kind, "good", **more))
    world.server.log.clear()
    return reply.value.model_dump(mode="json")


async def spoilt(
    world: World, kind: ArtifactType, spoil: Spoil, *, times: int, **more: Any
) -> Any:
    """What is kept of an answer that was spoilt `times` times, with `more` asked."""
    answer = await good(world, kind)
    spoil(answer)
    world.server.fault("answer", answer=answer, times=times, purpose=METHODS[kind])
    reply = await write(world, world.document(kind, "spoilt", **more))
    value: DocumentDraft = reply.value
    return value


@dataclass
class Case:
    """A way to spoil an answer, and the reason people read when it stays spoilt."""

    kind: ArtifactType
    spoil: Spoil
    reason: str
    more: dict[str, Any] = field(default_factory=dict[str, Any])


FORM = "it did not have the form we asked for"
FATAL = {
    "too few points": Case(
        BRIEF, lambda a: a.update(differentiation_points=["One."]), FORM
    ),
    "too many features": Case(
        SCOPE, lambda a: a.update(core_features=a["core_features"] * 3), FORM
    ),
    "a missing field": Case(BRIEF, lambda a: a.pop("key_constraint"), FORM),
    "a missing section of a higher plan": Case(
        RISKS, lambda a: a.pop("strategic_risks"), FORM
    ),
    "an empty list": Case(RISKS, lambda a: a.update(market_risks=[]), FORM),
    "an unknown severity": Case(
        RISKS, lambda a: a["market_risks"][0].update(severity="awful"), FORM
    ),
    "no weeks": Case(
        MILESTONES, lambda a: a["milestones"][0].update(estimated_weeks=0), FORM
    ),
    "a blank section": Case(
        JOURNEY, lambda a: a.update(data_flow=" \n"), "a section was left empty"
    ),
    "nothing but false quotes": Case(
        BRIEF,
        lambda a: [proof.update(quote="Nobody said this") for proof in a["evidence"]],
        "it quoted words you never wrote",
    ),
    "two features of one name": Case(
        SCOPE,
        lambda a: a["core_features"][1].update(
            name=f" {a['core_features'][0]['name'].upper()}"
        ),
        "two of its parts had the same name",
    ),
    "a total shorter than its critical path": Case(
        MILESTONES,
        lambda a: a.update(total_duration_weeks=1),
        "its weeks did not add up",
    ),
    "a total longer than all its milestones": Case(
        MILESTONES,
        lambda a: a.update(total_duration_weeks=99),
        "its weeks did not add up",
    ),
    "a critical path past all milestones": Case(
        MILESTONES,
        lambda a: a.update(critical_path=["Somewhere else"]),
        "its critical path led past its milestones",
    ),
    "a date among the milestones": Case(
        MILESTONES,
        lambda a: a.update(resource_plan="We are done by 3 March 2027."),
        "it named calendar dates where weeks belong",
    ),
    "a year nobody named": Case(
        BRIEF,
        lambda a: a.update(market_analysis="We see a market that doubles by 2030."),
        "it named calendar dates where weeks belong",
    ),
    "a denied statement": Case(
        BRIEF,
        lambda a: a.update(
            market_analysis="We know that BAKERS throw  nothing away. So we grow."
        ),
        "it repeated what you said is not so",
        {"denied": ("Bakers throw nothing away.",)},
    ),
    "a short denied line": Case(
        SCOPE,
        lambda a: a.update(out_of_scope=["payments.", "Charts."]),
        "it repeated what you said is not so",
        {"denied": ("Payments",)},
    ),
}


@pytest.mark.parametrize("case", FATAL.values(), ids=FATAL)
async def test_what_would_deceive_gets_one_repair_and_then_fails_in_plain_words(
    world: World, case: Case
) -> None:
    """DOCU-02, DOCU-03: asked twice, no third time; the reason is one of ours."""
    with pytest.raises(ModelFailed) as caught:
        await spoilt(world, case.kind, case.spoil, times=5, **case.more)
    assert case.reason in caught.value.message
    assert "Nothing you wrote is lost" in caught.value.message
    assert world.server.count(METHODS[case.kind]) == 2


@pytest.mark.parametrize("case", FATAL.values(), ids=FATAL)
async def test_one_repair_is_enough_when_the_second_answer_is_right(
    world: World, case: Case
) -> None:
    await spoilt(world, case.kind, case.spoil, times=1, **case.more)
    assert world.server.count(METHODS[case.kind]) == 2
    assert world.server.log[-1].last != world.server.log[0].last


async def test_labels_nobody_was_shown_are_dropped_after_the_repair(
    world: World,
) -> None:
    """TRAP-60: the item stays, and the missing reference is a flag for everybody."""

    def spoil(answer: Answer) -> None:
        answer["milestones"][0]["refers_to"] = ["F99", "V7"]
        answer["milestones"][1]["refers_to"] += ["F99", "F1", "F1"]

    kept = await spoilt(world, MILESTONES, spoil, times=2)
    assert world.server.count("milestones") == 2
    assert kept.milestones[0].refers_to == []
    assert kept.milestones[1].refers_to == ["F2", "F1"]
    assert "F99" in world.server.log[1].last


async def test_a_part_without_its_reference_is_asked_for_once_and_then_kept(
    world: World,
) -> None:
    """DOCU-02: a step needs a feature and a milestone; a visible flag follows."""

    def spoil(answer: Answer) -> None:
        answer["user_journey"][0]["refers_to"] = ["F1"]

    kept = await spoilt(world, JOURNEY, spoil, times=2)
    assert kept.user_journey[0].refers_to == ["F1"]
    assert "user_journey/0 must refer to one of ['M1', 'M2']" in (
        world.server.log[1].last
    )


async def test_a_false_quote_is_dropped_after_the_repair(world: World) -> None:
    """PROV-03: what is exact stays; upper case, dots and translation are not."""

    def spoil(answer: Answer) -> None:
        answer["evidence"][0]["quote"] = answer["evidence"][0]["quote"].upper()

    kept = await spoilt(world, BRIEF, spoil, times=2)
    assert world.server.count("product_brief") == 2
    assert kept.evidence
    assert all(not proof.quote.isupper() for proof in kept.evidence)


@pytest.mark.parametrize("path", ["evidence", "nothing", "differentiation_points", "9"])
async def test_a_quote_for_no_statement_proves_nothing(world: World, path: str) -> None:
    """PROV-06: a whole list is no statement; one quote must not prove all of it."""

    def spoil(answer: Answer) -> None:
        answer["evidence"][0]["path"] = path

    kept = await spoilt(world, BRIEF, spoil, times=2)
    assert path not in {proof.path for proof in kept.evidence}


async def test_an_exact_quote_under_a_wrong_label_or_path_is_put_right(
    world: World,
) -> None:
    """No repair is paid for what code can see."""

    def spoil(answer: Answer) -> None:
        answer["evidence"] = [
            {
                "path": "differentiation_points[1].text",
                "source": "S9",
                "quote": "Maria how many loaves",
            }
        ]

    kept = await spoilt(world, BRIEF, spoil, times=1)
    assert world.server.count("product_brief") == 1
    proof = kept.evidence[0]
    assert (proof.path, proof.source) == ("differentiation_points/1", "S1")


async def test_a_quote_of_an_assumption_keeps_its_label(world: World) -> None:
    """PROV-01: the statement says on which assumption it rests."""
    reply = await write(world, world.document(BRIEF))
    assert {proof.source[0] for proof in reply.value.evidence} == {"S", "A"}


async def test_an_answer_without_any_quote_is_asked_for_some_and_then_kept(
    world: World,
) -> None:
    """PROV-04: everything in it is then openly an assumption."""
    kept = await spoilt(world, RISKS, lambda a: a.update(evidence=[]), times=2)
    assert world.server.count("risk_log") == 2
    assert kept.evidence == []


async def test_steps_are_numbered_through_without_asking_again(world: World) -> None:
    def spoil(answer: Answer) -> None:
        for step in answer["user_journey"]:
            step["step_number"] = 4

    kept = await spoilt(world, JOURNEY, spoil, times=1)
    assert world.server.count("how_it_works") == 1
    assert [step.step_number for step in kept.user_journey] == [1, 2, 3]


async def test_the_critical_path_keeps_only_titles_that_exist(world: World) -> None:
    def spoil(answer: Answer) -> None:
        first = answer["milestones"][0]["title"]
        answer["critical_path"] = [f"{first.upper()} ", "Somewhere else", first]

    kept = await spoilt(world, MILESTONES, spoil, times=2)
    assert kept.critical_path == [kept.milestones[0].title]
    assert world.server.count("milestones") == 2


async def test_a_date_the_founder_wrote_may_stand_outside_the_milestones(
    world: World,
) -> None:
    told = (
        *PASSAGES,
        Passage("understanding:1:q", "We open on 3 March 2027.", "When?"),
    )
    kept = await spoilt(
        world,
        BRIEF,
        lambda a: a.update(key_constraint="We respect that you open on 3 March 2027."),
        times=1,
        passages=told,
    )
    assert "3 March 2027" in kept.key_constraint
    assert world.server.count("product_brief") == 1


async def test_a_short_denial_stands_for_itself_alone(world: World) -> None:
    """Denying "Payments" forbids that line, not every sentence with the word in it."""
    kept = await spoilt(
        world,
        SCOPE,
        lambda a: a.update(out_of_scope=["Payments: we ask first.", "Charts."]),
        times=1,
        denied=("Payments",),
    )
    assert kept.out_of_scope[0] == "Payments: we ask first."
    assert world.server.count("mvp_scope") == 1


PRESENT: Answer = {
    "milestones": [
        {
            "title": "Your own milestone",
            "description": "What you wrote.",
            "success_criteria": ["It is done."],
            "estimated_weeks": 2,
        }
    ],
    "critical_path": ["Your own milestone"],
    "total_duration_weeks": 9,
    "resource_plan": "You, by 2027.",
    "risk_mitigation_timeline": "Week 1.",
}


async def test_only_the_wanted_sections_are_held_to_the_rules(world: World) -> None:
    """The founder's own figures win where they stay: nothing of theirs fails us."""

    def spoil(answer: Answer) -> None:
        answer["total_duration_weeks"] = 99
        answer["milestones"][0]["refers_to"] = ["F99"]
        answer["risk_mitigation_timeline"] = "By May 2027."

    await spoilt(
        world,
        MILESTONES,
        spoil,
        times=1,
        previous=PRESENT,
        sections=("resource_plan",),
    )
    assert world.server.count("milestones") == 1


async def test_a_rewritten_critical_path_is_held_to_the_milestones_that_stay(
    world: World,
) -> None:
    def spoil(answer: Answer) -> None:
        answer["critical_path"] = ["your own milestone", "Invented"]

    kept = await spoilt(
        world,
        MILESTONES,
        spoil,
        times=2,
        previous=PRESENT,
        sections=("critical_path",),
    )
    assert kept.critical_path == ["Your own milestone"]
    assert world.server.count("milestones") == 2
