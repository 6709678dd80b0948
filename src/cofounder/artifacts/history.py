"""Going back: a whole version restored, or one section of it (VERS-04, VERS-09).

Nothing is ever deleted; going back makes a new version. Notes stay.
"""

from __future__ import annotations

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.documents.contents import CONTENTS
from cofounder.artifacts.documents.merging import only_sections
from cofounder.artifacts.documents.sections import IN_SECTIONS, sections_in
from cofounder.artifacts.documents.staleness import is_out_of_date, mark_dependents
from cofounder.artifacts.editing import check_open, check_version, locked
from cofounder.artifacts.errors import WholeOnly, WrongValue
from cofounder.artifacts.models import Artifact, ArtifactVersion, Author
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.versions import NewContent, add_version
from cofounder.projects import service as projects


async def restore(
    session: AsyncSession,
    artifact: Artifact,
    version_number: int,
    *,
    correlation_id: str,
    reason: str = "",
    expected_version: int | None = None,
) -> Artifact:
    """Make an older version the present one again, with everything beside it.

    Raises:
        VersionNotFound: there is no such version.
        VersionConflict: it changed since `expected_version`.
        GenerationRunning, NotWrittenYet: there is nothing to restore now.
    """
    await locked(session, artifact)
    check_version(artifact, expected_version)
    old = await ArtifactRepository(session).get_version(artifact.id, version_number)
    words = f"Restored version {version_number}"
    _release_selection(session, artifact, old, correlation_id)
    await add_version(
        session,
        artifact,
        NewContent(
            content=old.content,
            sources=old.sources,
            item_ids=old.item_ids,
            links=old.links,
            inputs=old.inputs,
            author=Author.FOUNDER,
            reason=f"{words}: {reason}" if reason.strip() else words,
            edited_sections=old.edited_sections,
            generated_by=old.generated_by,
        ),
    )
    artifact.is_stale = await is_out_of_date(session, artifact)
    await mark_dependents(session, artifact)
    return artifact


def _release_selection(
    session: AsyncSession, artifact: Artifact, old: ArtifactVersion, correlation_id: str
) -> None:
    """A choice belongs to its plan set; of another one it is not kept (TRAP-24)."""
    if artifact.artifact_type is not ArtifactType.EXECUTION_PLAN:
        return
    chosen = artifact.selected_option_id
    present = (artifact.current_content or {}).get("plan_set_id")
    if chosen is None or old.content.get("plan_set_id") == present:
        return
    artifact.selected_option_id = artifact.selected_at = None
    artifact.selection_locked_at = None
    projects.record(
        session,
        artifact.project_id,
        "plan_selection_cleared",
        correlation_id=correlation_id,
        actor="founder",
        detail={"option_id": chosen, "plan_set_id": present},
    )


async def bring_back(
    session: AsyncSession,
    artifact: Artifact,
    version_number: int,
    section: str,
    *,
    by: User,
    expected_version: int | None = None,
) -> Artifact:
    """Take one section from an older version; the others stay as they are.

    Raises:
        VersionNotFound: there is no such version.
        WholeOnly: the artifact has no sections that stand alone.
        WrongValue: no such section, one the plan does not include, or it no longer
            has the form of the document.
        VersionConflict: it changed since `expected_version`.
        GenerationRunning, NotWrittenYet: there is nothing to change now.
    """
    await locked(session, artifact)
    check_version(artifact, expected_version)
    old = await ArtifactRepository(session).get_version(artifact.id, version_number)
    _check_section(artifact, old, section, by)
    merged = only_sections(artifact, old, (section,))
    _check_form(artifact.artifact_type, merged.content, section)
    name = section.replace("_", " ")
    await add_version(
        session,
        artifact,
        NewContent(
            content=merged.content,
            sources=merged.sources,
            item_ids=merged.item_ids,
            links=merged.links,
            inputs=artifact.inputs,
            author=Author.FOUNDER,
            reason=f"Brought back {name} from version {version_number}",
            edited_sections=merged.edited_sections,
            generated_by=artifact.generated_by,
        ),
        keeps_stale=True,
    )
    await mark_dependents(session, artifact)
    return artifact


def _check_section(
    artifact: Artifact, old: ArtifactVersion, section: str, by: User
) -> None:
    kind = artifact.artifact_type
    if kind not in IN_SECTIONS:
        raise WholeOnly(TITLES[kind])
    if section not in sections_in(kind) or section not in old.content:
        raise WrongValue(f"section: there is no section “{section[:80]}”.")
    check_open(artifact, section, by)


def _check_form(kind: ArtifactType, content: dict[str, object], section: str) -> None:
    model = CONTENTS.get(kind)
    if model is None:
        return
    try:
        model.model_validate(content)
    except ValidationError:
        raise WrongValue(
            f"section: “{section}” of that version does not fit any more."
        ) from None
