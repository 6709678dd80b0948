"""The landing page with its sign-up form, the dashboard and the list of sign-ups."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timezone

from fastapi import APIRouter, Response
from fastapi.responses import RedirectResponse

from app.csv_files import csv_response
from app.fields import Wrong, parse
from app.forms import Submitted
from app.highlights import panels
from app.product import Field
from app.records import Records
from app.site import CurrentSite, Site

router = APIRouter()


@router.get("/health")
def health() -> dict[str, str]:
    """Whether the app is up."""
    return {"status": "ok"}


@router.get("/")
def landing(site: CurrentSite, done: str = "") -> Response:
    """What the product promises, and the form to hear from it."""
    return _landing(site, is_done=bool(done))


@router.post("/sign-up")
def sign_up(site: CurrentSite, sent: Submitted) -> Response:
    """Keep an e-mail address; the same address twice is kept once."""
    entered = {key: sent.get(key, "") for key in ("email", "note")}
    email, note = _sign_up_fields(site)
    errors: dict[str, str] = {}
    values: dict[str, str] = {}
    for field in (email, note):
        try:
            values[field.key] = str(parse(field, entered[field.key], site.words) or "")
        except Wrong as wrong:
            errors[field.key] = str(wrong)
    if errors:
        return _landing(site, entered=entered, errors=errors)
    with site.database.connect() as connection:
        _keep(connection, values["email"], values["note"])
    return RedirectResponse("/?done=1#sign-up", status_code=303)


@router.get("/dashboard")
def dashboard(site: CurrentSite) -> Response:
    """Counts of everything, and what needs attention."""
    with site.database.connect() as connection:
        counts = [
            (kind, Records(connection, site.product, kind).count())
            for kind in site.product.record_types
        ]
        return site.page(
            "dashboard.html",
            here="dashboard",
            counts=counts,
            sign_ups=len(_sign_ups(connection)),
            panels=panels(site, connection),
        )


@router.get("/sign-ups")
def sign_ups(site: CurrentSite) -> Response:
    """Who left an address."""
    with site.database.connect() as connection:
        rows = _sign_ups(connection)
    return site.page("sign_ups.html", here="sign_ups", rows=rows)


@router.get("/sign-ups/export.csv")
def export_sign_ups(site: CurrentSite) -> Response:
    """The addresses as a spreadsheet."""
    with site.database.connect() as connection:
        rows = [tuple(row)[1:] for row in _sign_ups(connection)]
    words = site.words
    heading = (words["email"], words["sign_up_note"], words["signed_up_at"])
    return csv_response("sign-ups", heading, rows)


def _landing(
    site: Site,
    *,
    is_done: bool = False,
    entered: dict[str, str] | None = None,
    errors: dict[str, str] | None = None,
) -> Response:
    return site.page(
        "landing.html",
        status_code=422 if errors else 200,
        here="landing",
        is_done=is_done,
        entered=entered or {"email": "", "note": ""},
        errors=errors or {},
    )


def _sign_up_fields(site: Site) -> tuple[Field, Field]:
    words = site.words
    return (
        Field("email", words["email"], "email", required=True),
        Field("note", words["sign_up_note"], "text"),
    )


def _keep(connection: sqlite3.Connection, email: str, note: str) -> None:
    connection.execute(
        "INSERT INTO sign_ups (email, note, created_at) VALUES (?, ?, ?)"
        " ON CONFLICT (email) DO NOTHING",
        (
            email.casefold(),
            note,
            datetime.now(timezone.utc).isoformat(timespec="seconds"),
        ),
    )


def _sign_ups(connection: sqlite3.Connection) -> list[sqlite3.Row]:
    sql = "SELECT id, email, note, created_at FROM sign_ups ORDER BY id DESC"
    return connection.execute(sql).fetchall()
