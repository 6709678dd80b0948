"""Reading a document, its sources and its history for its pages."""

from __future__ import annotations

from cofounder import clock
from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.documents.items import Target, targets_of
from cofounder.artifacts.models import (
    Artifact,
    GenerationStatus,
)
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.titles import section_title
from cofounder.artifacts.viewing import View, view
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.rows import rows_of
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.document.claims import Evidence
from cofounder.web.screens.document.pages import (
    DocumentPage,
    Export,
    NotWritten,
    Rewrite,
    Stale,
    Tone,
)
from cofounder.web.screens.document.sections import Draw
from cofounder.web.screens.document.words import ICONS

ABOUT = {
    ArtifactType.BRIEF: "What we build, for whom, and why it wins.",
    ArtifactType.MVP_SCOPE: "What the first version does, and what waits.",
    ArtifactType.MILESTONES: "The steps to it, in weeks, each with a way to see it done.",
    ArtifactType.RISK_LOG: "What could go wrong, and what we do about it.",
    ArtifactType.HOW_IT_WORKS: "Your product step by step, without a line of code.",
}


async def draw(opened: OpenProject, row: Artifact) -> Draw:
    """The document, ready to be drawn section by section."""
    seen = await view(opened.session, row, opened.who.user.tier)
    here = page_of(row.artifact_type, opened.home)
    chips = Chips.of(await rows_of(opened))
    evidence = Evidence(seen.shown, chips, opened.home, here)
    return Draw(seen, evidence, await _targets(opened), opened.home)


async def _targets(opened: OpenProject) -> dict[str, Target]:
    rows = await ArtifactRepository(opened.session).list_of(opened.id, DOCUMENTS)
    return {
        target.id: target
        for row in rows
        for target in targets_of(
            row.artifact_type, row.current_content or {}, row.item_ids
        )
    }


async def load(opened: OpenProject, kind: ArtifactType) -> DocumentPage | NotWritten:
    """The document's page, or what will be here."""
    row = await ArtifactRepository(opened.session).find(opened.id, kind)
    if row is None or row.current_content is None:
        return _missing(opened, kind, row)
    drawn = await draw(opened, row)
    seen, here = drawn.view, drawn.here
    tone, state = state_of(row)
    is_busy = row.generation_status is GenerationStatus.GENERATING
    return DocumentPage(
        title=TITLES[kind],
        tone=tone,
        state=state,
        version=version_line(row),
        counts=_counts(seen),
        is_demo=row.generated_by == "demo",
        approved=_approved(row),
        approve_action="" if _is_approved(row) or is_busy else f"{here}/approve",
        approve_version=row.version_number,
        sections=drawn.sections(),
        rewrite=None if is_busy else rewrite_of(row, here),
        stale=_stale(seen, here),
        failure=row.error or "" if tone == "failed" else "",
        exports=exports_of(here),
        history_href=f"{here}/history",
        library_href=f"{opened.home}/documents",
        is_generating=is_busy,
    )


def _missing(
    opened: OpenProject, kind: ArtifactType, row: Artifact | None
) -> NotWritten:
    return NotWritten(
        title=TITLES[kind],
        icon=ICONS[kind],
        text=ABOUT[kind],
        library_href=f"{opened.home}/documents",
        is_generating=row is not None
        and row.generation_status is GenerationStatus.GENERATING,
        failure=row.error or "" if row is not None else "",
        retry_action=f"{opened.home}/documents/write"
        if row is not None and row.generation_status is GenerationStatus.FAILED
        else "",
    )


def state_of(row: Artifact) -> tuple[Tone, str]:
    """How a written document stands, as a look and in words."""
    if row.generation_status is GenerationStatus.GENERATING:
        return "running", "Being written again"
    if row.generation_status is GenerationStatus.FAILED:
        return "failed", "Could not be written again"
    return ("stale", "Out of date") if row.is_stale else ("done", "Current")


def version_line(row: Artifact) -> str:
    """Such as "Version 4, edited by you, yesterday"."""
    when = words.ago(row.updated_at, clock.now())
    edited = "edited by you, " if row.has_user_edits else ""
    return f"Version {row.version_number}, {edited}{when}"


def _counts(seen: View) -> str:
    sources = {
        (proof["ref"], proof.get("quote"))
        for proofs in seen.shown.sources.values()
        for proof in proofs
        if proof["kind"] != "assumption"
    }
    assumed = words.counted(len(seen.shown.assumptions), "assumption")
    return f"{words.counted(len(sources), 'source')}, {assumed}"


def _is_approved(row: Artifact) -> bool:
    return row.approved_version == row.version_number


def _approved(row: Artifact) -> str:
    if row.approved_version is None:
        return ""
    return (
        "Approved" if _is_approved(row) else f"Version {row.approved_version} approved"
    )


def rewrite_of(row: Artifact, here: str) -> Rewrite:
    """The form that asks for the document again."""
    kind = row.artifact_type
    return Rewrite(
        action=f"{here}/rewrite",
        edited_titles=tuple(section_title(kind, s) for s in row.edited_sections or ()),
    )


def _stale(seen: View, here: str) -> Stale | None:
    if not seen.artifact.is_stale:
        return None
    return Stale(
        reasons=tuple(reason.text for reason in seen.stale_reasons),
        keep_action=f"{here}/keep",
    )


def exports_of(here: str) -> tuple[Export, ...]:
    """The files of a document."""
    return (
        Export(label="PDF", href=f"{here}.pdf", icon="file-text"),
        Export(label="PDF with sources", href=f"{here}.pdf?sources=true", icon="quote"),
        Export(label="Markdown, to read", href=f"{here}.md", icon="file-text"),
        Export(
            label="Markdown, technical",
            href=f"{here}.md?variant=technical",
            icon="file-code",
        ),
        Export(label="JSON", href=f"{here}.json", icon="braces"),
    )
