"""Creating, listing, searching, sorting, changing and removing every kind of record."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

from app.product import RecordType
from tests.samples import PRODUCT, RECORD_TYPES, add, listed, sample

each_kind = pytest.mark.parametrize(
    "kind", RECORD_TYPES, ids=[kind.key for kind in RECORD_TYPES]
)


@each_kind
def test_an_empty_list_offers_to_add_the_first_record(
    client: TestClient, kind: RecordType
) -> None:
    page = client.get(f"/records/{kind.key}")
    assert page.status_code == 200
    assert f'href="/records/{kind.key}/new"' in page.text
    assert client.get(f"/records/{kind.key}/new").status_code == 200


@each_kind
def test_a_created_record_is_listed(client: TestClient, kind: RecordType) -> None:
    add(client, kind, **{kind.title.key: "Blue"})
    assert listed(client, kind) == ["Blue"]


@each_kind
def test_a_record_can_be_changed(client: TestClient, kind: RecordType) -> None:
    add(client, kind, **{kind.title.key: "Blue"})
    form = client.get(f"/records/{kind.key}/1/edit")
    assert 'value="Blue"' in form.text
    changed = {**sample(kind, 2), kind.title.key: "Green"}
    assert client.post(f"/records/{kind.key}/1", data=changed).status_code == 303
    assert listed(client, kind) == ["Green"]


@each_kind
def test_a_record_goes_only_after_the_question(
    client: TestClient, kind: RecordType
) -> None:
    add(client, kind, **{kind.title.key: "Blue"})
    assert "Blue" in client.get(f"/records/{kind.key}/1/delete").text
    assert listed(client, kind) == ["Blue"]
    assert client.post(f"/records/{kind.key}/1/delete").status_code == 303
    assert listed(client, kind) == []
    assert client.get(f"/records/{kind.key}/1/edit").status_code == 404


@each_kind
def test_search_finds_any_part_in_any_case(
    client: TestClient, kind: RecordType
) -> None:
    for name in ("Äpfel, blue", "Green 100%", "Red_one"):
        add(client, kind, **{kind.title.key: name})
    assert listed(client, kind, "?q=ÄPFEL") == ["Äpfel, blue"]
    assert listed(client, kind, "?q=100%25") == ["Green 100%"]
    assert listed(client, kind, "?q=nowhere") == []


@each_kind
def test_a_list_is_sorted_both_ways(client: TestClient, kind: RecordType) -> None:
    for name in ("b", "A", "c"):
        add(client, kind, **{kind.title.key: name})
    sort = f"?sort={kind.title.key}"
    assert listed(client, kind, f"{sort}&dir=asc") == ["A", "b", "c"]
    assert listed(client, kind, f"{sort}&dir=desc") == ["c", "b", "A"]


@each_kind
def test_every_column_can_be_sorted(client: TestClient, kind: RecordType) -> None:
    add(client, kind)
    for field in kind.fields:
        assert len(listed(client, kind, f"?sort={field.key}")) == 1


@each_kind
def test_the_download_holds_every_record_and_no_formula(
    client: TestClient, kind: RecordType
) -> None:
    add(client, kind, **{kind.title.key: "=1+1"})
    answer = client.get(f"/records/{kind.key}/export.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 2
    assert len(rows[0]) == len(kind.fields)
    assert rows[1][0] == "'=1+1"


@each_kind
def test_a_missing_name_is_explained_beside_its_field(
    client: TestClient, kind: RecordType
) -> None:
    answer = client.post(
        f"/records/{kind.key}", data={**sample(kind), kind.title.key: " "}
    )
    assert answer.status_code == 422
    assert f'id="about-{kind.title.key}"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert listed(client, kind) == []


@each_kind
def test_a_value_that_does_not_fit_is_refused_and_kept_on_the_page(
    client: TestClient, kind: RecordType
) -> None:
    for field in kind.fields:
        if field.kind in {"number", "money", "date", "time", "email"}:
            sent = {**sample(kind), field.key: "surely wrong"}
            answer = client.post(f"/records/{kind.key}", data=sent)
            assert answer.status_code == 422
            assert f'id="about-{field.key}"' in answer.text
            assert "surely wrong" in answer.text
        elif field.kind in {"choice", "reference"}:
            sent = {**sample(kind), field.key: "999999999"}
            assert client.post(f"/records/{kind.key}", data=sent).status_code == 422
    assert listed(client, kind) == []


@each_kind
def test_references_lead_to_records_and_outlive_them(
    client: TestClient, kind: RecordType
) -> None:
    for field in kind.fields:
        target = PRODUCT.record_type(field.target)
        if target is None or target.key == kind.key:
            continue
        add(client, target, **{target.title.key: "Chosen one"})
        number = len(listed(client, target))
        add(client, kind, **{field.key: str(number)})
        rows = client.get(f"/records/{kind.key}/export.csv").text
        assert "Chosen one" in rows
        client.post(f"/records/{target.key}/{number}/delete")
        assert len(listed(client, kind)) == 1
        client.post(f"/records/{kind.key}/1/delete")
