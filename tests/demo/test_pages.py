"""Reading and using an app's pages without knowing the app."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from cofounder.demo.api import StageFailed
from cofounder.demo.building import common_words
from cofounder.demo.pages import read_page
from cofounder.demo.using import App, filled, use_app

FORM = """<!doctype html><title>t</title><script>var hidden = "no";</script>
<form action="/things" method="POST"><input name=name required maxlength=60>
<input type=hidden name=csrf value="a&amp;b"><input type="number" name="amount">
<input type=date name=day><input type=email name=mail><input type=checkbox name=ok>
<select name=kind><option value="">choose<option value=big>Big</select>
<textarea name=note></textarea><input type=submit name=go value=Save></form>"""


def test_a_form_is_read_as_a_browser_would() -> None:
    page = read_page(200, "/new", FORM)
    (form,) = page.forms
    assert (form.method, form.action) == ("post", "/things")
    assert "hidden" not in page.text
    values = filled(form, "Demo 1")
    assert values is not None
    assert values["name"] == values["note"] == "Demo 1"
    assert values["csrf"] == "a&b"
    assert (values["kind"], values["amount"]) == ("big", "3")
    assert "ok" not in values
    assert "go" not in values


def test_a_form_without_free_text_shows_nothing_we_could_find_again() -> None:
    page = read_page(200, "/", "<form method=post><input type=checkbox name=a></form>")
    assert filled(page.forms[0], "Demo 1") is None


@pytest.fixture
def shop(httpserver: HTTPServer) -> tuple[HTTPServer, list[str]]:
    """A small app that keeps names and lists them."""
    kept: list[str] = []

    def add(request: Request) -> Response:
        sent = parse_qs(request.get_data(as_text=True))
        kept.append(sent["name"][0])
        return Response(status=303, headers={"Location": "/things"})

    def show(_: Request) -> Response:
        items = "".join(f"<li>{name}" for name in kept)
        return Response(f"<a href='/new'>New</a><ul>{items}</ul>", mimetype="text/html")

    def home(_: Request) -> Response:
        links = "<a href=/things>Things</a><a href=http://other.example/x>Elsewhere</a>"
        return Response(f"<p>Regal für Bücher</p>{links}", mimetype="text/html")

    httpserver.expect_request("/").respond_with_handler(home)
    httpserver.expect_request("/new").respond_with_data(FORM, mimetype="text/html")
    httpserver.expect_request("/things", method="POST").respond_with_handler(add)
    httpserver.expect_request("/things").respond_with_handler(show)
    return httpserver, kept


def test_a_record_is_made_through_the_apps_own_form(
    shop: tuple[HTTPServer, list[str]],
) -> None:
    httpserver, kept = shop
    app = App(httpserver.url_for(""), "abc.localhost:1")
    assert "/things" in use_app(app)
    app.close()
    assert len(kept) == 1
    assert {r.host for r, _ in httpserver.log} == {"abc.localhost:1"}


def test_an_app_that_loses_what_was_entered_does_not_pass(
    shop: tuple[HTTPServer, list[str]],
) -> None:
    httpserver, kept = shop
    httpserver.clear_all_handlers()
    httpserver.expect_request("/").respond_with_data(
        FORM.replace("/things", "/lost"), mimetype="text/html"
    )
    httpserver.expect_request("/lost", method="POST").respond_with_data(
        "<p>Thanks", mimetype="text/html"
    )
    app = App(httpserver.url_for(""), "abc.localhost:1")
    with pytest.raises(StageFailed, match="listed nothing"):
        use_app(app)
    app.close()
    assert not kept


def test_an_app_that_sends_its_visitor_away_does_not_pass(
    httpserver: HTTPServer,
) -> None:
    away = {"Location": "http://other.example/"}
    httpserver.expect_request("/").respond_with_data("", status=302, headers=away)
    app = App(httpserver.url_for(""), "abc.localhost:1")
    with pytest.raises(StageFailed, match="another origin"):
        app.open("/")
    app.close()


@pytest.mark.parametrize(
    ("said", "page", "found"),
    [
        (["I run a bakery"], "My Bakery", {"bakery"}),
        (["Ich habe eine Bäckerei"], "Die Bäckerei", {"bäckerei"}),
        (["パン屋の在庫"], "今日のパン屋", {"パン", "ン屋"}),
        (["I run a bakery"], "Hello World", set()),
    ],
)
def test_the_founders_words_are_found_in_any_script(
    said: list[str], page: str, found: set[str]
) -> None:
    assert common_words(said, page) == found
