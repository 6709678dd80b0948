"""Documents through the API: made, made again, and by tier (API-070 to API-075)."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import UUID

import pytest

from cofounder.accounts.repository import UserRepository
from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS as KINDS
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.contents import (
    CONTENTS,
    locked_sections,
    sections_of,
)
from cofounder.projects.repository import ProjectRepository
from tests.factories.documents import (
    DOCUMENTS,
    STAGES,
    artifacts_of,
    documents_done,
    documents_of,
    generate,
    statuses,
    versions,
    with_documents,
)
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

OTHERS = ("idea_brief", "strategy_graph", "mvp_timeline", "app_architecture")


async def edit(founder: Founder, row: dict[str, Any], path: str, value: Any) -> Any:
    body = {"section_path": path, "new_value": value}
    return await founder.call("PATCH", f"/api/artifacts/{row['id']}/edit", body)


async def regenerate(founder: Founder, row: dict[str, Any], **body: Any) -> Any:
    path = f"/api/artifacts/{row['id']}/regenerate"
    return await documents_done(founder, await founder.post(path, body, status=202))


async def test_docu_04_generating_touches_exactly_the_five(walk_to: WalkTo) -> None:
    """ORC-74, TRAP-16: everything else is the same before and after."""
    founder = await walk_to("selected")
    before = await artifacts_of(founder)
    started = await generate(founder, force=True)
    assert {k: v for k, v in started.items() if "id" not in k} == {
        "artifact_count": 5,
        "status": "generating",
    }
    assert started["generation_id"] == started["run_id"]
    await documents_done(founder, started)
    after = await artifacts_of(founder)
    for kind in (*OTHERS, "execution_plan"):
        assert after[kind] == before[kind], kind
    for kind in DOCUMENTS:
        content = after[kind]["current_content"]
        stored = CONTENTS[ArtifactType(kind)].model_validate(content)
        assert stored.stored() == content
        assert after[kind]["previous_content"] is None
        inputs = (after[kind]["version_number"], after[kind]["is_stale"])
        assert inputs == (1, False)


async def test_orc_74_a_trio_that_is_written_is_in_nobodys_way(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("answered")
    held = app.script.hold("strategist.mvp_timeline")
    await founder.finalized_brief()
    await held.reached.wait()
    await with_documents(founder)
    assert (await statuses(founder))["mvp_timeline"]["status"] == "generating"
    held.release()
    await founder.trio()


async def test_orc_74_two_at_once_give_one_run(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DOCU-04, TRAP-17: the claim is atomic; the other is told to wait."""
    founder = await walk_to("finalized")
    held = app.script.hold(STAGES["brief"])
    body = {"project_id": founder.project_id}
    answers = await asyncio.gather(
        *(founder.client.post("/api/artifacts/generate", json=body) for _ in range(4))
    )
    codes = sorted(answer.status_code for answer in answers)
    assert codes == [202, 409, 409, 409]
    refused = next(a for a in answers if a.status_code == 409)
    assert code_of(refused) == (409, "generation_running")
    shown = await statuses(founder)
    assert {shown[k]["status"] for k in DOCUMENTS} == {"generating"}
    assert (await documents_of(founder))["brief"]["current_content"] == {}
    held.release()


async def test_docu_05_documents_need_a_finished_onboarding_or_an_idea_brief(
    walk_to: WalkTo,
) -> None:
    """With the onboarding alone they are written from it and the thesis."""
    founder = await walk_to("project")
    rows = await with_documents(founder)
    assert len(rows) == 5
    bare = await founder.post("/api/projects", {"name": "Bare"})
    answer = await founder.client.post(
        "/api/artifacts/generate", json={"project_id": bare["id"]}
    )
    assert code_of(answer) == (404, "brief_missing")
    assert answer.json()["detail"] == "Complete understanding interview first"


async def test_a_parked_project_writes_nothing(walk_to: WalkTo) -> None:
    founder = await walk_to("gate")
    await founder.decide("park", park_note="later")
    answer = await founder.client.post(
        "/api/artifacts/generate", json={"project_id": founder.project_id}
    )
    assert code_of(answer) == (409, "project_parked")


async def test_orc_75_edits_are_kept_and_current_ones_skipped_unless_forced(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DOCU-04: an edited document is skipped though it is stale."""
    founder = await walk_to("trio")
    rows = await with_documents(founder)
    edited = await edit(founder, rows["mvp_scope"], "out_of_scope/0", "No payments")
    assert (await documents_of(founder))["milestones"]["is_stale"]
    app.script.reset()
    run = await documents_done(founder, await generate(founder))
    due = [STAGES["milestones"], STAGES["how_it_works"]]
    assert [stage for stage, _ in app.script.calls] == due
    assert run["status"] == "succeeded"
    assert (await documents_of(founder))["risk_log"]["is_stale"]
    kept = (await documents_of(founder))["mvp_scope"]
    assert kept["current_content"] == edited["current_content"]
    await documents_done(founder, await generate(founder, force=True))
    after = await documents_of(founder)
    assert {row["has_user_edits"] for row in after.values()} == {False}
    assert after["mvp_scope"]["version_number"] == 3
    assert after["mvp_scope"]["previous_content"] == edited["current_content"]


async def test_with_nothing_to_write_the_run_is_empty_and_ends_well(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DOCU-04: current documents are skipped."""
    founder = await walk_to("trio")
    await with_documents(founder)
    app.script.reset()
    run = await documents_done(founder, await generate(founder))
    assert (run["status"], run["total_items"]) == ("succeeded", 0)
    assert app.script.calls == []
    assert set((await versions(founder)).values()) == {1}


async def test_vers_08_regenerating_edits_warns_first_and_changes_nothing(
    walk_to: WalkTo,
) -> None:
    """ORC-75: with force the edits go, notes stay, the old content is the previous."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    note = {"section_id": "target_user", "note": "Ask Mia"}
    await founder.post(f"{path}/annotate", note)
    edited = await edit(founder, row, "target_user", "Night bakers")
    warned = await founder.post(f"{path}/regenerate")
    assert warned == {
        "warning": True,
        "edited_sections": ["target_user"],
        "id": row["id"],
        "artifact_type": "brief",
    }
    assert await founder.get(path) == edited
    run = await regenerate(founder, row, force=True)
    assert (run["kind"], run["status"]) == ("regenerate_artifact", "succeeded")
    after = await founder.get(path)
    assert (after["version_number"], after["has_user_edits"]) == (3, False)
    assert after["edited_sections"] is None
    assert after["previous_content"] == edited["current_content"]
    assert [note["note"] for note in after["annotations"]] == ["Ask Mia"]


async def test_keeping_edits_writes_everything_but_the_edited_sections(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """VERS-08: the founder's text, its source and its mark stay as they are."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    edited = await edit(founder, row, "target_user", "Night bakers")

    def other(draft: Any) -> Any:
        return draft.model_copy(
            update={"problem_statement": "Another problem", "target_user": "Nobody"}
        )

    app.script.rewrite(STAGES["brief"], other)
    await regenerate(founder, row, keep_edits=True, instruction="Say it shorter")
    request = app.script.requests(STAGES["brief"])[-1]
    assert request.instruction == "Say it shorter"
    assert "target_user" not in request.sections
    after = await founder.get(f"/api/artifacts/{row['id']}")
    content = after["current_content"]
    assert content["target_user"] == "Night bakers"
    assert content["problem_statement"] == "Another problem"
    assert after["edited_sections"] == ["target_user"]
    assert after["sources"]["target_user"] == edited["sources"]["target_user"]


async def test_with_every_section_edited_and_kept_nothing_is_written_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """VERS-08: a run that is asked for no section would write all of them."""
    founder = await walk_to("trio", tier="cto_scale")
    row = (await with_documents(founder))["risk_log"]
    edited: Any = row
    for section in sections_of(ArtifactType.RISK_LOG):
        edited = await edit(founder, row, section, row["current_content"][section])
    app.script.reset()
    path = f"/api/artifacts/{row['id']}"
    body = {"keep_edits": True}
    refused = await founder.client.post(f"{path}/regenerate", json=body)
    assert code_of(refused) == (409, "nothing_to_do")
    assert app.script.calls == []
    assert await founder.get(path) == edited


async def test_every_type_can_be_written_again(walk_to: WalkTo) -> None:
    """API-075, VERS-01: trio, idea brief and plan too, each as its own version."""
    founder = await walk_to("plan")
    await with_documents(founder)
    for kind, row in (await artifacts_of(founder)).items():
        run = await regenerate(founder, row)
        assert (run["status"], run["kind"]) == ("succeeded", "regenerate_artifact"), (
            kind
        )
        after = (await artifacts_of(founder))[kind]
        assert after["version_number"] == row["version_number"] + 1, kind
        assert after["generation_status"] == "idle"


async def test_plan_05_a_plan_is_written_again_only_after_proceed(
    walk_to: WalkTo,
) -> None:
    """And a chosen plan needs an instruction (PLAN-07)."""
    founder = await walk_to("selected")
    plan = (await artifacts_of(founder))["execution_plan"]
    path = f"/api/artifacts/{plan['id']}/regenerate"
    chosen = await founder.client.post(path)
    assert code_of(chosen) == (409, "plan_already_selected")
    await founder.gate()
    pending = await founder.client.post(path, json={"force": True})
    assert code_of(pending) == (409, "gate_pending")
    await founder.proceed()
    await regenerate(founder, plan, instruction="Cheaper, please")
    after = (await artifacts_of(founder))["execution_plan"]
    assert after["current_content"]["feedback_context"] == "Cheaper, please"
    assert after["current_content"]["selected_option_id"] is None


async def test_a_document_needs_what_it_rests_on(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("trio")
    app.script.fail(STAGES["mvp_scope"], times=3)
    await documents_done(founder, await generate(founder))
    rows = await documents_of(founder)
    answer = await founder.client.post(
        f"/api/artifacts/{rows['milestones']['id']}/regenerate"
    )
    assert code_of(answer) == (400, "invalid_state")
    assert "MVP scope" in answer.json()["detail"]
    await regenerate(founder, rows["mvp_scope"])
    assert (await statuses(founder))["mvp_scope"]["has_content"]


async def test_a_failing_rewrite_keeps_what_was_there(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """ORC-41 for documents: failed with the reason, the content as before."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["risk_log"]
    app.script.fail(STAGES["risk_log"], times=3)
    await regenerate(founder, row)
    after = await founder.get(f"/api/artifacts/{row['id']}")
    assert after["generation_status"] == "failed"
    assert after["error"] == "The model failed."
    assert after["current_content"] == row["current_content"]
    assert after["version_number"] == 1


@pytest.mark.parametrize("tier", ["bootstrapper", "partner"])
async def test_orc_78_each_tier_reads_its_sections_and_an_upgrade_shows_the_rest(
    app: RunningApp, walk_to: WalkTo, tier: str
) -> None:
    """TIER-03: everything is written and stored; what is locked is null and named."""
    founder = await walk_to("trio", tier=tier)
    rows = await with_documents(founder)
    for kind, row in rows.items():
        locked = locked_sections(ArtifactType(kind), Tier(tier))
        assert row["locked_sections"] == list(locked)
        for section, value in row["current_content"].items():
            assert (value is None) == (section in locked), section
    row, section = rows["brief"], rows["brief"]["locked_sections"][0]
    path = f"/api/artifacts/{row['id']}"
    body = {"section_path": section, "new_value": "Mine"}
    answer = await founder.client.patch(f"{path}/edit", json=body)
    assert code_of(answer) == (422, "validation_error")
    version = await founder.get(f"{path}/versions/1")
    assert version["content"][section] is None
    async with app.database.transaction() as session:
        project = await ProjectRepository(session).get(UUID(founder.project_id))
        owner = await UserRepository(session).get(project.user_id)
        owner.tier = Tier.CTO_SCALE
    after = await founder.get(path)
    assert after["locked_sections"] == []
    assert all(after["current_content"].values())
    assert after["version_number"] == 1
    assert set(KINDS) == {ArtifactType(kind) for kind in DOCUMENTS}
