"""The landing page and its sign-up form."""

from __future__ import annotations

from html import escape

from fastapi.testclient import TestClient

from app.product import Product


def test_the_app_says_that_it_is_up(client: TestClient) -> None:
    assert client.get("/health").json() == {"status": "ok"}


def test_the_landing_page_shows_the_name_and_the_promise(
    client: TestClient, product: Product
) -> None:
    page = client.get("/")
    assert page.status_code == 200
    for text in (product.name, product.promise, product.record_types[0].plural):
        assert (
            str(escape(text)).replace("&#x27;", "&#39;").replace("&quot;", "&#34;")
            in page.text
        )


def test_a_sign_up_is_kept_once_and_shown(client: TestClient) -> None:
    for _ in range(2):
        answer = client.post("/sign-up", data={"email": "Ada@Example.com"})
        assert answer.status_code == 303
    assert client.get("/sign-ups").text.count("ada@example.com") == 1
    assert b"ada@example.com" in client.get("/sign-ups/export.csv").content


def test_a_sign_up_without_a_usable_address_is_explained(client: TestClient) -> None:
    answer = client.post("/sign-up", data={"email": "not an address", "note": "Hi"})
    assert answer.status_code == 422
    assert 'aria-describedby="email-error"' in answer.text
    assert "Hi" in answer.text
    assert "not an address" not in client.get("/sign-ups").text
