"""A data room as one zip: the same state gives the same bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from cofounder.exports.book import Book
from cofounder.exports.data_room.room import Room
from cofounder.exports.data_room.site import pages
from cofounder.exports.files import ZIP, File, as_json, called, exported
from cofounder.exports.markdown.rendering import VARIANTS, markdown_of
from cofounder.exports.names import file_name
from cofounder.exports.pdf import beside, set_in_type

README = """\
{name}: data room

Open index.html in a browser: it works without a network and links everything below.

  index.html, site/     the documents, decisions, sources and versions as pages
  pdf/                  every document as PDF, and the Strategy Package
  markdown/readable/    for people
  markdown/technical/   for whoever builds it: front matter, criteria, sources
  json/                 every document as data, with sources and references
  data/                 decisions, provenance, versions and costs as data

Every statement either cites the founder's own words or is marked as an assumption:
data/provenance.json lists all of them. State of {at}.
"""


async def archive_of(room: Room) -> File:
    """The zip, packed beside the event loop."""
    return File(
        file_name(room.material.startup, "Data_Room", "zip"),
        ZIP,
        await beside(lambda: pack(room)),
    )


def pack(room: Room) -> bytes:
    """All files in a fixed order, dated by the last change."""
    moment = _moment(room.material.at)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files_of(room):
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, body)
    return kept.getvalue()


def _moment(at: datetime) -> tuple[int, int, int, int, int, int]:
    utc = at.astimezone(UTC)
    return (utc.year, utc.month, utc.day, utc.hour, utc.minute, utc.second)


def files_of(room: Room) -> Iterator[tuple[str, bytes]]:
    """Every file of the room: its path and its bytes."""
    name = " ".join(room.material.startup.split())
    told = README.format(name=name, at=room.material.at.date().isoformat())
    yield "README.txt", told.encode("utf-8", "replace")
    yield from pages(room)
    for book in _books(room):
        yield f"pdf/{called(book, 'pdf')}", set_in_type(book, sources=True)
        for variant in VARIANTS:
            text = markdown_of(book, variant).encode("utf-8", "replace")
            yield f"markdown/{variant}/{called(book, 'md')}", text
    for row in room.artifacts:
        data = as_json(exported(row, room.material))
        yield f"json/{row.artifact_type.value}.json", data
    for what, value in _data(room).items():
        yield f"data/{what}.json", as_json(value)


def _books(room: Room) -> Iterator[Book]:
    if room.package is not None:
        yield room.package
    yield from room.books


def _data(room: Room) -> dict[str, Any]:
    return {
        "decisions": [asdict(one) for one in room.decisions],
        "provenance": {
            "statements": [asdict(one) for one in room.statements],
            "sources": [
                {"ref": p.ref, "kind": p.kind, "question": p.question, "text": p.text}
                for p in room.material.passages
            ],
            "questions_left_open": list(room.open_questions),
        },
        "versions": [asdict(one) for one in room.versions],
        "costs": {**asdict(room.cost), "told": room.cost.told},
    }
