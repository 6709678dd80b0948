"""Editing, notes, approval and history through the API (API-076 to API-081)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from cofounder.projects.repository import ProjectRepository
from tests.factories.documents import (
    STAGES,
    artifacts_of,
    documents_of,
    with_documents,
)
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


async def edit(founder: Founder, row: dict[str, Any], path: str, value: Any) -> Any:
    body = {"section_path": path, "new_value": value}
    return await founder.call("PATCH", f"/api/artifacts/{row['id']}/edit", body)


async def refused(
    founder: Founder, row: dict[str, Any], act: str, body: Any, verb: str = "POST"
) -> tuple[int, str]:
    path = f"/api/artifacts/{row['id']}/{act}"
    return code_of(await founder.client.request(verb, path, json=body))


async def test_vers_06_an_edit_is_a_version_of_the_founder_s(walk_to: WalkTo) -> None:
    """ORC-76: the section once after two edits; ids and links stay with their item."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["mvp_scope"]
    ids = row["item_ids"]["core_features"]
    await edit(founder, row, "core_features/1/name", "Another name")
    after = await edit(founder, row, "core_features/1/priority", "low")
    assert (after["version_number"], after["has_user_edits"]) == (3, True)
    assert after["edited_sections"] == ["core_features"]
    feature = after["current_content"]["core_features"][1]
    assert (feature["name"], feature["priority"]) == ("Another name", "low")
    assert after["item_ids"]["core_features"] == ids
    assert after["links"] == row["links"]
    path = f"/api/artifacts/{row['id']}"
    newest, *_ = await founder.get(f"{path}/versions")
    assert (newest["author"], newest["reason"]) == ("founder", "Edited core features")
    assert after["sources"]["core_features/1"] == [
        {
            "kind": "decision",
            "ref": f"artifact:{row['id']}:core_features/1/priority",
            "quote": None,
        }
    ]
    assert "core_features/1" not in after["assumptions"]
    others = {k: v for k, v in row["sources"].items() if k != "core_features/1"}
    assert {k: after["sources"].get(k) for k in others} == others


async def test_a_list_that_is_set_keeps_what_the_founder_left_as_it_was(
    walk_to: WalkTo,
) -> None:
    """Taking one away and adding one: ids, links and sources follow their item."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["mvp_scope"]
    features, ids = (
        row["current_content"]["core_features"],
        row["item_ids"]["core_features"],
    )
    new = {"name": "Gift cards", "description": "Give bread away", "priority": "low"}
    after = await edit(founder, row, "core_features", [*features[1:], new])
    given = after["item_ids"]["core_features"]
    assert given[:-1] == ids[1:]
    assert given[-1] not in ids
    last = f"core_features/{len(features) - 1}"
    assert after["sources"][last][0]["kind"] == "decision"
    for index in range(1, len(features)):
        before = row["sources"].get(f"core_features/{index}")
        assert after["sources"].get(f"core_features/{index - 1}") == before
    flags = [flag for flag in after["flags"] if flag["item"] == given[-1]]
    assert flags == [{"item": given[-1], "path": last, "code": "missing", "target": ""}]
    milestones = (await documents_of(founder))["milestones"]
    gone = [f["target"] for f in milestones["flags"] if f["code"] == "gone"]
    assert set(gone) == {ids[0]}, "who referred to it is told"


@pytest.mark.parametrize(
    "body",
    [
        {"section_path": "nothing", "new_value": "x"},
        {"section_path": "_schema_version", "new_value": 2},
        {"section_path": "core_features/99", "new_value": {}},
        {"section_path": "core_features/0/name", "new_value": 3},
        {"section_path": "core_features", "new_value": "text"},
        {"section_path": "out_of_scope", "new_value": []},
        {"section_path": "technical_architecture", "new_value": "x" * 50_000},
        {"section_path": "technical_architecture", "new_value": "  "},
        {"section_path": "technical_architecture", "new_value": "a\x00b"},
        {"section_path": "technical_architecture", "new_value": None},
        {"section_path": "technical_architecture"},
        {"section_path": "technical_architecture", "new_value": "x", "more": 1},
    ],
)
async def test_trap_20_what_the_schema_does_not_take_is_refused_with_a_sentence(
    walk_to: WalkTo, body: dict[str, Any]
) -> None:
    """ORC-76: 422, and nothing changed."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["mvp_scope"]
    answer = await refused(founder, row, "edit", body, "PATCH")
    assert answer == (422, "validation_error")
    assert await founder.get(f"/api/artifacts/{row['id']}") == row


async def test_half_a_character_is_refused(walk_to: WalkTo) -> None:
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    answer = await founder.client.request(
        "PATCH",
        f"/api/artifacts/{row['id']}/edit",
        content=b'{"section_path": "target_user", "new_value": "a\\ud800"}',
        headers={"content-type": "application/json"},
    )
    assert code_of(answer)[0] == 422


async def test_every_type_can_be_edited_by_its_own_schema(walk_to: WalkTo) -> None:
    """VERS-01, VERS-06: the ids of plans and graphs stay ours."""
    founder = await walk_to("plan")
    rows = await artifacts_of(founder)
    places: dict[str, tuple[str, Any]] = {
        "idea_brief": ("risks/0", "Ovens break"),
        "strategy_graph": ("nodes/0/description", "Because of the queue"),
        "mvp_timeline": ("milestones/0/title", "First bread"),
        "app_architecture": ("components/0/description", "What bakers see"),
        "execution_plan": ("options/0/cost_note", "Paid by the founder"),
    }
    for kind, (path, value) in places.items():
        after = await edit(founder, rows[kind], path, value)
        assert (after["version_number"], after["has_user_edits"]) == (2, True), kind
        assert after["edited_sections"] == [path.split("/")[0]]
    assert (
        "risks"
        not in (await artifacts_of(founder))["idea_brief"]["current_content"][
            "confidence_scores"
        ]
    )
    for kind, path in [
        ("execution_plan", "options/0/id"),
        ("execution_plan", "plan_set_id"),
        ("strategy_graph", "nodes/0/id"),
        ("idea_brief", "confidence_scores"),
    ]:
        body = {"section_path": path, "new_value": "x"}
        answer = await refused(founder, rows[kind], "edit", body, "PATCH")
        assert answer == (422, "validation_error"), path


async def test_docu_07_nothing_is_changed_while_it_is_written(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Edit, annotate, regenerate, restore, approve: 409 (ORC-76)."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    held = app.script.hold(STAGES["brief"])
    await founder.post(f"/api/artifacts/{row['id']}/regenerate", status=202)
    await held.reached.wait()
    change = {"section_path": "target_user", "new_value": "x"}
    wanted = (409, "generation_running")
    assert await refused(founder, row, "edit", change, "PATCH") == wanted
    note = {"section_id": "target_user", "note": "x"}
    assert await refused(founder, row, "annotate", note) == wanted
    back = {"section": "target_user"}
    for act, body in [
        ("regenerate", {}),
        ("versions/1/restore", {}),
        ("versions/1/bring-back", back),
        ("approve", {}),
    ]:
        assert await refused(founder, row, act, body) == wanted, act
    held.release()


async def test_if_match_names_the_version_an_edit_is_made_on(walk_to: WalkTo) -> None:
    """APIX-04: 412 with both texts; the `ETag` of a read is what it takes."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    tag = (await founder.client.get(path)).headers["etag"]
    assert tag == '"1"'

    async def send(text: str, match: str) -> Any:
        body = {"section_path": "target_user", "new_value": text}
        return await founder.client.patch(
            f"{path}/edit", json=body, headers={"If-Match": match}
        )

    first = await send("Night bakers", tag)
    assert (first.status_code, first.headers["etag"]) == (200, '"2"')
    for match in (tag, '"nonsense"'):
        late = await send("Home bakers", match)
        assert code_of(late) == (412, "version_conflict")
        body = late.json()
        assert body["current_value"] == "Night bakers"
        assert body["your_value"] == "Home bakers"
    assert (await send("Home bakers", "*")).status_code == 200


async def test_vers_07_a_note_stays_and_says_whether_its_words_still_stand(
    walk_to: WalkTo,
) -> None:
    """On a section, or on words of it; it makes no version and survives a restore."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    words = row["current_content"]["target_user"][:12]
    note = {"section_id": "target_user", "note": "Who else?"}
    await founder.post(f"{path}/annotate", note)
    after = await founder.post(f"{path}/annotate", {**note, "quote": words})
    assert after["version_number"] == 1
    assert [(n["quote"], n["anchored"]) for n in after["annotations"]] == [
        (None, True),
        (words, True),
    ]
    edited = await edit(founder, row, "target_user", "Zookeepers")
    assert [n["anchored"] for n in edited["annotations"]] == [True, False]
    back = await founder.post(f"{path}/versions/1/restore")
    assert [n["anchored"] for n in back["annotations"]] == [True, True]
    for body in [
        {**note, "section_id": "nothing"},
        {**note, "section_id": "_schema_version"},
        {**note, "note": ""},
        {**note, "note": "   "},
        {**note, "note": "x" * 10_001},
        {**note, "quote": "words nobody wrote"},
    ]:
        answer = await refused(founder, row, "annotate", body)
        assert answer == (422, "validation_error"), body


async def test_an_approval_stays_on_the_version_it_was_given_to(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    assert row["approved_version"] is None
    approved = await founder.post(f"{path}/approve", {"version_number": 1})
    assert (approved["approved_version"], bool(approved["approved_at"])) == (1, True)
    edited = await edit(founder, row, "target_user", "Night bakers")
    assert (edited["approved_version"], edited["version_number"]) == (1, 2)
    answer = await refused(founder, row, "approve", {"version_number": 1})
    assert answer == (409, "version_conflict")
    assert (await founder.post(f"{path}/approve"))["approved_version"] == 2


async def test_orc_77_versions_are_listed_read_compared_and_restored(
    walk_to: WalkTo,
) -> None:
    """VERS-04, VERS-09: restoring makes a version with the marks of the old one."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    for text in ("two", "three", "four"):
        await edit(founder, row, "target_user", text)
    listed = await founder.get(f"{path}/versions")
    assert [v["version_number"] for v in listed] == [4, 3, 2, 1]
    second = await founder.get(f"{path}/versions/2")
    assert second["content"]["target_user"] == "two"
    diff = await founder.get(f"{path}/diff?from=2&to=4")
    assert diff == {
        "from": 2,
        "to": 4,
        "changes": [
            {"path": "target_user", "change": "changed", "old": "two", "new": "four"}
        ],
    }
    five = await founder.post(f"{path}/versions/2/restore", {"reason": "It was better"})
    assert five["version_number"] == 5
    assert five["current_content"] == second["content"]
    assert five["edited_sections"] == ["target_user"] and five["has_user_edits"]
    assert five["previous_content"]["target_user"] == "four"
    newest, *_ = await founder.get(f"{path}/versions")
    assert newest["reason"] == "Restored version 2: It was better"
    assert await founder.get(f"{path}/versions/2") == second
    first = await founder.post(f"{path}/versions/1/restore")
    assert (first["edited_sections"], first["has_user_edits"]) == (None, False)
    assert (first["sources"], first["links"]) == (row["sources"], row["links"])
    assert first["item_ids"] == row["item_ids"]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", (400, "invalid_argument")),
        ("?from=1", (400, "invalid_argument")),
        ("?from=x&to=1", (400, "invalid_argument")),
        ("?from=1&to=9", (404, "not_found")),
    ],
)
async def test_api_080_a_comparison_needs_two_versions_there_are(
    walk_to: WalkTo, query: str, wanted: tuple[int, str]
) -> None:
    founder = await walk_to("trio")
    row = (await artifacts_of(founder))["idea_brief"]
    path = f"/api/artifacts/{row['id']}/diff{query}"
    assert code_of(await founder.client.get(path)) == wanted


async def test_one_section_is_brought_back_and_the_others_stay(
    walk_to: WalkTo,
) -> None:
    """VERS-04: its text, sources, ids and marks come from the old version."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["brief"]
    path = f"/api/artifacts/{row['id']}"
    await edit(founder, row, "target_user", "Night bakers")
    await edit(founder, row, "key_constraint", "No phones")
    after = await founder.post(
        f"{path}/versions/1/bring-back", {"section": "target_user"}
    )
    content = after["current_content"]
    assert content["target_user"] == row["current_content"]["target_user"]
    assert content["key_constraint"] == "No phones"
    assert after["edited_sections"] == ["key_constraint"]
    assert after["sources"].get("target_user") == row["sources"].get("target_user")
    newest, *_ = await founder.get(f"{path}/versions")
    assert newest["reason"] == "Brought back target user from version 1"
    wrong = await refused(founder, row, "versions/1/bring-back", {"section": "x"})
    assert wrong == (422, "validation_error")
    gone = await refused(founder, row, "versions/9/bring-back", {"section": "x"})
    assert gone == (404, "not_found")
    graph = (await artifacts_of(founder))["strategy_graph"]
    whole = await refused(founder, graph, "versions/1/bring-back", {"section": "nodes"})
    assert whole == (400, "invalid_argument")


async def test_trap_24_restoring_another_plan_set_says_that_the_choice_is_gone(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("plan")
    plan = (await artifacts_of(founder))["execution_plan"]
    body = {"project_id": founder.project_id, "feedback": "Cheaper"}
    founder.plan = await founder.post("/api/plans/regenerate", body)
    await founder.selected()
    path = f"/api/artifacts/{plan['id']}"
    chosen = (await founder.get(path))["current_content"]["selected_option_id"]
    assert chosen
    restored = await founder.post(f"{path}/versions/1/restore")
    assert restored["current_content"]["selected_option_id"] is None
    async with app.database.reading() as session:
        project_id = UUID(founder.project_id)
        event, *_ = await ProjectRepository(session).list_events(project_id)
    assert event.event_type == "plan_selection_cleared"
    assert event.detail["option_id"] == chosen
