"""What a model answers is never stored unchecked; sections on their own."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.sections import request_sections
from cofounder.artifacts.errors import NotWrittenYet, UnknownSection
from cofounder.artifacts.models import AssumptionVerdict, Verdict
from cofounder.artifacts.statements import fingerprint_of
from cofounder.interviews.ports import Evidence
from cofounder.projects.repository import ProjectRepository
from cofounder.runs.models import Run
from tests.factories.documents import (
    DOCUMENTS,
    STAGES,
    artifacts_of,
    documents_done,
    documents_of,
    generate,
    with_documents,
)
from tests.factories.ideas import BAKERY
from tests.fixtures.app import RunningApp
from tests.fixtures.journey import Founder, WalkTo


def short_of_features(draft: Any) -> Any:
    return draft.model_copy(update={"core_features": draft.core_features[:1]})


def without_metrics(draft: Any) -> Any:
    return draft.model_copy(update={"success_metrics": []})


def blank(draft: Any) -> Any:
    return draft.model_copy(update={"technical_architecture": " \n "})


def of_another_priority(draft: Any) -> Any:
    first = draft.core_features[0].model_copy(update={"priority": "urgent"})
    return draft.model_copy(update={"core_features": [first, *draft.core_features[1:]]})


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize(
    "spoil", [short_of_features, without_metrics, blank, of_another_priority]
)
async def test_an_answer_without_the_form_of_its_document_is_never_stored(
    app: RunningApp, walk_to: WalkTo, spoil: Any
) -> None:
    """Row 29, ORC-73: three tries, then failed with the reason; nothing is kept."""
    founder = await walk_to("trio")
    app.script.rewrite(STAGES["mvp_scope"], spoil)
    run = await documents_done(founder, await generate(founder))
    assert len(app.script.requests(STAGES["mvp_scope"])) == 3
    assert (run["status"], run["completed_items"]) == ("partial", 1)
    row = (await documents_of(founder))["mvp_scope"]
    assert (row["current_content"], row["generation_status"]) == ({}, "failed")
    assert "does not have the form" in row["error"]


async def test_prov_03_false_quotes_and_unknown_labels_are_dropped(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("trio")
    words = BAKERY.split(".")[0]

    def lie(draft: Any) -> Any:
        features = [
            feature.model_copy(update={"refers_to": ["V1", "D99", "M1"]})
            for feature in draft.core_features
        ]
        evidence = [
            Evidence(path="core_features/0", source="S1", quote="never said by anyone"),
            Evidence(path="core_features/1", source="S99", quote=words),
            Evidence(path="no_such_place", source="S1", quote=words),
            Evidence(path="out_of_scope/0", source="A99", quote="nothing"),
        ]
        return draft.model_copy(
            update={"core_features": features, "evidence": evidence}
        )

    app.script.rewrite(STAGES["mvp_scope"], lie)
    row = (await with_documents(founder))["mvp_scope"]
    assert set(row["sources"]) == {"core_features/1"}
    assert row["sources"]["core_features/1"][0]["quote"] == words
    assert {tuple(linked) for linked in row["links"].values()} == {("V1",)}
    assert "core_features/0" in row["assumptions"]
    assert row["flags"] == []


async def ask_again(
    app: RunningApp, founder: Founder, wanted: dict[ArtifactType, list[str]], **how: Any
) -> Run:
    async with app.database.transaction() as session:
        project = await ProjectRepository(session).get(UUID(founder.project_id))
        from cofounder.accounts.repository import UserRepository

        owner = await UserRepository(session).get(project.user_id)
        return await request_sections(
            session, project, wanted, by=owner, correlation_id="test", **how
        )


async def test_only_the_asked_sections_are_written_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """Everything else is byte for byte what it was: text, sources, ids, links, edits."""
    founder = await walk_to("trio")
    before = await with_documents(founder)
    path = f"/api/artifacts/{before['mvp_scope']['id']}/edit"
    body = {"section_path": "out_of_scope/0", "new_value": "Cards"}
    scope = await founder.call("PATCH", path, body)
    idea = (await artifacts_of(founder))["idea_brief"]

    def other(draft: Any) -> Any:
        lines = ["Twenty orders", "Three bakers"]
        return draft.model_copy(
            update={
                "success_metrics": lines,
                "core_features": draft.core_features[::-1],
            }
        )

    app.script.rewrite(STAGES["mvp_scope"], other)
    wanted = {
        ArtifactType.MVP_SCOPE: ["success_metrics"],
        ArtifactType.IDEA_BRIEF: ["risks"],
    }
    run = await ask_again(app, founder, wanted, instruction="No ovens")
    done = await documents_done(founder, {"run_id": str(run.id)})
    assert (done["status"], done["total_items"]) == ("succeeded", 2)
    request = app.script.requests(STAGES["mvp_scope"])[-1]
    assert request.sections == ("success_metrics",)
    assert request.instruction == "No ovens"
    assert request.previous == scope["current_content"]
    rows = await artifacts_of(founder)
    after = rows["mvp_scope"]
    assert after["current_content"] == {
        **scope["current_content"],
        "success_metrics": ["Twenty orders", "Three bakers"],
    }
    for kept in ("item_ids", "links", "edited_sections"):
        assert after[kept] == scope[kept]
    rest = {k: v for k, v in scope["sources"].items() if "metrics" not in k}
    assert {k: v for k, v in after["sources"].items() if "metrics" not in k} == rest
    new_idea = rows["idea_brief"]
    assert new_idea["version_number"] == 2
    for section, text in idea["current_content"].items():
        if section not in ("risks", "generated_at", "confidence_scores"):
            assert new_idea["current_content"][section] == text
    newest, *_ = await founder.get(f"/api/artifacts/{after['id']}/versions")
    assert newest["reason"] == "Written again: success metrics. No ovens"


async def test_sections_that_cannot_be_are_refused_before_anything_starts(
    app: RunningApp, walk_to: WalkTo
) -> None:
    founder = await walk_to("trio")
    with pytest.raises(NotWrittenYet):
        await ask_again(app, founder, {ArtifactType.BRIEF: ["target_user"]})
    with pytest.raises(UnknownSection):
        await ask_again(app, founder, {ArtifactType.IDEA_BRIEF: ["nothing"]})


async def test_the_writer_is_given_what_was_confirmed_denied_assumed_and_decided(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """DOCU-02, PROV-02: each with a reference of its own."""
    founder = await walk_to("selected")
    idea = (await artifacts_of(founder))["idea_brief"]
    assumed = idea["assumptions"]
    texts = [text_at(idea["current_content"], path) for path in assumed[:2]]
    async with app.database.transaction() as session:
        for text, verdict in zip(texts, Verdict, strict=False):
            session.add(
                AssumptionVerdict(
                    project_id=UUID(founder.project_id),
                    fingerprint=fingerprint_of(text),
                    text=text,
                    verdict=verdict,
                )
            )
    await with_documents(founder)
    [request] = app.script.requests(STAGES["brief"])
    refs = [passage.ref.partition(":")[0] for passage in request.passages]
    assert refs[0] == "idea" and set(refs) >= {"onboarding", "understanding", "plan"}
    confirmed = [p.text for p in request.passages if p.ref.startswith("decision:")]
    assert confirmed == [texts[0]]
    assert request.denied == (texts[1],)
    given = {passage.text for passage in request.assumptions}
    assert not given & set(texts)
    assert len(given) == len(assumed) - 2
    plan = next(p for p in request.passages if p.ref.startswith("plan:"))
    assert plan.ref == f"plan:{founder.plan['plan_set_id']}"


def text_at(content: dict[str, Any], path: str) -> str:
    section, _, index = path.partition("/")
    return content[section][int(index)] if index else content[section]


async def test_ids_follow_their_items_through_being_written_again(
    app: RunningApp, walk_to: WalkTo
) -> None:
    """PROV-06: reordered features keep theirs, a new one gets one nobody had."""
    founder = await walk_to("trio")
    row = (await with_documents(founder))["mvp_scope"]

    def reordered(draft: Any) -> Any:
        features = draft.core_features[::-1]
        new = features[0].model_copy(update={"name": "Something else"})
        return draft.model_copy(update={"core_features": [new, *features[1:]]})

    app.script.rewrite(STAGES["mvp_scope"], reordered)
    path = f"/api/artifacts/{row['id']}"
    started = await founder.post(f"{path}/regenerate", status=202)
    await documents_done(founder, started)
    before = row["item_ids"]["core_features"]
    after = (await founder.get(path))["item_ids"]["core_features"]
    assert after[1:] == before[:-1][::-1]
    assert after[0] not in before
    assert DOCUMENTS[1] == "mvp_scope"
