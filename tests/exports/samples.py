"""A project's artifacts as rows, composed from an idea as the demo composes them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from cofounder import ids
from cofounder.accounts.tiers import Tier
from cofounder.agents.fake import documents as composer
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.drafts import DocumentDraft, taken_apart
from cofounder.artifacts.documents.items import assign_ids, links_from, targets_of
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.ports import DocumentRequest, PriorDocument
from cofounder.artifacts.provenance import verified_sources
from cofounder.exports.book import Book
from cofounder.exports.collecting import Material, book_of, package_of
from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext
from tests.factories.ideas import ANSWER, BAKERY

AT = datetime(2026, 3, 5, 9, 30, 0, 123456, tzinfo=UTC)
BRIEF: dict[str, Any] = {
    "_schema_version": 1,
    "problem_statement": "Bakers count flour by hand every Sunday and lose two hours.",
    "target_user": "Owners of small bakeries who bake at night.",
    "value_prop": "Know what is left, before it runs out.",
    "differentiation": "Made for one oven and three people, not for a chain.",
    "monetization_hypothesis": "A bakery pays 15 euros a month.",
    "market_context": "Paper lists and spreadsheets.",
    "key_constraints": ["One person, four weeks.", "No budget for hardware."],
    "assumptions": ["Bakers carry a phone at night."],
    "risks": ["Habit is stronger than pain."],
    "smallest_viable_experiment": "A paper list with a warning line for one week.",
    "competitive_analysis": "Till vendors sell stock modules to chains.",
    "scalability_notes": "At ten times the size we add suppliers' catalogues.",
    "risk_deep_dive": "If counting takes longer than today, nobody counts.",
    "confidence_scores": {"problem_statement": "strong", "risks": "needs_depth"},
    "generated_at": "2026-03-05T09:30:00Z",
}
GRAPH: dict[str, Any] = {
    "nodes": [
        {
            "id": "a1",
            "type": "anchor",
            "label": "count their stock by hand",
            "description": "The work we take away.",
            "status": "validated",
        },
        {
            "id": "s1",
            "type": "strategy",
            "label": "Start with flour",
            "description": "One good that everybody counts.",
            "status": "planned",
        },
    ],
    "edges": [{"source": "a1", "target": "s1", "relation": "supports"}],
    "anchor_phrases": ["count their stock by hand"],
    "note": None,
}
TIMELINE: dict[str, Any] = {
    "milestones": [
        {
            "week": 1,
            "title": "Agree on the list",
            "description": "Done when three bakers agree.",
            "deliverables": ["A list", "A price"],
            "duration_weeks": 2,
        },
        {
            "week": 3,
            "title": "Count once",
            "description": "Done when one Sunday is counted.",
            "deliverables": ["A count", "A warning"],
            "duration_weeks": 2,
        },
    ],
    "long_term_roadmap": [
        {
            "phase": "Next",
            "title": "Suppliers",
            "description": "Order from the list.",
            "estimated_weeks": 6,
        }
    ],
    "total_mvp_weeks": 4,
    "adapted_for": "One founder with evenings.",
}
ARCHITECTURE: dict[str, Any] = {
    "components": [
        {
            "name": "Page",
            "type": "frontend",
            "description": "What bakers see.",
            "tech_recommendation": "Server pages",
            "alternatives": ["A mobile app"],
            "detail_level": "simplified",
        }
    ],
    "connections": [
        {
            "from_component": "Page",
            "to_component": "Page",
            "protocol": "HTTPS",
            "description": "Sends counts.",
        }
    ],
    "cost_estimate": {
        "startup_monthly": "$10",
        "scale_monthly": "$80",
        "breakdown": [{"component": "Page", "cost": "$10", "note": "small server"}],
    },
    "integration_recommendations": ["Email for warnings"],
}
PLAN: dict[str, Any] = {
    "plan_set_id": "p1",
    "recommended_id": "fast",
    "options": [
        {
            "id": "fast",
            "name": "Fast",
            "is_recommended": True,
            "time_to_ship": "4 weeks",
            "engineering_cost": "one person",
            "risk_level": "low",
            "scope_coverage": 60,
            "pros": ["Soon", "Cheap"],
            "cons": ["Small", "Plain"],
            "technical_approach": "One page, one database.",
            "tradeoffs": ["No accounts"],
            "engineering_impact": "One evening a day.",
            "cost_note": "Below 500 euros.",
            "technical_deep_dive": "SQLite is enough.",
        }
    ],
}
_COMPOSERS = {
    ArtifactType.BRIEF: composer.compose_product_brief,
    ArtifactType.MVP_SCOPE: composer.compose_scope,
    ArtifactType.MILESTONES: composer.compose_milestones,
    ArtifactType.RISK_LOG: composer.compose_risk_log,
    ArtifactType.HOW_IT_WORKS: composer.compose_how_it_works,
}


def passages(idea: str = BAKERY) -> tuple[Passage, ...]:
    return (
        Passage("idea:1", idea),
        Passage("onboarding:1:q1", ANSWER, question="Who has this problem?"),
    )


def row(kind: ArtifactType, content: dict[str, Any], **more: Any) -> Artifact:
    """An artifact of version 1, not in any database."""
    given: dict[str, Any] = {
        "id": ids.new_id(),
        "project_id": ids.new_id(),
        "version_number": 1,
        "sources": {},
        "item_ids": {},
        "links": {},
        "annotations": [],
        "generated_by": "demo",
        "updated_at": AT,
        "created_at": AT,
        **more,
    }
    return Artifact(artifact_type=kind, current_content=content, **given)


def documents(idea: str = BAKERY) -> list[Artifact]:
    """The five documents with ids, references and a source for what quotes the idea."""
    rows: list[Artifact] = []
    prior: list[PriorDocument] = []
    for kind in GENERATION_ORDER:
        request = DocumentRequest(
            context=CallContext(ids.new_id(), ids.new_id(), "x", "cto_scale", "c"),
            kind=kind,
            passages=passages(idea),
            brief=BRIEF,
            prior=tuple(prior),
        )
        draft: DocumentDraft = _COMPOSERS[kind](request)
        parts = taken_apart(draft)
        item_ids = assign_ids(kind, parts.content)
        known = {t.id for p in prior for t in p.targets}
        sources = verified_sources(parts.evidence, passages(idea))
        rows.append(
            row(
                kind,
                parts.content,
                item_ids=item_ids,
                links=links_from(parts.labels, item_ids, known),
                sources=sources,
            )
        )
        targets = tuple(targets_of(kind, parts.content, item_ids))
        prior.append(PriorDocument(kind, parts.content, targets))
    return rows


def everything(idea: str = BAKERY) -> list[Artifact]:
    """All ten artifacts of a project."""
    return [
        row(ArtifactType.IDEA_BRIEF, BRIEF),
        *documents(idea),
        row(ArtifactType.STRATEGY_GRAPH, GRAPH),
        row(ArtifactType.MVP_TIMELINE, TIMELINE),
        row(ArtifactType.APP_ARCHITECTURE, ARCHITECTURE),
        row(ArtifactType.EXECUTION_PLAN, PLAN),
    ]


def material(
    rows: list[Artifact] | None = None,
    *,
    tier: Tier = Tier.CTO_SCALE,
    startup: str = "Flour Power",
    idea: str = BAKERY,
) -> Material:
    return Material(
        startup=startup,
        tier=tier,
        at=AT,
        artifacts=tuple(everything(idea) if rows is None else rows),
        passages=passages(idea),
    )


def package(rows: list[Artifact] | None = None, **more: Any) -> Book:
    return package_of(material(rows, **more))


def single(kind: ArtifactType, rows: list[Artifact] | None = None, **more: Any) -> Book:
    return book_of(material(rows, **more), kind)


KEPT = {"high", "medium", "low"}


def rewritten(rows: list[Artifact], text: str) -> list[Artifact]:
    """The same rows saying `text` wherever a person or a model may write."""

    def instead(value: Any) -> Any:
        match value:
            case str():
                return value if value in KEPT else text
            case list():
                return [instead(one) for one in value]
            case dict():
                return {key: instead(inner) for key, inner in value.items()}
            case _:
                return value

    for one in rows:
        assert one.current_content is not None
        one.current_content = instead(one.current_content)
        one.sources = {
            path: [{**proof, "quote": text} for proof in proofs]
            for path, proofs in one.sources.items()
        }
    return rows
