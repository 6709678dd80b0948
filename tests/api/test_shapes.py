"""Every documented key is always there, null when empty (APIX-06, CNTR-01).

One founder walks far enough for every answer of the journey to have something in it;
each endpoint is asked and its keys are compared with the contract's.
"""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.contents import GENERATION_ORDER
from cofounder.artifacts.documents import contents
from tests.factories.ideas import ANSWER
from tests.factories.requests import code_of
from tests.fixtures.journey import Founder, WalkTo

SESSION = (
    "id project_id status current_question_index total_questions idea_text questions "
    "answers thesis_snapshot progress_percent"
)
GATE = "gate_id gate_type status decision decided_at reason context options"
ARTIFACT = (
    "id project_id artifact_type version_number current_content previous_content "
    "has_user_edits edited_sections annotations generation_status schema_version sources "
    "assumptions locked_sections is_stale generated_by created_at updated_at"
)
PLAN = "plan_set_id options recommended_id generated_at selection_cleared"
# Reads by requirement: the path after `/api`, and the keys that must be there.
READS = {
    "API-032": ("/onboarding/sessions", SESSION),
    "API-033": ("/onboarding/status", "onboarding_completed"),
    "API-034": ("/onboarding/by-project/{pid}", SESSION),
    "API-035": ("/onboarding/{sid}", SESSION),
    "API-040": (
        "/understanding/by-project/{pid}",
        (
            "session_id session_status current_question_index total_questions "
            "has_brief has_execution_plan has_pending_gate gate_decision"
        ),
    ),
    "API-047": (
        "/understanding/{pid}/brief",
        "brief artifact_id version sources is_stale",
    ),
    "API-052": ("/gates/{gate}", GATE),
    "API-054": ("/gates/project/{pid}/check-blocking", "blocking"),
    "API-055": ("/gates/project/{pid}", GATE),
    "API-063": ("/plans/{pid}", f"{PLAN} selected_option_id selected_at is_stale"),
    "API-064": ("/plans/{pid}/selected", "selected_option plan_set_id message"),
    "API-071": (
        "/artifacts/project/{pid}/generation-status",
        "artifacts all_complete any_failed",
    ),
    "API-072": ("/artifacts/project/{pid}", ARTIFACT),
    "API-073": ("/artifacts/{aid}", ARTIFACT),
    "API-074": (
        "/artifacts/{aid}/status",
        "generation_status version_number updated_at",
    ),
    "API-079": (
        "/artifacts/{aid}/versions",
        "version_number author reason created_at edited_sections run_id",
    ),
    "API-080": ("/artifacts/{aid}/diff?from=1&to=1", "from to changes"),
    "API-092": ("/journey/{pid}", "stages global_progress"),
    "API-093": ("/graph/{pid}", "nodes edges"),
    "API-094": ("/timeline/{pid}", "project_id items total"),
}


def missing(body: Any, keys: str) -> set[str]:
    """The keys an answer lacks; of a list, its first element counts."""
    one = body[0] if isinstance(body, list) else body
    return set(keys.split()) - set(one)


async def test_every_read_of_the_journey_has_its_documented_keys(
    walk_to: WalkTo,
) -> None:
    """API-032, API-033, API-034, API-035, API-040, API-047, API-052, API-054, API-055,
    API-063, API-064, API-071, API-072, API-073, API-074, API-079, API-080, API-092,
    API-093, API-094; E2E-STATUS."""
    founder = await walk_to("selected")
    rows = await founder.documents()
    place = {
        "pid": founder.project_id,
        "sid": founder.sid,
        "gate": founder.gate_id,
        "aid": rows["brief"]["id"],
    }
    for name, (path, keys) in READS.items():
        body = await founder.get("/api" + path.format(**place))
        assert not missing(body, keys), name


async def test_every_write_of_the_interviews_has_its_documented_keys(
    walk_to: WalkTo,
) -> None:
    """API-036, API-038, API-039, API-042, API-043, API-044, API-045, API-048; ONBD-06."""
    founder = await walk_to("started")
    for question in founder.onboarding["questions"]:
        body = {"question_id": question["id"], "answer": ANSWER}
        told = await founder.post(f"/api/onboarding/{founder.sid}/answer", body)
        assert not missing(told, SESSION)
    thesis = await founder.post(f"/api/onboarding/{founder.sid}/finalize")
    assert set(thesis) == {
        "problem",
        "target_user",
        "value_prop",
        "key_constraint",
        "differentiation",
        "monetization_hypothesis",
        "assumptions",
        "risks",
        "smallest_viable_experiment",
    }
    made = await founder.post(f"/api/onboarding/{founder.sid}/create-project")
    assert set(made) == {"project_id", "project_name", "status"}
    founder.project_id = made["project_id"]
    await founder.interview_started()
    await answers_have_their_keys(founder)
    await finalizing_has_its_keys(founder)


async def answers_have_their_keys(founder: Founder) -> None:
    path = f"/api/understanding/{founder.uid}/answer"
    question = founder.interview["question"]
    first = question["id"]
    while question is not None:
        told = await founder.post(path, {"question_id": question["id"], "answer": "A"})
        assert set(told) == {
            "next_question",
            "question_number",
            "total_questions",
            "is_complete",
        }
        question = told["next_question"]
    body = {"question_id": first, "new_answer": ANSWER}
    edited = await founder.call("PATCH", path, body)
    assert set(edited) == {
        "updated_questions",
        "current_question_number",
        "total_questions",
        "regenerated",
    }


async def finalizing_has_its_keys(founder: Founder) -> None:
    await founder.until(
        f"/api/understanding/{founder.uid}",
        lambda body: body["current_question"] is None,
    )
    await founder.finalized_brief()
    assert set(founder.finalized) == {
        "brief",
        "artifact_id",
        "version",
        "project_id",
        "idea_text",
        "onboarding_answers",
        "tier",
        "run_id",
    }
    edit = {"section_key": "target_user", "new_content": "Bakers in Ghent"}
    path = f"/api/understanding/{founder.project_id}/brief"
    edited = await founder.call("PATCH", path, edit)
    assert set(edited) == {"updated_section", "new_confidence", "version"}
    again = await founder.post(f"/api/understanding/{founder.uid}/re-interview")
    assert set(again) == set(founder.interview)
    other = await founder.post("/api/onboarding/start", {"idea": "A choir's library"})
    gone = await founder.post(f"/api/onboarding/{other['id']}/abandon")
    assert gone == {"status": "abandoned"}


async def test_every_write_of_decisions_has_its_documented_keys(
    walk_to: WalkTo,
) -> None:
    """API-050, API-051, API-053, API-060, API-061, API-062, API-065, API-077."""
    founder = await walk_to("trio")
    assert await founder.get(f"/api/gates/project/{founder.project_id}/pending") is None
    body = {"project_id": founder.project_id}
    gate = await founder.post("/api/gates/create", body, status=201)
    assert not missing(gate, "gate_id gate_type status options created_at")
    founder.gate_id = gate["gate_id"]
    pending = await founder.get(f"/api/gates/project/{founder.project_id}/pending")
    assert not missing(pending, GATE)
    decided = await founder.decide("proceed")
    assert not missing(
        decided, "gate_id decision status resolution_summary next_action"
    )
    made = await founder.post("/api/plans/generate", body)
    assert not missing(made, PLAN)
    again = await founder.post("/api/plans/regenerate", {**body, "feedback": "Cheaper"})
    assert not missing(again, PLAN) and again["plan_set_id"] != made["plan_set_id"]
    chosen = await founder.post(
        f"/api/plans/{founder.project_id}/select",
        {"option_id": again["recommended_id"]},
    )
    assert set(chosen) >= {"selected_option", "plan_set_id", "message"}
    deep = await founder.client.post(f"/api/plans/{founder.project_id}/deep-research")
    assert code_of(deep) == (402, "deep_research_locked")
    row = (await founder.artifacts())["idea_brief"]
    note = {"section_id": "target_user", "note": "Ask two of them"}
    noted = await founder.post(f"/api/artifacts/{row['id']}/annotate", note)
    assert not missing(noted["annotations"], "section_id note created_at")


async def test_the_contents_are_those_of_the_named_schemas(walk_to: WalkTo) -> None:
    """DOCU-08, ORC-70: core required, the rest null by default, version 1 under its key."""
    founder = await walk_to("trio")
    rows = await founder.documents()
    named = (
        contents.ProductBriefContent,
        contents.MvpScopeContent,
        contents.MilestonesContent,
        contents.RiskLogContent,
        contents.HowItWorksContent,
    )
    for kind, schema in zip(GENERATION_ORDER, named, strict=True):
        content = rows[kind.value]["current_content"]
        assert content["_schema_version"] == 1
        assert schema.model_validate(content).stored() == content
        optional = {
            *contents.BUSINESS_FIELDS[kind],
            *contents.STRATEGIC_FIELDS[kind],
        }
        core = {k: v for k, v in content.items() if k not in optional}
        bare = schema.model_validate(core).stored()
        assert {bare[key] for key in optional} == {None}


async def test_versions_keep_their_content_author_and_reason(walk_to: WalkTo) -> None:
    """VERS-02, VERS-03: the artifact shows versions n and n-1; all stay readable."""
    founder = await walk_to("trio")
    row = (await founder.documents())["brief"]
    first = row["current_content"]
    edit = {"section_path": "key_constraint", "new_value": "One laptop."}
    path = f"/api/artifacts/{row['id']}"
    now = await founder.call("PATCH", f"{path}/edit", edit)
    assert (now["previous_content"], now["version_number"]) == (first, 2)
    await founder.post(f"{path}/annotate", {"section_id": "target_user", "note": "x"})
    versions = await founder.get(f"{path}/versions")
    assert [(v["version_number"], v["author"]) for v in versions] == [
        (2, "founder"),
        (1, "cofounder"),
    ]
    assert all(v["reason"] for v in versions)
    assert (await founder.get(f"{path}/versions/1"))["content"] == first
