"""Forms: reading what was sent, checking it, and what the form shows again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated
from urllib.parse import parse_qsl

from fastapi import Depends, HTTPException, Request

from app.fields import Value, Wrong, parse, typed
from app.product import RecordType, Words
from app.records import Records

MAX_FORM_BYTES = 200_000
MAX_FORM_FIELDS = 100


async def submitted(request: Request) -> dict[str, str]:
    """The fields of a sent form; the last one wins when a name occurs twice."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_FORM_BYTES:
            raise HTTPException(413)
    try:
        pairs = parse_qsl(
            body.decode("utf-8"),
            keep_blank_values=True,
            max_num_fields=MAX_FORM_FIELDS,
        )
    except ValueError:
        raise HTTPException(400) from None
    return dict(pairs)


Submitted = Annotated[dict, Depends(submitted)]


@dataclass
class Form:
    """A record's form: what stands in it, what is wrong, what would be stored."""

    entered: dict[str, str]
    errors: dict[str, str] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)


def empty_form(kind: RecordType, given: Mapping[str, str]) -> Form:
    """A form for a new record; `given` may fill fields by a link."""
    return Form({one.key: given.get(one.key, "") for one in kind.fields})


def form_of(kind: RecordType, record: Mapping[str, Value]) -> Form:
    """The form of a stored record."""
    return Form({one.key: typed(one, record[f"f_{one.key}"]) for one in kind.fields})


def check(records: Records, sent: Mapping[str, str], words: Words) -> Form:
    """The form with its values, and an error for each field that does not fit."""
    form = empty_form(records.kind, sent)
    for one in records.kind.fields:
        try:
            value = parse(one, form.entered[one.key], words)
            if one.kind == "reference" and value is not None:
                _check_reference(records, one.target, int(value), words)
            form.values[one.key] = value
        except Wrong as wrong:
            form.errors[one.key] = str(wrong)
    return form


def choices_of(records: Records) -> dict[str, list[tuple[object, str]]]:
    """For each field, what it can be chosen from: (value, text)."""
    found: dict[str, list[tuple[object, str]]] = {}
    for one in records.kind.fields:
        found[one.key] = [(choice, choice) for choice in one.choices]
        other = records.product.record_type(one.target)
        if other is not None:
            others = Records(records.connection, records.product, other)
            found[one.key] = list(others.names().items())
    return found


def _check_reference(
    records: Records, target: str, record_id: int, words: Words
) -> None:
    other = records.product.record_type(target)
    if other is None:
        raise Wrong(words["error_choice"])
    if Records(records.connection, records.product, other).find(record_id) is None:
        raise Wrong(words["error_choice"])
