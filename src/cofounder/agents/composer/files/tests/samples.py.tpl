"""Values that fit each kind of record, and small ways to use the pages."""

from __future__ import annotations

import re

from fastapi.testclient import TestClient

from app.product import Field, Product, RecordType, load_product

PRODUCT: Product = load_product()
RECORD_TYPES = PRODUCT.record_types
GOOD = {
    "text": "Sample {number}",
    "long_text": "A longer note about sample {number}",
    "email": "sample{number}@example.com",
    "number": "{number}2.5",
    "money": "{number}9.90",
    "date": "2031-05-0{number}",
    "time": "0{number}:30",
    "yes_no": "1",
    "reference": "",
}


def sample(kind: RecordType, number: int = 1) -> dict[str, str]:
    """What a person would type into the form of `kind`; `number` is 1 to 9."""
    return {field.key: _typed(field, number) for field in kind.fields}


def add(client: TestClient, kind: RecordType, **changes: str) -> None:
    """Create a record through its form."""
    answer = client.post(f"/records/{kind.key}", data={**sample(kind), **changes})
    assert answer.status_code == 303, answer.text


def listed(client: TestClient, kind: RecordType, query: str = "") -> list[str]:
    """The names of the records on the list page, top to bottom."""
    page = client.get(f"/records/{kind.key}{query}")
    assert page.status_code == 200
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', page.text)


def _typed(field: Field, number: int) -> str:
    if field.kind == "choice":
        return field.choices[0]
    return GOOD[field.kind].format(number=number)
