"""The assumption register through the API (PROV-03, PROV-04, UNDR-05)."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.artifacts.documents.checks import repeats, texts_in
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


async def documents(walk_to: WalkTo, **more: Any) -> Founder:
    """A founder whose five documents are written."""
    founder = await walk_to("trio", **more)
    await founder.documents()
    return founder


def path_of(founder: Founder, *more: str) -> str:
    return "/".join((f"/api/projects/{founder.project_id}/assumptions", *more))


async def an_assumption(founder: Founder) -> dict[str, Any]:
    """One of the idea brief that documents rest on."""
    body = await founder.get(path_of(founder))
    assert body["open"] > 0
    return next(
        one
        for one in body["assumptions"]
        if one["resting"] and one["places"][0]["artifact_type"] == "idea_brief"
    )


async def test_a_confirmed_assumption_is_proven_by_the_founders_word(
    walk_to: WalkTo,
) -> None:
    """PROV-04: one click, and it is an assumption no longer, anywhere."""
    founder = await documents(walk_to)
    one = await an_assumption(founder)
    place = one["places"][0]
    before = (await founder.artifacts())["idea_brief"]
    assert place["path"] in before["assumptions"]
    done = await founder.post(path_of(founder, one["fingerprint"], "confirm"))
    assert done["assumption"]["state"] == "confirmed"
    after = (await founder.artifacts())["idea_brief"]
    assert place["path"] not in after["assumptions"]
    [proof] = [s for s in after["sources"][place["path"]] if s["kind"] == "decision"]
    assert proof["ref"].startswith("decision:")
    assert proof["quote"] == one["text"]
    assert after["version_number"] == before["version_number"]


async def test_a_denial_lists_what_rests_on_it_and_writes_only_that_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Issue section 3: exactly the sections that rest on it, and only those."""
    founder = await documents(walk_to)
    one = await an_assumption(founder)
    before = await founder.artifacts()
    told = await founder.post(path_of(founder, one["fingerprint"], "deny"))
    affected = {a["artifact_type"]: set(a["sections"]) for a in told["affected"]}
    expected: dict[str, set[str]] = {}
    for place in (*one["places"], *one["resting"]):
        expected.setdefault(place["artifact_type"], set()).add(place["section"])
    assert affected == expected
    await founder.post(path_of(founder, one["fingerprint"], "regenerate"), status=202)
    after = await founder.artifacts()
    for kind, row in before.items():
        now = after[kind]["current_content"]
        changed = {k for k, v in row["current_content"].items() if now[k] != v}
        own = {"confidence_scores", "confidence_reasons", "generated_at"}
        assert changed - own <= affected.get(kind, set()), kind
        grown = after[kind]["version_number"] - row["version_number"]
        assert grown == (1 if kind in affected else 0), kind
    asked = app.script.requests("writer.mvp_scope")
    assert one["text"] in asked[-1].denied


async def test_sections_the_founder_wrote_stay_unless_asked_for(
    walk_to: WalkTo,
) -> None:
    founder = await documents(walk_to)
    one = await an_assumption(founder)
    place = one["places"][0]
    old = (await founder.artifacts())["idea_brief"]["current_content"][place["section"]]
    # The words stay as they are, but now they are the founder's, and proven by that.
    edit = {"section_key": place["section"], "new_content": old}
    await founder.call("PATCH", f"/api/understanding/{founder.project_id}/brief", edit)
    body = await founder.get(path_of(founder))
    assert one["fingerprint"] not in [
        a["fingerprint"] for a in body["assumptions"] if a["state"] == "open"
    ]


async def test_a_verdict_can_be_changed_and_taken_back(walk_to: WalkTo) -> None:
    founder = await documents(walk_to)
    one = await an_assumption(founder)
    mark = one["fingerprint"]
    for verb, state in (
        ("confirm", "confirmed"),
        ("deny", "denied"),
        ("deny", "denied"),
    ):
        told = await founder.post(path_of(founder, mark, verb), {"note": "ten asked"})
        assert (told["assumption"]["state"], told["assumption"]["note"]) == (
            state,
            "ten asked",
        )
    body = await founder.post(path_of(founder, mark, "reopen"))
    [again] = [a for a in body["assumptions"] if a["fingerprint"] == mark]
    assert (again["state"], again["decided_at"]) == ("open", None)
    refused = await founder.client.post(path_of(founder, mark, "regenerate"))
    assert code_of(refused) == (409, "nothing_to_do")


async def test_what_is_unknown_malformed_or_too_long_is_refused(
    walk_to: WalkTo,
) -> None:
    founder = await walk_to("trio")
    for mark in ("0" * 32, "x", "%00", "🙂", "../x"):
        answer = await founder.client.post(path_of(founder, mark, "confirm"))
        assert answer.status_code == 404, mark
    body = await founder.get(path_of(founder))
    mark = body["assumptions"][0]["fingerprint"]
    for note in ("x" * 2_001, "a\x00b"):
        answer = await founder.client.post(
            path_of(founder, mark, "deny"), json={"note": note}
        )
        assert code_of(answer) == (422, "validation_error")
    unknown = await founder.client.post(
        path_of(founder, mark, "deny"), json={"verdict": "confirmed"}
    )
    assert unknown.status_code == 422


@pytest.mark.parametrize("tier", ["bootstrapper", "partner"])
async def test_assumptions_of_locked_sections_are_not_shown(
    walk_to: WalkTo, tier: str
) -> None:
    """TIER-03."""
    founder = await documents(walk_to, tier=tier)
    locked = {
        (kind, section)
        for kind, row in (await founder.artifacts()).items()
        for section in row["locked_sections"]
    }
    body = await founder.get(path_of(founder))
    stands = [
        (place["artifact_type"], place["section"])
        for one in body["assumptions"]
        for place in (*one["places"], *one["resting"])
    ]
    assert locked
    assert not locked & set(stands)


async def test_a_skipped_question_is_answered_not_confirmed(walk_to: WalkTo) -> None:
    """UNDR-05."""
    founder = await walk_to("interview")
    path = f"/api/understanding/{founder.uid}/answer"
    question = founder.interview["question"]
    body = {"question_id": question["id"], "action": "skip"}
    founder.interview["question"] = (await founder.post(path, body))["next_question"]
    await founder.answered()
    await founder.finalized_brief()
    register = await founder.get(path_of(founder))
    [one] = [a for a in register["assumptions"] if a["question"]]
    assert one["question"]["question"] == question["text"]
    refused = await founder.client.post(path_of(founder, one["fingerprint"], "confirm"))
    assert code_of(refused) == (400, "invalid_state")


async def test_a_narrowed_brief_never_states_what_was_denied(walk_to: WalkTo) -> None:
    """PROV-04: a denial holds for every brief after it, whatever it is written for."""
    founder = await walk_to("trio")
    body = await founder.get(path_of(founder))
    said = [one for one in body["assumptions"] if one["question"] is None]
    assert said
    for one in said:
        await founder.post(path_of(founder, one["fingerprint"], "deny"))
    await founder.gate()
    await founder.decide("narrow", action_text="Only rye bread")
    content = (await founder.artifacts())["idea_brief"]["current_content"]
    texts = [line for value in content.values() for line in texts_in(value)]
    assert "Only rye bread" in str(texts)
    assert not [one["text"] for one in said if repeats(str(texts), [one["text"]])]
