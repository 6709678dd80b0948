"""Exports as files: a name, a type, the bytes (EXPO-01)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.reading import shown
from cofounder.exports.book import Book
from cofounder.exports.collecting import Material
from cofounder.exports.markdown.rendering import markdown_of
from cofounder.exports.names import file_name
from cofounder.exports.pdf import pdf_of

PDF = "application/pdf"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"
ZIP = "application/zip"


@dataclass(frozen=True, slots=True)
class File:
    """What somebody saves."""

    name: str
    media_type: str
    body: bytes


def called(book: Book, ending: str) -> str:
    """`{Project_Name}_{type}.{ending}`, or `…_Strategy_Package.{ending}`."""
    what = "Strategy_Package" if book.combined else book.chapters[0].kind.value
    return file_name(book.startup, what, ending)


async def pdf_file(book: Book, *, sources: bool = False) -> File:
    """The book as PDF."""
    return File(called(book, "pdf"), PDF, await pdf_of(book, sources=sources))


def markdown_file(book: Book, variant: str) -> File:
    """The book as Markdown.

    Raises:
        UnknownVariant: it is neither readable nor technical.
    """
    text = markdown_of(book, variant)
    return File(called(book, "md"), MARKDOWN, text.encode("utf-8", "replace"))


def json_file(artifact: Artifact, material: Material) -> File:
    """One artifact as data: what the plan includes, with its sources and references."""
    name = file_name(material.startup, artifact.artifact_type.value, "json")
    return File(name, JSON, as_json(exported(artifact, material)))


def exported(artifact: Artifact, material: Material) -> dict[str, Any]:
    """An artifact as plain data, for one plan."""
    tier: Tier = material.tier
    visible = shown(artifact, tier, material.verdicts)
    hidden = set(visible.locked_sections)
    item_ids = _open(artifact.item_ids, hidden)
    return {
        "artifact_type": artifact.artifact_type.value,
        "startup": material.startup,
        "version_number": artifact.version_number,
        "updated_at": artifact.updated_at.isoformat(),
        "generated_by": artifact.generated_by,
        "content": visible.content,
        "locked_sections": visible.locked_sections,
        "assumptions": visible.assumptions,
        "sources": _open(visible.sources, hidden),
        "item_ids": item_ids,
        "links": _links(artifact.links, item_ids),
    }


def _links(links: dict[str, Any], item_ids: dict[str, Any]) -> dict[str, Any]:
    known = {one for ids in item_ids.values() for one in ids}
    return {item: targets for item, targets in links.items() if item in known}


def _open(by_path: dict[str, Any], hidden: set[str]) -> dict[str, Any]:
    return {
        path: value
        for path, value in by_path.items()
        if path.split("/", maxsplit=1)[0] not in hidden
    }


def as_json(value: Any) -> bytes:
    """Readable JSON that any parser takes; what is no Unicode is replaced."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    return (text + "\n").encode("utf-8", "replace")
