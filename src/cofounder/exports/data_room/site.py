"""The offline site: pages without scripts or anything from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from cofounder.exports.book import Book, Chapter
from cofounder.exports.data_room.chapters import ChapterPage
from cofounder.exports.data_room.html import (
    EMPTY,
    bullets,
    joined,
    paragraphs,
    table,
)
from cofounder.exports.data_room.room import Decision, Room
from cofounder.exports.files import called
from cofounder.exports.pdf import colophon, cover_date
from cofounder.exports.plain import plain

STYLE = "site/style.css"
EXTRAS = {"decisions": "Decisions", "sources": "Sources", "versions": "Versions"}
_PAGE = Markup(
    """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<link rel="stylesheet" href="{root}site/style.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header><a href="{root}index.html" dir="auto">{startup}</a></header>
<nav aria-label="Data room">{nav}</nav>
<main id="main">
<h1 dir="auto">{heading}</h1>
{body}
</main>
<footer>{footer}</footer>
</body>
</html>
"""
)


def pages(room: Room) -> Iterator[tuple[str, bytes]]:
    """Every page with its path, and their style sheet."""
    style = files("cofounder.exports.data_room").joinpath("style.css")
    yield STYLE, style.read_bytes()
    yield "index.html", _page(room, "", room.material.startup, _index(room))
    for chapter in room.chapters:
        path = f"site/{chapter.kind.value}.html"
        yield path, _page(room, path, chapter.title, _chapter(room, chapter))
    bodies = {"decisions": _decisions, "sources": _sources, "versions": _versions}
    for key, title in EXTRAS.items():
        path = f"site/{key}.html"
        yield path, _page(room, path, title, bodies[key](room))


def _page(room: Room, path: str, heading: str, body: Markup) -> bytes:
    root = "../" if path else ""
    startup = plain(room.material.startup)
    brand = "" if room.white_label else "Powered by Co-Founder. "
    text = _PAGE.format(
        title=startup if not path else f"{heading}: {startup}",
        root=root,
        startup=startup,
        nav=_nav(room, path, root),
        heading=plain(heading),
        body=body,
        footer=f"{brand}State of {cover_date(room.material.at)}.",
    )
    return text.encode("utf-8", "replace")


def _nav(room: Room, path: str, root: str) -> Markup:
    places = [("index.html", "Overview")]
    places += [(f"site/{c.kind.value}.html", c.title) for c in room.chapters]
    places += [(f"site/{key}.html", title) for key, title in EXTRAS.items()]
    current = path or "index.html"
    return bullets(
        Markup('<a href="{}"{}>{}</a>').format(
            root + href,
            Markup(' aria-current="page"') if href == current else EMPTY,
            title,
        )
        for href, title in places
    )


def _index(room: Room) -> Markup:
    assumed = sum(one.is_assumption for one in room.statements)
    proven = len(room.statements) - assumed
    facts = joined(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(label, value)
        for label, value in (
            ("Documents", len(room.chapters)),
            ("Statements with a source", proven),
            ("Open assumptions", assumed),
            ("Decisions", sum(d.status == "decided" for d in room.decisions)),
            ("Cost of the model's work", room.cost.told),
        )
    )
    rows = [_file_row(book) for book in room.books]
    demo = (
        Markup(
            '<p class="check">Demo: composed from the founder\'s words, no model.</p>'
        )
        if any(book.is_demo for book in room.books)
        else EMPTY
    )
    return Markup("{}<dl class='facts'>{}</dl><h2>Documents</h2>{}{}").format(
        demo,
        facts,
        table(
            "Every document, and the files of it",
            ("Document", "What it answers", "Files"),
            rows,
        ),
        _package(room),
    )


def _file_row(book: Book) -> tuple[Markup, str, Markup]:
    [chapter] = book.chapters
    kind = chapter.kind.value
    links = (
        (f"pdf/{called(book, 'pdf')}", "PDF"),
        (f"markdown/readable/{called(book, 'md')}", "Markdown"),
        (f"markdown/technical/{called(book, 'md')}", "technical Markdown"),
        (f"json/{kind}.json", "JSON"),
    )
    name = Markup('<a href="site/{}.html">{}</a>').format(kind, chapter.title)
    return name, chapter.summary, _links(links, chapter.title)


def _links(links: tuple[tuple[str, str], ...], title: str) -> Markup:
    return Markup(", ").join(
        Markup('<a href="{}" aria-label="{}: {}">{}</a>').format(
            href, title, word, word
        )
        for href, word in links
    )


def _package(room: Room) -> Markup:
    if room.package is None:
        return EMPTY
    return Markup(
        '<p><a href="pdf/{0}">The Strategy Package as one PDF</a></p>'
    ).format(called(room.package, "pdf"))


def _chapter(room: Room, chapter: Chapter) -> Markup:
    return Markup('<p class="lead">{}</p>{}<p class="faint">{}</p>').format(
        chapter.summary, ChapterPage(chapter).body(), colophon(chapter)
    )


def _decisions(room: Room) -> Markup:
    if not room.decisions:
        return Markup("<p>Nothing has been decided yet.</p>")
    return joined(_decision(one) for one in room.decisions)


def _decision(one: Decision) -> Markup:
    when = f", {cover_date(one.decided_at)}" if one.decided_at else ""
    outcome = one.decided or one.status
    options = bullets(
        Markup("<strong dir='auto'>{}</strong>{}{}").format(
            plain(choice.title),
            Markup(' <span class="pill badge">chosen</span>')
            if choice.chosen
            else EMPTY,
            paragraphs(choice.description),
        )
        for choice in one.options
    )
    reason = (
        Markup('<p class="faint">Reason:</p>{}').format(paragraphs(one.reason))
        if one.reason
        else EMPTY
    )
    return Markup(
        '<section><h2>{}: <span dir="auto">{}</span></h2><p class="faint">{}{}</p>{}{}{}</section>'
    ).format(
        one.title,
        plain(outcome),
        one.status,
        when,
        reason,
        options,
        _context(one.context),
    )


def _context(context: dict[str, Any]) -> Markup:
    """What was known when it was decided: plain values, whatever they are called."""
    rows = list(_flat("", context))
    if not rows:
        return EMPTY
    told = table("What was known", ("What", "Value"), rows)
    return Markup("<details><summary>What was known</summary>{}</details>").format(told)


def _flat(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from _flat(f"{path} {str(key).replace('_', ' ')}".strip(), inner)  # pyright: ignore[reportUnknownArgumentType]
    elif isinstance(value, list):
        for number, inner in enumerate(value, start=1):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from _flat(f"{path} {number}", inner)
    elif value not in (None, ""):
        yield path, str(value)


def _sources(room: Room) -> Markup:
    said = joined(
        Markup(
            '<section><h2 dir="auto">{}</h2><p class="faint">{}</p>{}</section>'
        ).format(
            plain(passage.question) or "The idea",
            plain(passage.ref),
            paragraphs(passage.text),
        )
        for passage in room.material.passages
    )
    asked = bullets(Markup("{}").format(plain(q)) for q in room.open_questions)
    left = Markup("<h2>Questions left open</h2>{}").format(asked) if asked else EMPTY
    rows = [
        (
            f"{one.document}: {one.path}",
            one.text,
            "; ".join(note.origin for note in one.notes) or "",
            "Assumed" if one.is_assumption else "Sourced",
        )
        for one in room.statements
    ]
    head = ("Where", "Statement", "Rests on", "State")
    index = table("Every statement and what it rests on", head, rows)
    return Markup("{}{}<h2>Every statement</h2>{}").format(said, left, index)


def _versions(room: Room) -> Markup:
    rows = [
        (
            f"{one.document} {one.number}",
            cover_date(one.created_at),
            one.author,
            one.reason,
        )
        for one in room.versions
    ]
    return table("Versions", ("Version", "Date", "By", "Why"), rows)
