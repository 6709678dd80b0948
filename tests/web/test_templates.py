"""Every template is rendered from a sample of its page object (house style 9)."""

from __future__ import annotations

import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cofounder.web import screens
from cofounder.web.frame import Frame
from cofounder.web.rendering import environment, page, partial, render
from cofounder.web.screens.brief.pages import BriefSection
from cofounder.web.screens.home.pages import FirstRunPage
from cofounder.web.views import Part, Screen
from tests.web.samples import frame, frame_of, samples

SAMPLES = samples()
TEMPLATES = Path(str(screens.__file__)).parent.parent / "templates"


class Outline(HTMLParser):
    """Collects what a rule forbids, and what the markup left open."""

    def __init__(self) -> None:
        super().__init__()
        self.problems: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.forms: list[set[str]] = []
        self.methods: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append(tag)
        if "id" in given:
            self.ids.append(given["id"] or "")
        if tag == "style" or "style" in given:
            self.problems.append(f"inline style on <{tag}>")
        if tag == "script" and "src" not in given:
            self.problems.append("inline script")
        self.problems += [f"inline {name}" for name in given if name.startswith("on")]
        if tag == "form":
            self.methods.append(given.get("method") or "get")
            self.forms.append(set())
        if tag == "input" and self.forms and given.get("name"):
            self.forms[-1].add(given["name"] or "")


def outline(html: str) -> Outline:
    read = Outline()
    read.feed(html)
    return read


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: render(view, frame_of(name)) for name, view in SAMPLES.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_no_inline_style_or_script(drawn: dict[str, str], name: str):
    assert outline(drawn[name]).problems == []


@pytest.mark.parametrize("name", SAMPLES)
def test_a_page_has_one_main_one_h1_and_no_id_twice(drawn: dict[str, str], name: str):
    """QUAL-04."""
    read = outline(drawn[name])
    assert read.tags.count("main") == 1
    assert read.tags.count("h1") == 1
    twice = {one for one in read.ids if read.ids.count(one) > 1}
    assert twice == set()


@pytest.mark.parametrize("name", SAMPLES)
def test_every_form_that_posts_carries_the_token(drawn: dict[str, str], name: str):
    """AUTH-05."""
    read = outline(drawn[name])
    posting = zip(read.methods, read.forms, strict=True)
    missing = [f for method, f in posting if method == "post" and "csrf_token" not in f]
    assert missing == []


def view_classes() -> Iterator[type]:
    """Every page object and the small values beside it."""
    for found in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        if found.name.rpartition(".")[2] not in ("pages", "pieces"):
            continue
        module = importlib.import_module(found.name)
        for thing in vars(module).values():
            if isinstance(thing, type) and thing.__module__ == found.name:
                yield thing


def test_no_field_of_a_page_object_is_unused(monkeypatch: pytest.MonkeyPatch):
    """A field that no template reads is a promise to whoever fills it."""
    read: set[tuple[type, str]] = set()

    def watched(self: Any, name: str) -> Any:
        read.add((type(self), name))
        return object.__getattribute__(self, name)

    classes = [c for c in view_classes() if dataclasses.is_dataclass(c)]
    for cls in classes:
        monkeypatch.setattr(cls, "__getattribute__", watched, raising=False)
    for name, view in SAMPLES.items():
        render(view, frame_of(name))
    wanted = {(c, f.name) for c in classes for f in dataclasses.fields(c)}
    unused = sorted(f"{c.__qualname__}.{name}" for c, name in wanted - read)
    assert unused == []


def test_every_screen_and_part_is_drawn_by_a_sample():
    names = {
        cls.template
        for cls in view_classes()
        if issubclass(cls, Screen | Part) and cls not in (Screen, Part)
    }
    pages = {path for path in names if environment.get_template(path)}
    drawn_pages = {view.template for view in SAMPLES.values()}
    parts = {path for path in pages if path.rsplit("/", 1)[1].startswith("_")}
    assert pages - parts == drawn_pages


@pytest.mark.parametrize(
    "path",
    sorted(TEMPLATES.rglob("*.html")),
    ids=lambda p: str(p.relative_to(TEMPLATES)),
)
def test_a_template_compiles_and_begins_by_saying_what_it_is(path: Path):
    first = path.read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .+[.] #\}", first)
    environment.get_template(str(path.relative_to(TEMPLATES)))


def test_what_a_founder_types_is_never_markup_or_template():
    hostile = "<script>alert(1)</script> {{ 7 * 7 }} \"quoted\" 'x' 🍞"
    html = render(FirstRunPage(idea=hostile), frame())
    assert "<script>alert(1)" not in html
    assert "{{ 7 * 7 }}" in html
    assert "&lt;script&gt;" in html


def test_a_page_is_not_kept_by_caches():
    answer = page(FirstRunPage(), frame(), status_code=422)
    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"


def test_a_part_is_the_same_alone_and_inside_its_page():
    section = SAMPLES["brief"].sections[0]  # type: ignore[attr-defined]
    assert isinstance(section, BriefSection)
    shell: Frame = frame_of("brief")
    alone = bytes(partial(section, shell).body).decode()
    assert alone in render(SAMPLES["brief"], shell)


def test_only_frozen_page_objects_are_accepted():
    @dataclasses.dataclass
    class Loose(Screen):
        template = "screens/home/first_run.html"
        idea: str = ""
        error: str = ""

    with pytest.raises(TypeError, match="frozen"):
        render(Loose(), frame())
    with pytest.raises(TypeError, match="not a Part"):
        partial(FirstRunPage(), frame())  # type: ignore[arg-type]


def test_the_theme_is_set_by_the_server():
    html = render(FirstRunPage(), frame(theme="dark"))
    assert '<html lang="en" data-theme="dark">' in html


def test_demo_mode_is_said_on_every_page(drawn: dict[str, str]):
    """PROD-09."""
    for name in SAMPLES:
        assert ("Demo" in drawn[name]) == (frame_of(name).mode == "demo"), name
