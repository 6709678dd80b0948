"""The dashboard counts everything and shows what needs attention."""

from __future__ import annotations

from fastapi.testclient import TestClient

from app.product import Product
from tests.samples import RECORD_TYPES, add


def test_the_dashboard_counts_every_kind(client: TestClient) -> None:
    for number, kind in enumerate(RECORD_TYPES, start=1):
        for _ in range(number):
            add(client, kind)
    page = client.get("/dashboard").text
    for number, _ in enumerate(RECORD_TYPES, start=1):
        assert f"<b>{number}</b>" in page


def test_the_dashboard_shows_every_panel(client: TestClient, product: Product) -> None:
    for kind in RECORD_TYPES:
        add(client, kind)
    page = client.get("/dashboard")
    assert page.status_code == 200
    assert page.text.count('<section class="panel') == len(product.highlights)


def test_a_shortage_is_shown_until_it_is_over(
    client: TestClient, product: Product
) -> None:
    for highlight in product.highlights:
        kind = product.record_type(highlight.record_type)
        if highlight.kind != "low" or kind is None:
            continue
        short = {kind.title.key: "Nearly gone", highlight.field: "1"}
        add(client, kind, **short, **{highlight.compare: "5"})
        assert "Nearly gone" in client.get("/dashboard").text
        enough = {**short, highlight.field: "50", highlight.compare: "5"}
        client.post(f"/records/{kind.key}/1", data=enough)
        assert "Nearly gone" not in client.get("/dashboard").text
