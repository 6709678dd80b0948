"""The five documents of a story, each resting on the ones before, as a run makes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from cofounder import ids
from cofounder.agents.fake import documents
from cofounder.agents.fake.briefing import compose_brief, compose_thesis
from cofounder.agents.fake.story import story_of
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.drafts import DocumentDraft, Parts, taken_apart
from cofounder.artifacts.documents.items import (
    ItemIds,
    Links,
    Target,
    assign_ids,
    links_from,
    targets_of,
)
from cofounder.artifacts.ports import DocumentRequest, PriorDocument
from cofounder.artifacts.provenance import verified_sources
from cofounder.artifacts.statements import statements_of
from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext

CONTEXT = CallContext(ids.new_id(), ids.new_id(), "s", "bootstrapper", "c")
COMPOSE: dict[ArtifactType, Callable[[DocumentRequest], DocumentDraft]] = {
    ArtifactType.BRIEF: documents.compose_product_brief,
    ArtifactType.MVP_SCOPE: documents.compose_scope,
    ArtifactType.MILESTONES: documents.compose_milestones,
    ArtifactType.RISK_LOG: documents.compose_risk_log,
    ArtifactType.HOW_IT_WORKS: documents.compose_how_it_works,
}


@dataclass(frozen=True)
class Written:
    """One document of a chain: the request, the draft, and what becomes of it."""

    request: DocumentRequest
    draft: Any
    parts: Parts
    ids: ItemIds

    @property
    def content(self) -> dict[str, Any]:
        return self.parts.content

    @property
    def links(self) -> Links:
        return links_from(self.parts.labels, self.ids, self.request.labels)

    @property
    def targets(self) -> tuple[Target, ...]:
        return tuple(targets_of(self.request.kind, self.content, self.ids))


Chain = dict[ArtifactType, Written]


def write(request: DocumentRequest) -> Written:
    """One document, composed and taken apart."""
    draft = COMPOSE[request.kind](request)
    parts = taken_apart(draft)
    return Written(request, draft, parts, assign_ids(request.kind, parts.content))


def asked(passages: tuple[Passage, ...]) -> DocumentRequest:
    """The request for the first document; the brief's open statements are assumed."""
    story = story_of(passages)
    made = compose_brief(story, ())
    brief = made.brief.model_dump()
    proven = verified_sources(made.evidence, passages)
    assumed = [
        Passage(f"assumption:{statement.fingerprint}", statement.text)
        for statement in statements_of(ArtifactType.IDEA_BRIEF, brief)
        if statement.path not in proven
    ]
    return DocumentRequest(
        CONTEXT,
        ArtifactType.BRIEF,
        passages,
        assumptions=tuple(assumed),
        brief=brief,
        thesis=compose_thesis(story).model_dump(),
    )


def chain(passages: tuple[Passage, ...], **more: Any) -> Chain:
    """All five."""
    first, prior, made = asked(passages), (), {}
    for kind in GENERATION_ORDER:
        made[kind] = write(replace(first, kind=kind, prior=prior, **more))
        if kind is not ArtifactType.RISK_LOG:  # how it works refers to no risk
            done = PriorDocument(kind, made[kind].content, made[kind].targets)
            prior = (*prior, done)
    return made
