"""A draft becomes a version: checked, with ids, links and sources of its own.

Nothing the model says is trusted: the form is checked again, quotes are looked up,
labels have to exist. What does not hold is never stored; it is a failed attempt.
"""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.documents.checks import blanks
from cofounder.artifacts.documents.contents import CONTENTS
from cofounder.artifacts.documents.drafts import (
    DocumentDraft,
    HowItWorksDraft,
    MilestonesDraft,
    MvpScopeDraft,
    Parts,
    ProductBriefDraft,
    RiskLogDraft,
    taken_apart,
)
from cofounder.artifacts.documents.items import assign_ids, links_from
from cofounder.artifacts.documents.merging import Content, only_sections
from cofounder.artifacts.documents.requesting import Prepared
from cofounder.artifacts.documents.staleness import is_out_of_date, mark_dependents
from cofounder.artifacts.documents.ticking import tick
from cofounder.artifacts.models import Artifact, Author
from cofounder.artifacts.ports import DocumentRequest
from cofounder.artifacts.provenance import only_known, verified_sources
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import (
    NewContent,
    add_version,
    ensure_artifact,
    written_again,
)
from cofounder.projects.repository import ProjectRepository
from cofounder.runs import service as runs
from cofounder.runs.calls import Reply
from cofounder.runs.errors import ModelFailed
from cofounder.runs.models import Run, RunItem

DRAFTS: dict[ArtifactType, type[DocumentDraft]] = {
    ArtifactType.BRIEF: ProductBriefDraft,
    ArtifactType.MVP_SCOPE: MvpScopeDraft,
    ArtifactType.MILESTONES: MilestonesDraft,
    ArtifactType.RISK_LOG: RiskLogDraft,
    ArtifactType.HOW_IT_WORKS: HowItWorksDraft,
}


def checked(kind: ArtifactType, draft: DocumentDraft) -> Parts:
    """The parts of a draft that has the form of its document.

    Raises:
        ModelFailed: it does not, or a text of it is blank.
    """
    try:
        whole = DRAFTS[kind].model_validate(draft.model_dump())
        parts = taken_apart(whole)
        CONTENTS[kind].model_validate(parts.content)
    except ValidationError as error:
        raise ModelFailed(_unfit(kind)) from error
    if blanks(parts.content):
        raise ModelFailed(_unfit(kind))
    return parts


def _unfit(kind: ArtifactType) -> str:
    return f"What the model wrote does not have the form of “{TITLES[kind]}”."


async def store_document(
    session: AsyncSession,
    run: Run,
    item: RunItem,
    prepared: Prepared,
    reply: Reply[DocumentDraft],
) -> None:
    """Save a document as a version of this run and complete its item, together.

    Raises:
        ModelFailed: the draft does not hold; nothing is stored.
        RunOver: it was stopped meanwhile.
    """
    request = prepared.request
    parts = checked(request.kind, reply.value)
    assert run.project_id is not None
    # The project first: decisions about it take their locks in the same order.
    project = await ProjectRepository(session).lock(run.project_id)
    await runs.open_run(session, run.id)
    artifact = await ensure_artifact(session, project.id, request.kind)
    used = await ArtifactRepository(session).list_used_ids(artifact.id)
    content = _assembled(artifact, parts, request, used)
    await add_version(
        session,
        artifact,
        NewContent(
            content=content.content,
            sources=content.sources,
            item_ids=content.item_ids,
            links=content.links,
            inputs=prepared.inputs,
            author=Author.COFOUNDER,
            reason=reason_of(request),
            edited_sections=content.edited_sections,
            run_id=run.id,
            generated_by=reply.generated_by,
            prompt=reply.prompt,
        ),
    )
    rows = await ArtifactRepository(session).list_of(project.id)
    artifact.is_stale = await is_out_of_date(session, artifact, rows)
    await mark_dependents(session, artifact, rows)
    await tick(session, project, run.correlation_id, rows)
    await runs.complete_item(session, item.id)


def _assembled(
    artifact: Artifact, parts: Parts, request: DocumentRequest, used: set[str]
) -> Content:
    """The whole document, or the present one with some sections written again."""
    kind, present = request.kind, artifact.current_content
    sections = request.sections if present is not None else ()
    wanted = {s: parts.content[s] for s in sections}
    content = {**(present or {}), **wanted} if sections else parts.content
    ids = assign_ids(
        kind,
        content,
        before=present,
        before_ids=artifact.item_ids,
        used=used,
    )
    fresh = Content(
        content=content,
        sources=only_known(
            verified_sources(parts.evidence, request.passages, request.assumptions),
            kind,
            content,
        ),
        item_ids=ids,
        links=links_from(parts.labels, ids, request.labels),
    )
    return only_sections(artifact, fresh, sections) if sections else fresh


def reason_of(request: DocumentRequest) -> str:
    """Why this version was made, for the history (VERS-03)."""
    if not request.previous:
        return "Written from the idea brief"
    return written_again(request.sections, request.instruction)
