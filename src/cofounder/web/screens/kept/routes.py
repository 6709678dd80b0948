"""What was typed when the session had ended: see it, send it, throw it away."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from cofounder import ids
from cofounder.accounts.kept_forms import own_form, settle_form
from cofounder.web.edge import (
    EdgeDep,
    Reading,
    Session,
    VisitorDep,
    own_path,
    see_other,
)
from cofounder.web.frame import Crumb
from cofounder.web.frames import home_frame
from cofounder.web.rendering import page
from cofounder.web.screens.kept.pages import KeptPage, field_of

router = APIRouter()
CRUMBS = (Crumb(label="Projects", href="/"), Crumb(label="What you typed"))
DISCARDED = "What you had typed was thrown away."


@router.get("/kept/{form_id}")
async def show(
    request: Request, form_id: str, session: Reading, edge: EdgeDep, who: VisitorDep
) -> Response:
    """What was typed, in fields that can still be changed."""
    row = await own_form(session, ids.parse_id(form_id), who.user)
    frame = await home_frame(request, session, edge, who, crumbs=CRUMBS)
    fields = tuple(field_of(str(name), str(value)) for name, value in row.fields)
    shown = KeptPage(
        id=str(row.id), fields=fields, is_settled=row.settled_at is not None
    )
    return page(shown, frame)


@router.post("/kept/{form_id}/send")
async def send(form_id: str, session: Session, who: VisitorDep) -> Response:
    """The browser sends the same fields to where they belong (307 keeps the form).

    The row stays, so that going back finds the text again should that be refused.
    """
    found = ids.parse_id(form_id)
    row = await own_form(session, found, who.user)
    await settle_form(session, found, who.user)
    return RedirectResponse(own_path(row.path), status_code=307)


@router.post("/kept/{form_id}/discard")
async def discard(form_id: str, session: Session, who: VisitorDep) -> Response:
    """Offer it no more."""
    await settle_form(session, ids.parse_id(form_id), who.user)
    return see_other("/", notice=DISCARDED)
