"""Reading the versions of a document for its history."""

from __future__ import annotations

from cofounder import clock
from cofounder.artifacts.comparing import word_changes
from cofounder.artifacts.contents import TITLES
from cofounder.artifacts.models import (
    Artifact,
    ArtifactVersion,
    Author,
)
from cofounder.artifacts.reading import content_for
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.opened import OpenProject
from cofounder.web.screens.document.pages import (
    HistoryPage,
    VersionRow,
)

AUTHORS = {
    Author.FOUNDER: "you",
    Author.COFOUNDER: "co-founder",
    Author.IMPORT: "import",
}


async def load_history(opened: OpenProject, row: Artifact) -> HistoryPage:
    """All versions, newest first, each with how much it changed."""
    versions = await ArtifactRepository(opened.session).list_versions(row.id)
    here = page_of(row.artifact_type, opened.home)
    older = [*versions[1:], None]
    rows = [
        _row(opened, row, version, before, here)
        for version, before in zip(versions, older, strict=True)
    ]
    return HistoryPage(
        title=TITLES[row.artifact_type], document_href=here, versions=tuple(rows)
    )


def _row(
    opened: OpenProject,
    row: Artifact,
    version: ArtifactVersion,
    before: ArtifactVersion | None,
    here: str,
) -> VersionRow:
    kind, tier = row.artifact_type, opened.who.user.tier
    old = content_for(kind, before.content, tier) if before else {}
    changed = word_changes(old, content_for(kind, version.content, tier))
    number = version.version_number
    is_present = number == row.version_number
    other = number if not is_present else (before.version_number if before else number)
    return VersionRow(
        number=number,
        is_present=is_present,
        is_approved=number == row.approved_version,
        reason=version.reason,
        author=AUTHORS[version.author],
        when=words.ago(version.created_at, clock.now()),
        at=words.exact(version.created_at),
        added=sum(change.added for change in changed),
        removed=sum(change.removed for change in changed),
        compare_href=f"{here}/compare?from={other}&to={row.version_number}"
        if other != row.version_number
        else "",
        restore_action="" if is_present else f"{here}/versions/{number}/restore",
    )
