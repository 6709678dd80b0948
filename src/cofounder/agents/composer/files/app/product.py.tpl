"""What this product is: its name, words and kinds of records.

All of it is read from `data/product.json` and `data/words.json`. Change those files to
rename things; no code has to change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.settings import APP_FOLDER

KINDS = frozenset(
    {
        "text",
        "long_text",
        "email",
        "number",
        "money",
        "date",
        "time",
        "choice",
        "yes_no",
        "reference",
    }
)
Words = Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One thing we note about a record; a reference names its `target` kind."""

    key: str
    label: str
    kind: str
    required: bool = False
    hint: str = ""
    choices: tuple[str, ...] = ()
    target: str = ""


@dataclass(frozen=True)
class RecordType:
    """A kind of record; its first field is what a record is called by."""

    key: str
    singular: str
    plural: str
    intro: str
    fields: tuple[Field, ...]

    @property
    def title(self) -> Field:
        """The field that names a record in lists, menus and questions."""
        return self.fields[0]

    @property
    def columns(self) -> tuple[Field, ...]:
        """The fields a list shows; long texts stay on the record's own page."""
        short = [field for field in self.fields if field.kind != "long_text"]
        return tuple(short[:6])

    def field(self, key: str) -> Field | None:
        """The field called `key`."""
        return next((field for field in self.fields if field.key == key), None)


@dataclass(frozen=True)
class Highlight:
    """Something the dashboard watches: `low`, `upcoming`, `spread` or `total`."""

    kind: str
    record_type: str
    title: str
    field: str
    compare: str = ""


@dataclass(frozen=True)
class Product:
    """The whole product as the founder described it."""

    name: str
    version: str
    language: str
    currency: str
    look: str
    promise: str
    problem: str
    audience: str
    record_types: tuple[RecordType, ...]
    highlights: tuple[Highlight, ...]

    def record_type(self, key: str) -> RecordType | None:
        """The kind of record called `key`."""
        return next((kind for kind in self.record_types if kind.key == key), None)


def load_product() -> Product:
    """The product in `data/product.json`.

    Raises:
        ValueError: a record type is unusable; the message says which.
    """
    content = _read("product.json")
    product = Product(
        record_types=tuple(_record_type(one) for one in content.pop("record_types")),
        highlights=tuple(Highlight(**one) for one in content.pop("highlights")),
        **content,
    )
    _check(product)
    return product


def load_words() -> Words:
    """The fixed words of the pages in the product's language."""
    return _read("words.json")


def _read(name: str) -> dict[str, Any]:
    return json.loads((APP_FOLDER / "data" / name).read_text(encoding="utf-8"))


def _record_type(content: dict[str, Any]) -> RecordType:
    fields = tuple(
        Field(**{**one, "choices": tuple(one.get("choices", ()))})
        for one in content["fields"]
    )
    return RecordType(**{**content, "fields": fields})


def _check(product: Product) -> None:
    for kind in product.record_types:
        if not kind.fields or kind.title.kind != "text":
            raise ValueError(f"{kind.key}: the first field must be a text")
        for field in kind.fields:
            if field.kind not in KINDS:
                raise ValueError(f"{kind.key}.{field.key}: unknown kind {field.kind}")
            if field.kind == "reference" and not product.record_type(field.target):
                raise ValueError(f"{kind.key}.{field.key}: unknown {field.target}")
