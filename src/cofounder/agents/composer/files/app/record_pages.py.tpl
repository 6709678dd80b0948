"""The pages of records: list, new, edit, delete and download."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse

from app.csv_files import csv_response
from app.forms import Form, Submitted, check, choices_of, empty_form, form_of
from app.product import RecordType
from app.records import PAGE_SIZE, Query, Records
from app.site import CurrentSite, Site

router = APIRouter(prefix="/records/{key}")
MAX_PAGE = 1_000_000
MESSAGES = ("added", "changed", "removed")


@router.get("")
def list_records(
    site: CurrentSite,
    key: str,
    q: str = "",
    sort: str = "",
    dir: str = "",
    page: str = "1",
    done: str = "",
) -> Response:
    """The records of a kind, searched and sorted."""
    kind = site.kind(key)
    query = Query(q, sort, dir == "desc", _page_number(page))
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        rows = [_cells(site, records, row) for row in records.select(query)]
        found = records.count(query.search)
        total = records.count()
    return site.page(
        "records.html",
        here=kind.key,
        kind=kind,
        query=query,
        rows=rows,
        found=found,
        total=total,
        last_page=max(1, -(-found // PAGE_SIZE)),
        message=done if done in MESSAGES else "",
    )


@router.get("/export.csv")
def export_records(site: CurrentSite, key: str) -> Response:
    """All records of a kind as a spreadsheet."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        rows = [_spreadsheet_row(site, records, row) for row in records.all()]
    return csv_response(kind.key, [field.label for field in kind.fields], rows)


@router.get("/new")
def new_record(site: CurrentSite, key: str, request: Request) -> Response:
    """An empty form; fields may be filled by the link."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        form = empty_form(kind, request.query_params)
        return _form_page(site, Records(connection, site.product, kind), form)


@router.post("")
def add_record(site: CurrentSite, key: str, sent: Submitted) -> Response:
    """Keep a new record, or show what is wrong with it."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        form = check(records, sent, site.words)
        if form.errors:
            return _form_page(site, records, form)
        records.add(form.values)
    return _to_list(kind, "added")


@router.get("/{record_id:int}/edit")
def edit_record(site: CurrentSite, key: str, record_id: int) -> Response:
    """The form of a record."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        form = form_of(kind, _found(records, record_id))
        return _form_page(site, records, form, record_id)


@router.post("/{record_id:int}")
def change_record(
    site: CurrentSite, key: str, record_id: int, sent: Submitted
) -> Response:
    """Keep the changes of a record, or show what is wrong with them."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        _found(records, record_id)
        form = check(records, sent, site.words)
        if form.errors:
            return _form_page(site, records, form, record_id)
        records.change(record_id, form.values)
    return _to_list(kind, "changed")


@router.get("/{record_id:int}/delete")
def ask_before_removing(site: CurrentSite, key: str, record_id: int) -> Response:
    """The question before a record goes."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        records = Records(connection, site.product, kind)
        record = _found(records, record_id)
        return site.page(
            "record_delete.html",
            here=kind.key,
            kind=kind,
            record_id=record_id,
            name=record[f"f_{kind.title.key}"],
            mentions=records.mentions(record_id),
        )


@router.post("/{record_id:int}/delete")
def remove_record(site: CurrentSite, key: str, record_id: int) -> Response:
    """Remove a record for good; removing it twice is no error."""
    kind = site.kind(key)
    with site.database.connect() as connection:
        Records(connection, site.product, kind).remove(min(record_id, 2**62))
    return _to_list(kind, "removed")


def _form_page(
    site: Site, records: Records, form: Form, record_id: int | None = None
) -> Response:
    kind = records.kind
    return site.page(
        "record_form.html",
        status_code=422 if form.errors else 200,
        here=kind.key,
        kind=kind,
        form=form,
        record_id=record_id,
        options=choices_of(records),
    )


def _found(records: Records, record_id: int) -> sqlite3.Row:
    record = records.find(record_id)
    if record is None:
        raise HTTPException(404)
    return record


def _to_list(kind: RecordType, done: str) -> Response:
    return RedirectResponse(f"/records/{kind.key}?done={done}", status_code=303)


def _page_number(text: str) -> int:
    return min(max(int(text), 1), MAX_PAGE) if text.isdecimal() else 1


def _cells(site: Site, records: Records, row: sqlite3.Row) -> dict[str, Any]:
    shown = {field.key: row[f"f_{field.key}"] for field in records.kind.columns}
    names = _reference_names(site, records, row)
    texts = [
        (field, names.get(field.key, site.shown(field, shown[field.key])))
        for field in records.kind.columns
    ]
    return {"id": row["id"], "cells": texts}


def _spreadsheet_row(site: Site, records: Records, row: sqlite3.Row) -> list[object]:
    names = _reference_names(site, records, row)
    cells: list[object] = []
    for field in records.kind.fields:
        value = row[f"f_{field.key}"]
        if field.kind == "number":
            cells.append(value)
        elif field.kind == "money":
            cells.append(None if value is None else value / 100)
        else:
            cells.append(names.get(field.key, site.shown(field, value)))
    return cells


def _reference_names(
    site: Site, records: Records, row: Mapping[str, Any]
) -> dict[str, str]:
    names: dict[str, str] = {}
    for field in records.kind.fields:
        other = site.product.record_type(field.target)
        if other is not None:
            value = row[f"f_{field.key}"]
            found = Records(records.connection, site.product, other).find(value or 0)
            names[field.key] = str(found[f"f_{other.title.key}"]) if found else ""
    return names
