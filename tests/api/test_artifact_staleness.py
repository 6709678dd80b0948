"""What is out of date, why, and what is written again by itself (BRIF-05, VERS-10)."""

from __future__ import annotations

from typing import Any

import pytest

from tests.factories.documents import (
    DOCUMENTS,
    OVER,
    STAGES,
    artifacts_of,
    documents_of,
    with_documents,
)
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

TRIO = ("strategy_graph", "mvp_timeline", "app_architecture")


async def edit(founder: Founder, row: dict[str, Any], path: str, value: Any) -> Any:
    body = {"section_path": path, "new_value": value}
    return await founder.call("PATCH", f"/api/artifacts/{row['id']}/edit", body)


async def settled(founder: Founder) -> dict[str, dict[str, Any]]:
    path = f"/api/artifacts/project/{founder.project_id}"
    await founder.until(path, lambda rows: "generating" not in str(rows))
    return await artifacts_of(founder)


def stale(rows: dict[str, dict[str, Any]]) -> set[str]:
    return {kind for kind, row in rows.items() if row["is_stale"]}


@pytest.mark.parametrize(
    ("kind", "path", "value", "old"),
    [
        ("brief", "target_user", "Night bakers", {"mvp_scope"}),
        ("mvp_scope", "out_of_scope/0", "Cards", {"milestones", "how_it_works"}),
        ("milestones", "milestones/0/title", "One", {"risk_log", "how_it_works"}),
        ("risk_log", "market_risks/0/title", "None", set[str]()),
    ],
)
async def test_vers_10_an_edit_makes_what_rests_on_it_out_of_date_and_says_why(
    walk_to: WalkTo, kind: str, path: str, value: str, old: set[str]
) -> None:
    founder = await walk_to("trio")
    rows = await with_documents(founder)
    await edit(founder, rows[kind], path, value)
    after = await artifacts_of(founder)
    assert stale(after) == old
    for each in old:
        [reason] = after[each]["stale_reasons"]
        section = path.split("/", maxsplit=1)[0]
        assert (reason["input"], reason["sections"]) == (kind, [section])
        assert (reason["from_version"], reason["to_version"]) == (1, 2)
        assert section.replace("_", " ") in reason["text"]
    assert after[kind]["stale_reasons"] == []


async def test_keep_as_it_is_and_writing_it_again_both_end_being_out_of_date(
    walk_to: WalkTo,
) -> None:
    """API-078, VERS-10: kept means kept, until the next change."""
    founder = await walk_to("trio")
    rows = await with_documents(founder)
    await edit(founder, rows["mvp_scope"], "out_of_scope/0", "Cards")
    path = f"/api/artifacts/{rows['milestones']['id']}"
    kept = await founder.post(f"{path}/keep")
    assert (kept["is_stale"], kept["stale_reasons"]) == (False, [])
    assert kept["version_number"] == 1
    other = rows["how_it_works"]
    await founder.post(f"/api/artifacts/{other['id']}/regenerate", status=202)
    assert stale(await settled(founder)) == set()
    await edit(founder, rows["mvp_scope"], "out_of_scope/0", "Coins")
    [reason] = (await founder.get(path))["stale_reasons"]
    assert (reason["from_version"], reason["to_version"]) == (2, 3)


async def test_an_edit_of_a_document_that_is_out_of_date_leaves_it_so(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("trio")
    rows = await with_documents(founder)
    await edit(founder, rows["brief"], "target_user", "Night bakers")
    after = await edit(founder, rows["mvp_scope"], "out_of_scope/0", "Cards")
    assert after["is_stale"]


async def test_brif_05_a_section_edit_of_the_brief_only_marks(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Trio, plan and documents; nothing is written again by itself."""
    founder = await walk_to("plan")
    await with_documents(founder)
    app.script.reset()
    body = {"section_key": "target_user", "new_content": "Night bakers"}
    path = f"/api/understanding/{founder.project_id}/brief"
    await founder.call("PATCH", path, body)
    after = await settled(founder)
    assert stale(after) == {*TRIO, "execution_plan", *DOCUMENTS}
    [reason] = after["brief"]["stale_reasons"]
    assert (reason["input"], reason["sections"]) == ("idea_brief", ["target_user"])
    assert [stage for stage, _ in app.script.calls] == ["interviewer.confidence"]


async def test_brif_05_a_thesis_edit_after_the_project_exists_only_marks(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("trio")
    await with_documents(founder)
    body = {"field_name": "target_user", "new_value": "Night bakers"}
    await founder.call("PATCH", f"/api/onboarding/{founder.sid}/thesis", body)
    after = await artifacts_of(founder)
    assert stale(after) == {*TRIO, *DOCUMENTS}
    [reason] = after["brief"]["stale_reasons"]
    assert reason["input"] == "thesis"


@pytest.mark.parametrize("decision", ["narrow", "pivot"])
async def test_brif_05_after_narrow_and_pivot_the_documents_follow(
    app: RunningApp, walk_to: WalkTo, decision: str
) -> None:
    """Unedited ones are written again; edited ones and the plan wait for the founder."""
    founder = await walk_to("plan")
    rows = await with_documents(founder)
    edited = await edit(founder, rows["mvp_scope"], "out_of_scope/0", "Cards")
    await founder.gate()
    app.script.reset()
    await founder.decide(decision, action_text="Only for rye bread")
    after = await settled(founder)
    unedited = [kind for kind in DOCUMENTS if kind != "mvp_scope"]
    assert [after[kind]["version_number"] for kind in unedited] == [2] * 4
    assert after["mvp_scope"]["current_content"] == edited["current_content"]
    assert stale(after) == {"mvp_scope", "execution_plan"}
    reasons = {r["input"] for r in after["mvp_scope"]["stale_reasons"]}
    assert reasons == {"idea_brief", "brief"}
    for kind in TRIO:
        assert after[kind]["version_number"] == 2
    [request] = app.script.requests(STAGES["brief"])
    said = [p.question for p in request.passages if p.ref.startswith("gate:")]
    assert said == [f"Which way do we go? You decided: {decision}."]


async def test_documents_that_are_being_written_start_over_with_the_new_brief(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Their inputs are out of date; the stopped run leaves nothing "generating"."""
    founder = await walk_to("gate")
    held = app.script.hold(STAGES["mvp_scope"])
    body = {"project_id": founder.project_id}
    started = await founder.post("/api/artifacts/generate", body, status=202)
    await held.reached.wait()
    await founder.decide("pivot", action_text="For butchers")
    stopped = await founder.until(
        f"/api/runs/{started['run_id']}", lambda run: run["status"] in OVER
    )
    assert stopped["status"] == "cancelled"
    after = await settled(founder)
    assert {after[kind]["generation_status"] for kind in DOCUMENTS} == {"idle"}
    numbers = [after[kind]["version_number"] for kind in DOCUMENTS]
    assert numbers == [2, 1, 1, 1, 1]
    assert stale(after) == set()


async def test_a_rewrite_around_edits_that_a_decision_stops_leaves_the_edits(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """BRIF-05, VERS-08: written as a whole with the new brief they would be lost."""
    founder = await walk_to("gate")
    rows = await with_documents(founder)
    edited = await edit(founder, rows["mvp_scope"], "out_of_scope/0", "Cards")
    held = app.script.hold(STAGES["mvp_scope"])
    path = f"/api/artifacts/{rows['mvp_scope']['id']}"
    await founder.post(f"{path}/regenerate", {"keep_edits": True}, status=202)
    await held.reached.wait()
    await founder.decide("pivot", action_text="For butchers")
    after = (await settled(founder))["mvp_scope"]
    assert after["current_content"] == edited["current_content"]
    assert after["edited_sections"] == ["out_of_scope"]
    assert (after["generation_status"], after["is_stale"]) == ("idle", True)


async def test_what_changes_while_a_document_is_written_makes_it_out_of_date(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """It rests on the version that was read, not on the one there is now."""
    founder = await walk_to("trio")
    rows = await with_documents(founder)
    held = app.script.hold(STAGES["mvp_scope"])
    path = f"/api/artifacts/{rows['mvp_scope']['id']}"
    await founder.post(f"{path}/regenerate", status=202)
    await held.reached.wait()
    await edit(founder, rows["brief"], "target_user", "Night bakers")
    held.release()
    after = (await settled(founder))["mvp_scope"]
    assert (after["version_number"], after["is_stale"]) == (2, True)
    assert [r["input"] for r in after["stale_reasons"]] == ["brief"]


async def test_a_brief_that_was_decided_anew_meanwhile_is_not_written_over(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """GATE-06: an answer to the brief before the decision is asked for again."""
    founder = await walk_to("trio")
    await founder.gate()
    brief = (await founder.artifacts())["idea_brief"]
    held = app.script.hold("interviewer.idea_brief")
    path = f"/api/artifacts/{brief['id']}/regenerate"
    run = await founder.post(path, {"force": True}, status=202)
    await held.reached.wait()
    await founder.decide("narrow", action_text="Only rye bread")
    held.release()
    await founder.until(
        f"/api/runs/{run['run_id']}", lambda r: r["status"] == "succeeded"
    )
    asked = app.script.requests("interviewer.idea_brief")
    assert "Only rye bread" in str(asked[-1].previous)
    after = (await founder.artifacts())["idea_brief"]
    assert after["version_number"] == brief["version_number"] + 2
    assert "Only rye bread" in str(after["current_content"])


async def test_documents_tick_the_milestones_of_the_journey(walk_to: WalkTo) -> None:
    """STAG-04: five documents, a scope with both sides, risks from the log."""
    from uuid import UUID

    from cofounder.projects.repository import ProjectRepository

    founder = await walk_to("project")

    async def ticked() -> dict[int, set[str]]:
        async with founder.app.database.reading() as session:
            stages = await ProjectRepository(session).list_stages(
                UUID(founder.project_id)
            )
            return {s.stage_number: {k for k, v in s.done.items() if v} for s in stages}

    assert (await ticked())[2] == set()
    await with_documents(founder)
    assert (await ticked())[2] == {"validation_complete", "scope_narrowed"}
    assert (await ticked())[1] == {"risks_identified"}
    assert len(await documents_of(founder)) == 5
