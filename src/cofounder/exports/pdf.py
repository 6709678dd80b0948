"""Books as PDF: tagged (PDF/UA-1), set by typst from templates of ours.

A template reads the book as JSON and shows strings; nothing of it is ever markup. The
compilers stay warm, with the fonts read once; they work in threads, a few at a time.
The typesetter is loaded with the first export: an idle server does without it.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from cofounder.exports.book import Book, Chapter, Note, Part
from cofounder.exports.fonts import FOLDER, printable

if TYPE_CHECKING:
    import typst

T = TypeVar("T")

TEMPLATES = Path(__file__).parent / "typst"
AT_ONCE = 2
QUOTE_LENGTH = 240
SHORT = 2_500
_INPUT = (TEMPLATES / "package.typ", TEMPLATES)
_press = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="export")
_idle: deque[typst.Compiler] = deque()


async def pdf_of(book: Book, *, sources: bool = False) -> bytes:
    """The book as PDF, made in a thread; `sources` adds them as footnotes."""
    return await beside(lambda: set_in_type(book, sources=sources))


async def beside(work: Callable[[], T]) -> T:
    """What `work` makes, off the event loop; more than a few wait for their turn."""
    return await asyncio.get_running_loop().run_in_executor(_press, work)


def set_in_type(book: Book, *, sources: bool = False) -> bytes:
    """The same book and moment give the same bytes."""
    content = json.dumps(payload(book, sources=sources), ensure_ascii=False)
    with _warm_compiler() as compiler:
        made = compiler.compile(
            format="pdf",
            sys_inputs={"book": content},
            pdf_standards="ua-1",
            timestamp=book.at.astimezone(UTC).replace(microsecond=0),
        )
    return cast("bytes", made)


@contextmanager
def _warm_compiler() -> Generator[typst.Compiler]:
    """A compiler of one's own for a moment: each serves one thread at a time."""
    from typst import Compiler

    try:
        compiler = _idle.pop()
    except IndexError:
        compiler = Compiler(*_INPUT, font_paths=_fonts())
    try:
        yield compiler
    finally:
        _idle.append(compiler)


@cache
def _fonts() -> typst.Fonts:
    from typst import Fonts

    has_fonts = any(FOLDER.glob("*.ttf"))
    return Fonts(
        include_system_fonts=False,
        include_embedded_fonts=not has_fonts,
        font_paths=[FOLDER] if has_fonts else [],
    )


def payload(book: Book, *, sources: bool) -> dict[str, Any]:
    """What the template reads: plain data, every text drawable."""
    plain: dict[str, Any] = {
        "startup": _one_line(book.startup) or "Project",
        "title": book.title,
        "author": _one_line(book.startup) if book.white_label else "Co-Founder",
        "white_label": book.white_label,
        "is_demo": book.is_demo,
        "combined": book.combined,
        "date": cover_date(book.at),
        "gaps": [asdict(gap) for gap in book.gaps],
        "chapters": [_chapter(chapter, sources=sources) for chapter in book.chapters],
    }
    return _drawable(plain)


def cover_date(at: datetime) -> str:
    """`Month DD, YYYY` (EXPO-02)."""
    return at.strftime("%B %d, %Y")


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _chapter(chapter: Chapter, *, sources: bool) -> dict[str, Any]:
    met: set[int] = set()

    def with_notes(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: _notes(inner, chapter.notes if sources else (), met)
                if key == "notes"
                else with_notes(inner)
                for key, inner in cast("dict[str, Any]", value).items()
            }
        if isinstance(value, (list, tuple)):
            return [with_notes(inner) for inner in cast("list[Any]", value)]
        return value

    return {
        "key": chapter.kind.value,
        "number": chapter.number,
        "title": chapter.title,
        "summary": chapter.summary,
        "colophon": colophon(chapter),
        "parts": with_notes(
            [{**asdict(part), "short": _is_short(part)} for part in chapter.parts]
        ),
    }


def _is_short(part: Part) -> bool:
    """Whether a section is kept on one page."""
    return len(str(part.blocks)) < SHORT


def _notes(
    numbers: list[int], notes: tuple[Note, ...], met: set[int]
) -> list[dict[str, Any]]:
    """The footnotes of a statement; a source told before is only named again."""
    found: list[dict[str, Any]] = []
    for number in numbers if notes else []:
        found.append(
            {
                "number": number,
                "first": number not in met,
                "text": told(notes[number - 1]),
            }
        )
        met.add(number)
    return found


def told(note: Note) -> str:
    """A source in one line."""
    quote = _one_line(note.quote)
    if len(quote) > QUOTE_LENGTH:
        quote = f"{quote[:QUOTE_LENGTH].rstrip()}…"
    return f"{note.origin}: “{quote}”" if quote else f"{note.origin}."


def colophon(chapter: Chapter) -> str:
    """The small print of a chapter."""
    parts = [f"Version {chapter.version}", cover_date(chapter.written_at)]
    if chapter.assumed:
        some = "assumption" if chapter.assumed == 1 else "assumptions"
        parts.append(f"{chapter.assumed} {some}, marked as such")
    return " · ".join(parts)


def _drawable(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, dict):
        return {k: _drawable(v) for k, v in cast("dict[str, Any]", value).items()}
    if isinstance(value, list):
        return [_drawable(inner) for inner in cast("list[Any]", value)]
    return value
