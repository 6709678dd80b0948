"""Every statement with its sources through the API (PROV-01 to PROV-06)."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import DOCUMENTS
from cofounder.interviews.words import normalised
from tests.factories.requests import code_of
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo

STATEMENT = {
    "artifact_type",
    "section",
    "path",
    "text",
    "is_assumption",
    "is_denied",
    "sources",
}


async def provenance(founder: Founder) -> Any:
    return await founder.get(f"/api/projects/{founder.project_id}/provenance")


async def test_every_quote_stands_in_the_words_of_its_source(walk_to: WalkTo) -> None:
    """PROV-01 to PROV-03: all six artifacts, each source resolved to its stored text."""
    founder = await walk_to("proceed")
    await founder.documents()
    body = await provenance(founder)
    assert set(body) == {"project_id", "statements", "sources", "total"}
    assert body["total"] == len(body["statements"]) > 20
    assert all(set(one) == STATEMENT for one in body["statements"])
    named = {one["artifact_type"] for one in body["statements"]}
    assert named == {"idea_brief", *(kind.value for kind in DOCUMENTS)}
    texts = {s["ref"]: s["text"] for s in body["sources"]}
    assert len(texts) == len(body["sources"])
    quotes = [(s["ref"], s["quote"]) for o in body["statements"] for s in o["sources"]]
    assert any(quote for _ref, quote in quotes)
    for ref, quote in quotes:
        assert normalised(quote or "") in normalised(texts[ref]), ref


async def test_a_statement_is_proven_or_openly_assumed(walk_to: WalkTo) -> None:
    """PROV-04: there is no third kind; titles and pages lead to what it rests on."""
    founder = await walk_to("trio")
    await founder.documents()
    body = await provenance(founder)
    for one in body["statements"]:
        proven = [s for s in one["sources"] if s["kind"] != "assumption"]
        assert one["is_assumption"] != bool(proven), one["path"]
        for source in one["sources"]:
            assert source["title"]
            assert source["url"].startswith(
                ("/new/", f"/projects/{body['project_id']}")
            )
    assert not all(one["is_assumption"] for one in body["statements"])


async def test_what_the_founder_says_of_an_assumption_is_its_source(
    walk_to: WalkTo,
) -> None:
    """PROV-04: a confirmed one cites the verdict, a denied one is named so."""
    founder = await walk_to("trio")
    path = f"/api/projects/{founder.project_id}/assumptions"
    register = (await founder.get(path))["assumptions"]
    yes, no = [a for a in register if a["question"] is None and a["places"]][:2]
    await founder.post(f"{path}/{yes['fingerprint']}/confirm")
    await founder.post(f"{path}/{no['fingerprint']}/deny")
    said = {one["text"]: one for one in (await provenance(founder))["statements"]}
    [proof] = [s for s in said[yes["text"]]["sources"] if s["kind"] == "decision"]
    assert (proof["title"], proof["quote"]) == ("You confirmed", yes["text"])
    assert not said[yes["text"]]["is_assumption"]
    assert said[no["text"]]["is_denied"]


async def test_an_edit_of_the_founder_is_its_own_source(walk_to: WalkTo) -> None:
    """PROV-02, BRIF-04: `artifact:{id}:{path}`."""
    founder = await walk_to("trio")
    brief = (await founder.artifacts())["idea_brief"]
    edit = {
        "section_path": "problem_statement",
        "new_value": "Bakers throw bread away.",
        "expected_version": brief["version_number"],
    }
    await founder.client.patch(f"/api/artifacts/{brief['id']}/edit", json=edit)
    body = await provenance(founder)
    [one] = [
        s
        for s in body["statements"]
        if s["path"] == "problem_statement" and s["artifact_type"] == "idea_brief"
    ]
    [source] = one["sources"]
    assert source["ref"] == f"artifact:{brief['id']}:problem_statement"
    assert source["quote"] is None and not one["is_assumption"]


@pytest.mark.parametrize("tier", [Tier.BOOTSTRAPPER, Tier.CTO_SCALE])
async def test_locked_sections_give_nothing_away(walk_to: WalkTo, tier: Tier) -> None:
    """DOCU-03: statements of sections beyond the plan are not there."""
    founder = await walk_to("trio", tier=tier)
    await founder.documents()
    sections = {one["section"] for one in (await provenance(founder))["statements"]}
    assert ("scalability_plan" in sections) == (tier is Tier.CTO_SCALE)


async def test_an_empty_project_has_no_statements(app: RunningApp) -> None:
    """CNTR-02."""
    founder = Founder(app, await app.client())
    founder.project_id = (await founder.post("/api/projects", {"name": "E"}))["id"]
    body = await provenance(founder)
    assert (body["statements"], body["sources"], body["total"]) == ([], [], 0)


async def test_a_foreign_project_is_missing(walk_to: WalkTo) -> None:
    mine, other = await walk_to("project"), await walk_to("project")
    path = f"/api/projects/{mine.project_id}/provenance"
    assert code_of(await other.client.get(path))[0] == 404
