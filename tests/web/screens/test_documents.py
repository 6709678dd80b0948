"""The library and the documents as pages that need no script (DOCU, VERS, PROV)."""

from __future__ import annotations

import re
from typing import Any

from tests.fixtures.app import RunningApp
from tests.web.screens.walking import Pages, WalkPages

FIVE = ("brief", "mvp_scope", "milestones", "risk_log", "how_it_works")


async def written(walk_pages: WalkPages, **more: Any) -> tuple[Pages, dict[str, Any]]:
    """A founder's pages once the five documents are there, and the artifacts."""
    pages = await walk_pages("trio", **more)
    return pages, await pages.founder.documents()


async def test_the_library_writes_the_documents_and_each_can_be_read(
    walk_pages: WalkPages,
) -> None:
    """DOCU-02, ORC-140: one button, then five cards that lead to what was written."""
    pages = await walk_pages("trio")
    empty = await pages.get("/documents")
    assert "Write the documents" in empty
    assert "Not written yet" in await pages.get("/documents/brief")
    await pages.send("/documents/write")
    await pages.founder.artifacts()
    done = await pages.get("/documents")
    assert "Write the documents" not in done
    for kind in FIVE:
        assert f'href="{pages.home}/documents/{kind}"' in done
        content = (await pages.founder.artifacts())[kind]["current_content"]
        shown = await pages.get(f"/documents/{kind}")
        for value in content.values():
            if isinstance(value, str):
                assert value in shown, kind


async def test_while_it_is_written_the_page_says_so_and_can_stop_it(
    app: RunningApp, walk_pages: WalkPages
) -> None:
    """ux.md 3: what it does now, what is done, and Stop keeps what is finished."""
    pages = await walk_pages("trio")
    app.script.hold("writer.mvp_scope")
    await pages.send("/documents/write")
    shown = await pages.until("/documents", "Writing your documents, 1 of 5 done")
    assert 'data-poll="2"' in shown
    assert "1 finished document is kept" in shown
    assert "Product brief" in await pages.get("/documents/brief")
    await pages.send("/documents/mvp_scope/rewrite", 409)
    await pages.send("/documents/stop")
    rows = await pages.founder.artifacts()
    assert rows["brief"]["current_content"]
    assert not rows["mvp_scope"]["current_content"]
    shown = await pages.get("/documents")
    assert "Write what is missing" in shown


async def test_every_statement_shows_the_words_it_rests_on_or_that_it_is_assumed(
    walk_pages: WalkPages,
) -> None:
    """PROV-04, issue section 3."""
    pages, rows = await written(walk_pages)
    for kind in FIVE:
        row = rows[kind]
        shown = await pages.get(f"/documents/{kind}")
        assert shown.count('class="source assumed"') == len(row["assumptions"]), kind
        for path, proofs in row["sources"].items():
            for proof in proofs:
                is_shown = (
                    proof["kind"] != "assumption" and path not in row["assumptions"]
                )
                if is_shown and proof["quote"]:
                    assert proof["quote"] in shown, (kind, path)


async def test_items_lead_to_what_they_refer_to(walk_pages: WalkPages) -> None:
    """DOCU-02: a milestone names its features, by links that exist."""
    pages, rows = await written(walk_pages)
    shown = await pages.get("/documents/milestones")
    scope = await pages.get("/documents/mvp_scope")
    linked = re.findall(r"/documents/mvp_scope#(F\d+)", shown)
    assert set(linked) == {
        one for targets in rows["milestones"]["links"].values() for one in targets
    }
    for target in linked:
        assert f'id="{target}"' in scope


async def test_a_reference_to_something_gone_is_flagged(
    walk_pages: WalkPages,
) -> None:
    """DOCU-02: otherwise a visible flag."""
    pages, rows = await written(walk_pages)
    features = rows["mvp_scope"]["current_content"]["core_features"]
    body = {"section_path": "core_features", "new_value": features[:1]}
    await pages.founder.call(
        "PATCH", f"/api/artifacts/{rows['mvp_scope']['id']}/edit", body
    )
    shown = await pages.get("/documents/milestones")
    assert "which is not there any more" in shown
    assert "What this rests on has changed" in shown


async def test_a_section_is_edited_and_marked_as_the_founders(
    walk_pages: WalkPages,
) -> None:
    """VERS-06: the edit is a version, the section the founder's own."""
    pages, rows = await written(walk_pages)
    form = await pages.get("/documents/brief/edit/value_proposition")
    assert rows["brief"]["current_content"]["value_proposition"] in form
    await pages.send(
        "/documents/brief/edit/value_proposition",
        value="Every item gets one number.\r\nAlways.",
        expected_version="1",
    )
    shown = await pages.get("/documents/brief")
    assert "Every item gets one number.\nAlways." in shown
    assert "Edited by you" in shown
    assert "You wrote this." in shown
    assert "Edited value proposition" in await pages.get("/documents/brief/history")


async def test_a_second_edit_of_the_same_version_shows_both_texts(
    walk_pages: WalkPages,
) -> None:
    """Issue section 6: 409 with both texts kept."""
    pages, _ = await written(walk_pages)
    path = "/documents/brief/edit/key_constraint"
    await pages.send(path, value="Nothing to install.", expected_version="1")
    answer = await pages.send(path, 409, value="One old laptop.", expected_version="1")
    assert "Nothing to install." in answer.text
    assert "One old laptop." in answer.text
    assert 'name="expected_version" value="2"' in answer.text
    await pages.send(path, value="One old laptop.", expected_version="2")
    assert "One old laptop." in await pages.get("/documents/brief")


async def test_listed_items_are_added_moved_and_removed_without_scripts(
    walk_pages: WalkPages,
) -> None:
    """ux.md 5: buttons, no dragging; nothing is saved before the founder says so."""
    pages, rows = await written(walk_pages)
    path = "/documents/mvp_scope/edit/core_features"
    first, second = rows["mvp_scope"]["current_content"]["core_features"][:2]
    fields = {
        f"items-{number}-{name}": item[name]
        for number, item in enumerate((first, second), start=1)
        for name in ("name", "description", "priority")
    }
    moved = await pages.send(path, 200, **fields, do="up-2")
    names = re.findall(r'name="items-\d-name" value="([^"]*)"', moved.text)
    assert names == [second["name"], first["name"]]
    grown = await pages.send(path, 200, **fields, do="add")
    assert "items-3-name" in grown.text
    shrunk = await pages.send(path, 200, **fields, do="remove-1")
    assert "items-2-name" not in shrunk.text
    before = (await pages.founder.artifacts())["mvp_scope"]
    assert before["version_number"] == 1
    await pages.send(path, **fields, do="save")
    after = (await pages.founder.artifacts())["mvp_scope"]
    assert after["current_content"]["core_features"] == [first, second]
    assert after["item_ids"]["core_features"] == ["F1", "F2"]


async def test_what_cannot_be_saved_comes_back_with_the_reason(
    walk_pages: WalkPages,
) -> None:
    """Issue, bad input: the field is named and nothing is lost."""
    pages, _ = await written(walk_pages)
    for section, field, text, told in (
        ("value_proposition", "value", "   ", "value_proposition"),
        ("value_proposition", "value", "x" * 10_001, "at most 10"),
        ("value_proposition", "value", "a\x00b", "NUL"),
    ):
        answer = await pages.send(
            f"/documents/brief/edit/{section}", 422, **{field: text}
        )
        assert told in answer.text, text[:20]
    weeks = "/documents/milestones/edit/total_duration_weeks"
    assert "soon" in (await pages.send(weeks, 422, value="soon")).text


async def test_numbers_of_any_length_are_no_numbers_of_ours(
    walk_pages: WalkPages,
) -> None:
    """Issue, bad input: a form or an address with a huge number breaks nothing."""
    pages, rows = await written(walk_pages)
    for long in ("9" * 30, "9" * 5_000):
        weeks = "/documents/milestones/edit/total_duration_weeks"
        assert long in (await pages.send(weeks, 422, value=long)).text
        edit = "/documents/mvp_scope/edit/core_features"
        await pages.send(edit, 200, do=f"up-{long}", **{"items-1-name": "Kept"})
        old = f"/documents/brief/versions/{long}"
        await pages.send(f"{old}/restore", 404)
        await pages.send(f"{old}/sections/target_user", 404)
        edit = "/documents/brief/edit/target_user"
        await pages.send(edit, 409, value="Volunteers.", expected_version=long)
        assert "Version 1" in await pages.get(f"/documents/brief/compare?from={long}")
    assert await pages.founder.artifacts() == rows


async def test_a_note_stays_with_the_words_it_was_put_on(
    walk_pages: WalkPages,
) -> None:
    """VERS-07, issue section 6."""
    pages, rows = await written(walk_pages)
    text: str = rows["brief"]["current_content"]["problem_statement"]
    quote = text.split(".", maxsplit=1)[0][:40]
    path = "/documents/brief/notes/problem_statement"
    await pages.send(path, note="Is that every week?", quote=quote)
    shown = await pages.get("/documents/brief")
    assert "Is that every week?" in shown
    assert "has changed" not in shown.split("Is that every week?")[1][:300]
    missing = await pages.send(path, 422, note="Kept <b>", quote="never said")
    assert "Kept &lt;b&gt;" in missing.text
    assert "these words do not stand in this section" in missing.text
    assert 'value="never said"' in missing.text
    long = "x" * 10_001
    assert long in (await pages.send(path, 422, note=long)).text
    edit = "/documents/brief/edit/problem_statement"
    await pages.send(edit, value="Another problem.")
    assert "The text it was about has changed" in await pages.get("/documents/brief")


async def test_writing_it_again_names_the_edits_and_keeps_them_if_asked(
    walk_pages: WalkPages,
) -> None:
    """VERS-08: a warning first; all but my edits, or everything."""
    pages, _ = await written(walk_pages)
    await pages.send("/documents/brief/edit/key_constraint", value="One laptop.")
    asked = await pages.send("/documents/brief/rewrite", 200, instruction="Shorter")
    assert "You edited What must not change" in asked.text
    assert "Shorter" in asked.text
    long = "x" * 10_001
    refused = await pages.send("/documents/brief/rewrite", 422, instruction=long)
    assert long in refused.text
    await pages.send("/documents/brief/rewrite", 422, instruction="a\x00b")
    await pages.send("/documents/brief/rewrite", instruction="Shorter", edits="keep")
    kept = (await pages.founder.artifacts())["brief"]
    assert kept["current_content"]["key_constraint"] == "One laptop."
    assert kept["version_number"] == 3
    await pages.send("/documents/brief/rewrite", edits="replace")
    fresh = (await pages.founder.artifacts())["brief"]
    assert fresh["current_content"]["key_constraint"] != "One laptop."
    assert not fresh["has_user_edits"]


async def test_versions_are_compared_restored_and_taken_back_by_section(
    walk_pages: WalkPages,
) -> None:
    """VERS-04, VERS-05, VERS-09."""
    pages, rows = await written(walk_pages)
    old = rows["brief"]["current_content"]
    await pages.send("/documents/brief/edit/key_constraint", value="One laptop.")
    await pages.send("/documents/brief/edit/target_user", value="Volunteers.")
    shown = await pages.get("/documents/brief/compare?from=1&to=3")
    assert "<ins>" in shown
    assert "2 of 7 sections differ" in shown
    assert "Bring back the old" in shown
    past = await pages.get("/documents/brief/compare?from=1&to=2")
    assert "Bring back the old" not in past and "Restore version" not in past
    await pages.send("/documents/brief/versions/1/sections/target_user")
    now = (await pages.founder.artifacts())["brief"]["current_content"]
    assert now["target_user"] == old["target_user"]
    assert now["key_constraint"] == "One laptop."
    await pages.send("/documents/brief/versions/1/restore")
    row = (await pages.founder.artifacts())["brief"]
    assert row["current_content"] == old
    assert row["version_number"] == 5
    history = await pages.get("/documents/brief/history")
    assert "Restored version 1" in history
    same = await pages.get("/documents/brief/compare?from=1&to=5")
    assert "No differences" in same


async def test_a_version_is_approved_and_an_edit_leaves_the_older_one_approved(
    walk_pages: WalkPages,
) -> None:
    pages, _ = await written(walk_pages)
    await pages.send("/documents/brief/approve", version="1")
    assert "Approved" in await pages.get("/documents/brief")
    await pages.send("/documents/brief/edit/key_constraint", value="One laptop.")
    assert "Version 1 approved" in await pages.get("/documents/brief")
    stale = await pages.send("/documents/brief/approve", version="1")
    assert stale.headers["location"].endswith("/documents/brief")
    row = (await pages.founder.artifacts())["brief"]
    assert row["approved_version"] == 1


async def test_an_out_of_date_document_says_why_and_can_be_kept(
    walk_pages: WalkPages,
) -> None:
    """VERS-10, BRIF-05: it says what it rests on and offers what would change."""
    pages, _ = await written(walk_pages)
    await pages.send("/brief/target_user", new_content="Volunteers over sixty.")
    shown = await pages.get("/documents/brief")
    assert "“Idea brief” went from version 1 to 2" in shown
    assert "Changed: target user" in shown
    await pages.send("/documents/brief/keep")
    assert "What this rests on has changed" not in await pages.get("/documents/brief")


async def test_sections_of_a_larger_plan_are_named_and_not_shown(
    walk_pages: WalkPages,
) -> None:
    """TIER-03, TIER-09."""
    pages, _ = await written(walk_pages, tier="bootstrapper")
    shown = await pages.get("/documents/brief")
    assert "Competitive strategy" in shown
    assert "Not part of your plan" in shown
    await pages.get("/documents/brief/edit/competitive_strategy", status=404)


async def test_an_assumption_is_settled_from_the_document(
    walk_pages: WalkPages,
) -> None:
    """Issue section 3: a single click."""
    pages, _ = await written(walk_pages)
    shown = await pages.get("/documents/how_it_works")
    action = re.search(r'action="[^"]*(/assumptions/\w+/confirm)"', shown)
    assert action is not None
    await pages.send(action[1], back=f"{pages.home}/documents/how_it_works")
    after = await pages.get("/documents/how_it_works")
    assert after.count("source assumed") == shown.count("source assumed") - 1


async def test_pages_that_do_not_exist_look_missing(walk_pages: WalkPages) -> None:
    """APIX-02."""
    pages, _ = await written(walk_pages)
    for tail in (
        "/documents/idea_brief",
        "/documents/nonsense",
        "/documents/brief/edit/nonsense",
        "/documents/brief/compare?from=99",
        "/documents/brief/edit/_schema_version",
    ):
        await pages.get(tail, status=404)
