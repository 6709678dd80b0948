"""Sections as form fields, and form fields as the value of a section.

What an item has is read off its schema, so a new field cannot be forgotten here. Items
are added, removed and moved by buttons that send the form back; nothing is saved until
the founder says so.
"""

from __future__ import annotations

import types
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.contents import CONTENTS
from cofounder.artifacts.documents.items import name_of
from cofounder.web.screens.editing.pages import FieldForm, ItemForm
from cofounder.web.typed import whole_number

Mode = Literal["text", "lines", "number", "items"]
# Given by their place; nobody types them.
BY_PLACE = {"step_number"}
LABELS = {
    "name": "Name",
    "title": "Title",
    "description": "Description",
    "priority": "Priority",
    "severity": "Severity",
    "mitigation": "What we do",
    "success_criteria": "Done when",
    "estimated_weeks": "Weeks",
}
CHOICES = (("high", "High"), ("medium", "Medium"), ("low", "Low"))
MOST_ITEMS = 50


def item_model(kind: ArtifactType, section: str) -> type[BaseModel] | None:
    """The schema of a section's items; None when it holds none."""
    return _model_in(CONTENTS[kind].model_fields[section].annotation)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for a in get_args(annotation) if (m := _model_in(a))), None)


def mode_of(kind: ArtifactType, section: str) -> Mode:
    """How a section is edited."""
    if item_model(kind, section) is not None:
        return "items"
    annotation = CONTENTS[kind].model_fields[section].annotation
    if annotation is int:
        return "number"
    return "lines" if _is_list(annotation) else "text"


def _is_list(annotation: Any) -> bool:
    origin = get_origin(annotation)
    if origin is types.UnionType:
        return any(_is_list(each) for each in get_args(annotation))
    return origin is list


def item_forms(
    model: type[BaseModel], items: Sequence[Mapping[str, Any]]
) -> tuple[ItemForm, ...]:
    """The fields of every item."""
    return tuple(
        ItemForm(
            number=number,
            title=name_of(item) or "New",
            fields=tuple(_field(model, name, number, item) for name in _names(model)),
        )
        for number, item in enumerate(items, start=1)
    )


def _names(model: type[BaseModel]) -> list[str]:
    return [name for name in model.model_fields if name not in BY_PLACE]


def _to_founder(hint: str) -> str:
    """What the schema says to a writer, said to the founder."""
    return hint.replace("the founder's", "your")


def _field(
    model: type[BaseModel], name: str, number: int, item: Mapping[str, Any]
) -> FieldForm:
    annotation = model.model_fields[name].annotation
    value = item.get(name)
    shown: dict[str, Any] = {
        "name": f"items-{number}-{name}",
        "label": LABELS[name],
        "hint": _to_founder(model.model_fields[name].description or ""),
    }
    if _is_list(annotation):
        lines = "\n".join(str(line) for line in value or ())
        return FieldForm(kind="lines", value=lines, **shown)
    if annotation is int:
        return FieldForm(kind="number", value=str(value or ""), **shown)
    if get_origin(annotation) is Literal:
        text = str(value or "medium")
        return FieldForm(kind="choice", value=text, choices=CHOICES, **shown)
    kind = "line" if name in ("name", "title") else "text"
    return FieldForm(kind=kind, value=str(value or ""), **shown)


def read_items(model: type[BaseModel], form: Mapping[str, str]) -> list[dict[str, Any]]:
    """The items a form holds, in order; numbers that are none stay text."""
    items: list[dict[str, Any]] = []
    for number in range(1, MOST_ITEMS + 1):
        given = {
            name: form[key]
            for name in _names(model)
            if (key := f"items-{number}-{name}") in form
        }
        if not given:
            break
        items.append({n: _read(model, n, text) for n, text in given.items()})
    return numbered(model, items)


def numbered(
    model: type[BaseModel], items: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Items with what their place gives them."""
    if "step_number" not in model.model_fields:
        return items
    return [{"step_number": n, **item} for n, item in enumerate(items, start=1)]


def _read(model: type[BaseModel], name: str, text: str) -> Any:
    annotation = model.model_fields[name].annotation
    plain = text.replace("\r\n", "\n").strip()
    if _is_list(annotation):
        return read_lines(plain)
    if annotation is int:
        return read_number(plain)
    return plain


def read_lines(text: str) -> list[str]:
    """One item per line; blank lines are none."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def read_number(text: str) -> int | str:
    """A whole number; anything else stays what it is, to be refused by the schema."""
    number = whole_number(text)
    return text if number is None else number


def changed_by(
    items: list[dict[str, Any]], button: str, model: type[BaseModel]
) -> list[dict[str, Any]]:
    """The items after a button: `add`, `remove-2`, `up-2`, `down-1`."""
    verb, _, place = button.partition("-")
    index = (whole_number(place) or 0) - 1
    moved = list(items)
    if verb == "add" and len(moved) < MOST_ITEMS:
        moved.append(dict.fromkeys(_names(model)))
    elif verb == "remove" and 0 <= index < len(moved):
        del moved[index]
    elif verb == "up" and 0 < index < len(moved):
        moved[index - 1 : index + 1] = reversed(moved[index - 1 : index + 1])
    elif verb == "down" and 0 <= index < len(moved) - 1:
        moved[index : index + 2] = reversed(moved[index : index + 2])
    return numbered(model, moved)
