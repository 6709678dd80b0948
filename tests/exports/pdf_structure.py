"""What PDF/UA-1 asks of a file, as far as its structure shows it.

No validator can be had without Java, so this reads the same facts: tags, language,
title, headings in order, tables with headed columns, figures with words, fonts that are
embedded and can be read back, marked content, an outline, and the identification.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject

DRAWING = {b"Tj", b"TJ", b"'", b'"', b"f", b"f*", b"F", b"S", b"s", b"B", b"Do", b"sh"}
OPENING, CLOSING = {b"BDC", b"BMC"}, b"EMC"


def problems(pdf: bytes) -> list[str]:
    """Everything that is not as it must be; empty for a good file."""
    reader = PdfReader(io.BytesIO(pdf))
    root: Any = reader.trailer["/Root"]
    found = list(_catalog(root))
    if "/StructTreeRoot" in root:
        found += _tree(root["/StructTreeRoot"])
    for number, page in enumerate(reader.pages, start=1):
        found += [f"page {number}: {what}" for what in _page(page, reader)]
    return found


def _catalog(root: Any) -> Iterator[str]:
    if not root.get("/MarkInfo", {}).get("/Marked"):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure tree"
    if not root.get("/Lang"):
        yield "no language"
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        yield "the title is not displayed"
    if not root.get("/Outlines", {}).get("/First"):
        yield "no bookmarks"
    metadata = root["/Metadata"].get_data() if "/Metadata" in root else b""
    for wanted in (b"pdfuaid:part", b"dc:title"):
        if wanted not in metadata:
            yield f"no {wanted.decode()} in the metadata"
    for active in ("/OpenAction", "/AA", "/AcroForm"):
        if active in root:
            yield f"{active} in the catalogue"


def elements(pdf: bytes) -> list[Any]:
    """All structure elements, in reading order."""
    root: Any = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]))


def _walk(element: Any) -> Iterator[Any]:
    kids = element.get("/K", [])
    kids = kids if isinstance(kids, ArrayObject) else [kids]
    for kid in (each.get_object() for each in kids):
        if isinstance(kid, DictionaryObject) and "/S" in kid:
            yield kid
            yield from _walk(kid)


def _tree(tree: Any) -> Iterator[str]:
    found = list(_walk(tree))
    sorts = [str(one["/S"]) for one in found]
    if "/ParentTree" not in tree:
        yield "no parent tree"
    for wanted in ("/H1", "/P"):
        if wanted not in sorts:
            yield f"no {wanted}"
    yield from _skipped(sorts)
    for one, sort in zip(found, sorts, strict=True):
        if sort == "/Figure" and not one.get("/Alt"):
            yield "a figure without words"
        if sort == "/Table" and "/TH" not in [str(k["/S"]) for k in _walk(one)]:
            yield "a table without heads"
        if sort == "/TH" and "/Scope" not in str(one.get("/A")):
            yield "a table head without a scope"


def _skipped(sorts: list[str]) -> Iterator[str]:
    level = 0
    for sort in sorts:
        if sort[:2] == "/H" and sort[2:].isdigit():
            if int(sort[2:]) > level + 1:
                yield f"{sort} after level {level}"
            level = int(sort[2:])


def _page(page: Any, reader: PdfReader) -> Iterator[str]:
    if "/StructParents" not in page and b"/MCID" in page["/Contents"].get_data():
        yield "no way to its structure"
    if page.get("/Tabs") != "/S" and page.get("/Annots"):
        yield "links are not in the order of the structure"
    yield from _unmarked(page, reader)
    fonts: Any = page["/Resources"].get("/Font", {})
    for font in (fonts[name].get_object() for name in fonts):
        if "/ToUnicode" not in font:
            yield f"{font['/BaseFont']} cannot be read back"
        if not _is_embedded(font):
            yield f"{font['/BaseFont']} is not embedded"
    for annotation in (each.get_object() for each in page.get("/Annots", [])):
        if annotation["/Subtype"] != "/Link" or "/StructParent" not in annotation:
            yield f"an annotation that is no tagged link: {annotation['/Subtype']}"
        if annotation.get("/A", {}).get("/S") in ("/JavaScript", "/Launch", "/URI"):
            yield "an active link"


def _unmarked(page: Any, reader: PdfReader) -> Iterator[str]:
    depth = 0
    for _, operator in ContentStream(page["/Contents"], reader).operations:
        if operator in OPENING:
            depth += 1
        elif operator == CLOSING:
            depth -= 1
        elif operator in DRAWING and depth == 0:
            yield f"{operator.decode()} outside of marked content"
            return


def _is_embedded(font: Any) -> bool:
    inner = (
        font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
    )
    if inner.get("/Subtype") == "/Type3":
        return True
    descriptor: Any = inner.get("/FontDescriptor", {})
    return any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
