"""Editing one section: the form, its buttons, and saving it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from cofounder.artifacts import editing
from cofounder.artifacts.comparing import section_text
from cofounder.artifacts.contents import TITLES, ArtifactType
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.errors import ArtifactNotFound, EditsCollided
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.titles import section_title
from cofounder.errors import Conflict, Invalid
from cofounder.journey.sources import page_of
from cofounder.web.edge import EdgeDep, VisitorDep, see_other
from cofounder.web.opened import Opened, OpenProject
from cofounder.web.rendering import page
from cofounder.web.screens.document.routes import SECTION, Kind, present
from cofounder.web.screens.editing import forms
from cofounder.web.screens.editing.pages import Collision, EditPage
from cofounder.web.typed import whole_number

router = APIRouter(prefix="/projects/{pid}/documents/{kind}/edit")
SAVE = "save"
HINTS = {
    "text": "Your text replaces ours and is marked as yours.",
    "lines": "One item per line.",
    "number": "Whole weeks.",
    "items": "Your text replaces ours and is marked as yours.",
}


@router.get("/{section}")
async def show(opened: Opened, kind: Kind, section: str) -> Response:
    """The section in fields."""
    row = await _editable(opened, kind, section)
    value = (row.current_content or {}).get(section)
    return page(
        _form(opened, row, section, value), await opened.frame(SECTION, TITLES[kind])
    )


@router.post("/{section}")
async def save(
    opened: Opened,
    kind: Kind,
    section: str,
    request: Request,
    edge: EdgeDep,
    who: VisitorDep,
) -> Response:
    """Save the section, or draw the form again after one of its buttons."""
    row = await _editable(opened, kind, section)
    sent = {k: v for k, v in (await request.form()).items() if isinstance(v, str)}
    value, button = _value(kind, section, sent), sent.get("do", SAVE)
    model = forms.item_model(kind, section)
    if button != SAVE and model is not None:
        moved = forms.changed_by(value, button, model)
        form = _form(opened, row, section, moved, version=_version(sent))
        return page(form, await opened.frame(SECTION, TITLES[kind]))
    try:
        async with edge.database.transaction() as session:
            await editing.edit(
                session,
                await present(session, opened, kind),
                path=section,
                value=value,
                by=who.user,
                expected_version=_version(sent),
            )
    except (Invalid, Conflict) as error:
        return await _again(opened, kind, section, value, error)
    here = page_of(kind, opened.home)
    return see_other(f"{here}#section-{section}", notice="Section updated")


async def _editable(opened: OpenProject, kind: ArtifactType, section: str) -> Artifact:
    """The document, if it has this section and the plan includes it."""
    row = await present(opened.session, opened, kind)
    is_locked = section in locked_of(kind, opened.who.user.tier)
    if section not in sections_of(kind) or is_locked or row.current_content is None:
        raise ArtifactNotFound
    return row


def _value(kind: ArtifactType, section: str, sent: Mapping[str, str]) -> Any:
    model = forms.item_model(kind, section)
    if model is not None:
        return forms.read_items(model, sent)
    text = sent.get("value", "").replace("\r\n", "\n").strip()
    match forms.mode_of(kind, section):
        case "lines":
            return forms.read_lines(text)
        case "number":
            return forms.read_number(text)
        case _:
            return text


def _version(sent: Mapping[str, str]) -> int | None:
    """The version the form was drawn from; one nobody can read never is the present."""
    given = sent.get("expected_version")
    return (whole_number(given) or 0) if given else None


async def _again(
    opened: OpenProject,
    kind: ArtifactType,
    section: str,
    value: Any,
    error: Invalid | Conflict,
) -> Response:
    """The form with the founder's text and what was wrong; nothing is lost.

    After a collision what stands there now is shown beside it; saving again is then
    meant.
    """
    row = await present(opened.session, opened, kind)
    await opened.session.refresh(row)
    collided = None
    if isinstance(error, EditsCollided):
        now = section_text((row.current_content or {}).get(section))
        collided = Collision(message=error.message, now=now)
    form = _form(
        opened,
        row,
        section,
        value,
        error="" if collided else error.message,
        collision=collided,
    )
    status = 409 if isinstance(error, Conflict) else 422
    return page(form, await opened.frame(SECTION, TITLES[kind]), status_code=status)


def _form(
    opened: OpenProject,
    row: Artifact,
    section: str,
    value: Any,
    *,
    version: int | None = None,
    **more: Any,
) -> EditPage:
    kind = row.artifact_type
    mode, model = forms.mode_of(kind, section), forms.item_model(kind, section)
    here = page_of(kind, opened.home)
    return EditPage(
        title=section_title(kind, section),
        document=TITLES[kind],
        action=f"{here}/edit/{section}",
        cancel_href=f"{here}#section-{section}",
        version=version or row.version_number,
        mode=mode,
        value=_text(value) if model is None else "",
        hint=HINTS[mode],
        items=forms.item_forms(model, value or []) if model is not None else (),
        **more,
    )


def _text(value: Any) -> str:
    return "" if value is None else section_text(value)
