"""The form of one section: a text, lines, or listed items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class FieldForm:
    """One field of an item."""

    name: str
    label: str
    kind: Literal["line", "text", "lines", "number", "choice"]
    value: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ItemForm:
    """A listed item; `number` counts from 1."""

    number: int
    title: str
    fields: tuple[FieldForm, ...]


@dataclass(frozen=True, kw_only=True)
class Collision:
    """Somebody changed the section meanwhile: what stands there now."""

    message: str
    now: str


@dataclass(frozen=True, kw_only=True)
class EditPage(Screen):
    """`/projects/{id}/documents/{kind}/edit/{section}`."""

    template = "screens/editing/page.html"

    title: str
    document: str
    action: str
    cancel_href: str
    version: int
    mode: Literal["text", "lines", "number", "items"]
    value: str = ""
    hint: str = ""
    items: tuple[ItemForm, ...] = ()
    error: str = ""
    collision: Collision | None = None
