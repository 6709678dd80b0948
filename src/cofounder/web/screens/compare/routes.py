"""Comparing versions, and taking single sections back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Form, Query
from starlette.responses import Response

from cofounder import clock
from cofounder.artifacts import history
from cofounder.artifacts.comparing import WordChange, word_changes
from cofounder.artifacts.contents import TITLES
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.reading import content_for, locked_of
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.artifacts.titles import section_title
from cofounder.errors import Conflict, Invalid
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.compare.pages import Change, Choice, ComparePage, Side
from cofounder.web.screens.document.routes import (
    SECTION,
    Kind,
    VersionNumber,
    present,
)
from cofounder.web.screens.document.versions import AUTHORS
from cofounder.web.typed import whole_number

router = APIRouter(prefix="/projects/{pid}/documents/{kind}")


@router.get("/compare")
async def show(
    opened: Opened,
    kind: Kind,
    before: Annotated[str, Query(alias="from")] = "",
    after: Annotated[str, Query(alias="to")] = "",
) -> Response:
    """Two versions; without numbers the present one and the one before."""
    row = await present(opened.session, opened, kind)
    artifacts = ArtifactRepository(opened.session)
    new = await artifacts.get_version(row.id, _number(after, row.version_number))
    old = await artifacts.get_version(
        row.id, _number(before, max(1, new.version_number - 1))
    )
    versions = await artifacts.list_versions(row.id)
    view = _page(opened, row, old, new, versions)
    return page(view, await opened.frame(SECTION, TITLES[kind]))


def _number(text: str, otherwise: int) -> int:
    number = whole_number(text)
    return otherwise if number is None else number


@router.post("/versions/{number}/sections/{section}")
async def bring_back(
    opened: Opened,
    kind: Kind,
    number: VersionNumber,
    section: str,
    edge: EdgeDep,
    who: VisitorDep,
    expected_version: Annotated[int | None, Form()] = None,
) -> Response:
    """Take one section from an older version; the others stay."""
    here = page_of(kind, opened.home)
    back = f"{here}/compare?from={number}"
    try:
        async with edge.database.transaction() as session:
            row = await history.bring_back(
                session,
                await present(session, opened, kind),
                number,
                section,
                by=who.user,
                expected_version=expected_version,
            )
    except (Invalid, Conflict) as error:
        return see_other(back, notice=error.message)
    title = section_title(kind, section)
    path = f"{back}&to={row.version_number}"
    return see_other(path, notice=f"“{title}” is as it was in version {number}")


def _page(
    opened: OpenProject,
    row: Artifact,
    old: ArtifactVersion,
    new: ArtifactVersion,
    versions: Sequence[ArtifactVersion],
) -> ComparePage:
    kind, tier = row.artifact_type, opened.who.user.tier
    here = page_of(kind, opened.home)
    changed = word_changes(
        content_for(kind, old.content, tier), content_for(kind, new.content, tier)
    )
    locked = locked_of(kind, tier)
    names = {change.path for change in changed}
    is_older = old.version_number < row.version_number
    goes_back = is_older and new.version_number == row.version_number
    back = f"{here}/versions/{old.version_number}" if goes_back else ""
    return ComparePage(
        title=TITLES[kind],
        document_href=here,
        action=f"{here}/compare",
        before=_side(row, old),
        after=_side(row, new),
        from_number=old.version_number,
        to_number=new.version_number,
        choices=tuple(
            Choice(number=v.version_number, label=f"Version {v.version_number}")
            for v in versions
        ),
        changes=tuple(_change(row, c, back) for c in changed),
        unchanged=tuple(
            section_title(kind, s)
            for s in sections_of(kind)
            if s not in names and s not in locked
        ),
        summary=_summary(len(changed), len(sections_of(kind)) - len(locked)),
        restore_action=f"{back}/restore" if back else "",
    )


def _summary(changed: int, of: int) -> str:
    if not changed:
        return "Both versions say the same."
    return f"{changed} of {words.counted(of, 'section')} differ."


def _side(row: Artifact, version: ArtifactVersion) -> Side:
    return Side(
        label=f"Version {version.version_number}",
        is_present=version.version_number == row.version_number,
        reason=version.reason,
        author=AUTHORS[version.author],
        when=words.ago(version.created_at, clock.now()),
        at=words.exact(version.created_at),
    )


def _change(row: Artifact, change: WordChange, back: str) -> Change:
    return Change(
        key=change.path,
        title=section_title(row.artifact_type, change.path),
        pieces=tuple((s.kind, s.text) for s in change.segments),
        added=change.added,
        removed=change.removed,
        is_edited=change.path in (row.edited_sections or ()),
        bring_back=f"{back}/sections/{change.path}" if back else "",
    )
