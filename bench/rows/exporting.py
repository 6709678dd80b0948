"""Exports: the five-document package as PDF, its content changed each time."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import typst
from tests.exports.samples import package

from bench.measuring import Plan, Samples, Spec, Topic, interleaved
from cofounder.exports.book import Book, Chapter
from cofounder.exports.pdf import set_in_type

FLOOR = "typst setting the same words as one plain paragraph after another"
DOCUMENT = Spec(
    "PDF of the package, changed input, per document",
    "ms",
    FLOOR,
    target=50,
    target_of="ours",
)
WHOLE = Spec(
    "PDF of the package, changed input, whole file",
    "ms",
    FLOOR,
    target=300,
    target_of="ours",
)
CHAPTERS = 5


async def exports(plan: Plan) -> dict[Spec, Samples]:
    """Warm on both sides; every export has words that no earlier one had."""
    book = package()
    count = plan.count(10, 2)
    numbers = iter(range(1_000_000))
    template = plan.folder / "floor.typ"
    template.write_text("#for line in json(bytes(sys.inputs.lines)) { par(line) }")
    await asyncio.to_thread(set_in_type, book)

    async def ours() -> float:
        return await asyncio.to_thread(_average, book, count, numbers)

    async def floor() -> float:
        return await asyncio.to_thread(_plain, template, book, count, numbers)

    found = await interleaved(plan.runs, ours, floor)
    per_document = Samples(
        [one / CHAPTERS for one in found.ours], [one / CHAPTERS for one in found.floor]
    )
    note = "PDF/UA-1 with cover, contents and charts; the floor has neither"
    return {DOCUMENT: per_document, WHOLE: replace(found, note=note)}


def changed(book: Book, number: int) -> Book:
    """The same book with a sentence in every chapter that is new."""
    return replace(
        book, chapters=tuple(_with_number(each, number) for each in book.chapters)
    )


def _with_number(chapter: Chapter, number: int) -> Chapter:
    first, *rest = chapter.parts
    return replace(
        chapter,
        summary=f"{chapter.summary} Edition {number}.",
        parts=(replace(first, title=f"{first.title}, edition {number}"), *rest),
    )


def _average(book: Book, count: int, numbers: Iterator[int]) -> float:
    spent = 0.0
    for number, _ in zip(numbers, range(count), strict=False):
        edition = changed(book, number)
        began = time.perf_counter()
        made = set_in_type(edition)
        spent += time.perf_counter() - began
        assert made.startswith(b"%PDF-")
    return spent / count * 1000


def _plain(template: Path, book: Book, count: int, numbers: Iterator[int]) -> float:
    words = repr(book)
    step = 400
    compiler = typst.Compiler(template, template.parent, ignore_system_fonts=True)
    spent = 0.0
    for number, _ in zip(numbers, range(count), strict=False):
        lines = [f"{number}: {words[i : i + step]}" for i in range(0, len(words), step)]
        began = time.perf_counter()
        made = compiler.compile(format="pdf", sys_inputs={"lines": json.dumps(lines)})
        spent += time.perf_counter() - began
        assert isinstance(made, bytes)
    return spent / count * 1000


TOPICS = (Topic("export", (DOCUMENT, WHOLE), exports),)
