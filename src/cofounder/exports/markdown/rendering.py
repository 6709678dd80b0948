"""A book as a Markdown file (EXPO-01, EXPO-03, EXPO-05)."""

from __future__ import annotations

from cofounder.artifacts.contents import DOCUMENTS
from cofounder.exports.book import Book, Chapter, Gap, Part
from cofounder.exports.errors import UnknownVariant
from cofounder.exports.markdown import blocks
from cofounder.exports.markdown.escaping import flat, yaml_text
from cofounder.exports.markdown.sheet import Sheet

READABLE, TECHNICAL = "readable", "technical"
VARIANTS = (READABLE, TECHNICAL)
DEMO_NOTE = "_Demo: sample answers composed from your words, no model._"
SPECIFICATIONS = "Technical Specifications"


def markdown_of(book: Book, variant: str = READABLE) -> str:
    """The file.

    Raises:
        UnknownVariant: it is neither readable nor technical.
    """
    if variant not in VARIANTS:
        raise UnknownVariant
    sheet = Sheet(technical=variant == TECHNICAL)
    if sheet.technical:
        sheet.add(*_front_matter(book))
    sheet.add(f"# {book.title}", "", f"**{flat(book.startup)}**", "")
    sheet.add(f"_{book.at.date().isoformat()}_", "")
    if book.is_demo:
        sheet.add(DEMO_NOTE, "")
    sheet.add("---")
    if book.combined:
        _package(sheet, book)
    else:
        _document(sheet, book.chapters[0], level=2)
    sheet.footnotes()
    return sheet.text()


def _package(sheet: Sheet, book: Book) -> None:
    for one in sorted([*book.chapters, *book.gaps], key=lambda one: one.number):
        sheet.heading(2, f"{one.number}. {one.title}")
        if isinstance(one, Gap):
            sheet.add("_Not written yet._")
        else:
            _document(sheet, one, level=3)


def _document(sheet: Sheet, chapter: Chapter, *, level: int) -> None:
    sheet.notes = chapter.notes
    if sheet.technical and chapter.kind in DOCUMENTS:
        sheet.heading(level, SPECIFICATIONS)
        level += 1
    for part in chapter.parts:
        _part(sheet, part, level)


def _part(sheet: Sheet, part: Part, level: int) -> None:
    sheet.heading(level, part.title)
    for block in part.blocks:
        blocks.write(sheet, part, block, level + 1)
    if part.confidence:
        sheet.add("", f"_Confidence: {flat(part.confidence)}_")


def _front_matter(book: Book) -> list[str]:
    first = book.chapters[0]
    kind = "strategy_package" if book.combined else first.kind.value
    makers = ", ".join(dict.fromkeys(c.generated_by for c in book.chapters))
    single = [] if book.combined else [f"version: {first.version}"]
    return [
        "---",
        f"artifact_type: {kind}",
        f"startup: {yaml_text(book.startup)}",
        *single,
        f"generated: {book.at.isoformat()}",
        f"generated_by: {yaml_text(makers)}",
        f"tier: {book.tier}",
        "---",
        "",
    ]
