"""The data room: everything in one archive, readable offline (issue, section 7)."""

from __future__ import annotations

import io
import json
import re
import zipfile
from html.parser import HTMLParser

import pytest

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.exports.data_room.archive import files_of, pack
from cofounder.exports.data_room.room import Choice, Cost, Decision, Room, Version
from cofounder.exports.files import exported
from tests.exports.samples import (
    AT,
    BRIEF,
    documents,
    everything,
    material,
    rewritten,
    row,
)
from tests.exports.test_pdf import HOSTILE

HOSTILE_TEXTS = {
    **HOSTILE,
    "attribute": '"onmouseover="alert(1)" x="',
    "entity": "&lt;b>",
}
VOID = {"meta", "link", "br", "rect"}
ACTIVE = {"script", "iframe", "object", "embed", "form", "img", "base", "style"}


class Strict(HTMLParser):
    """Fails on anything that does not close, runs, or reaches out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag not in ACTIVE, tag
        for name, value in attrs:
            assert not name.startswith("on") and name != "style", name
            if name in ("href", "src"):
                self.links.append(value or "")
            if name == "id":
                self.ids.append(value or "")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag, tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def room(text: str = "We go on.", tier: Tier = Tier.CTO_SCALE, rows=None) -> Room:
    return Room(
        material=material(rows, tier=tier),
        decisions=(
            Decision(
                id="gate:1",
                title="Direction",
                status="decided",
                decided=text,
                decided_at=AT,
                decided_by="founder",
                reason=text,
                options=(Choice(text, text, chosen=True), Choice("Park it", "Rest.")),
                context={"scorecard": [{"criterion": text, "evidence": text}]},
            ),
        ),
        versions=(Version("Product Brief", 1, "cofounder", text, AT, "demo"),),
        open_questions=(text,),
        cost=Cost(3, 1200, 50_000),
    )


def read(page: bytes) -> Strict:
    parser = Strict()
    text = page.decode()
    assert text.startswith("<!doctype html>\n<html lang=")
    parser.feed(text.removeprefix("<!doctype html>"))
    parser.close()
    assert parser.open == []
    assert len(parser.ids) == len(set(parser.ids))
    return parser


def pages_of(files: dict[str, bytes]) -> dict[str, Strict]:
    return {name: read(b) for name, b in files.items() if name.endswith(".html")}


def test_it_holds_every_document_in_every_form() -> None:
    """PDF, both Markdown variants, JSON and a page for each of the ten."""
    names = set(dict(files_of(room())))
    for one in everything():
        kind = one.artifact_type.value
        assert names >= {
            f"pdf/Flour_Power_{kind}.pdf",
            f"markdown/readable/Flour_Power_{kind}.md",
            f"markdown/technical/Flour_Power_{kind}.md",
            f"json/{kind}.json",
            f"site/{kind}.html",
        }
    assert names >= {
        "README.txt",
        "index.html",
        "pdf/Flour_Power_Strategy_Package.pdf",
        "data/decisions.json",
        "data/provenance.json",
        "data/versions.json",
        "data/costs.json",
    }


def test_the_same_state_gives_the_same_archive() -> None:
    """Deterministic order, dates and bytes; a zip that any tool opens."""
    kept = room(rows=everything())
    packed = pack(kept)
    assert packed == pack(kept)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.testzip() is None
        assert {one.date_time for one in archive.infolist()} == {(2026, 3, 5, 9, 30, 0)}
        for name in archive.namelist():
            assert re.fullmatch(r"[\w./-]+", name) and ".." not in name


def test_every_link_leads_to_a_file_of_the_archive() -> None:
    """Works from a folder, without a network."""
    files = dict(files_of(room()))
    parsed = pages_of(files)
    for name, page in parsed.items():
        folder = name.rpartition("/")[0]
        for link in page.links:
            path, _, mark = link.partition("#")
            assert ":" not in link and not link.startswith("//"), link
            target = _resolved(folder, path) if path else name
            assert target in files, (name, link)
            if mark:
                assert mark in parsed[target].ids, (name, link)
    assert b"url(" not in files["site/style.css"]
    assert b"@import" not in files["site/style.css"]


def _resolved(folder: str, path: str) -> str:
    parts = [part for part in folder.split("/") if part]
    for step in path.split("/"):
        if step == "..":
            parts.pop()
        else:
            parts.append(step)
    return "/".join(parts)


@pytest.mark.parametrize("text", HOSTILE_TEXTS.values(), ids=HOSTILE_TEXTS)
def test_f38_the_site_shows_what_was_typed_and_does_nothing(text: str) -> None:
    """No script, no handler, no link or resource from elsewhere; valid HTML."""
    rows = rewritten(documents(), text)
    files = dict(files_of(room(text, rows=rows)))
    parsed = pages_of(files)
    assert all(":" not in link for page in parsed.values() for link in page.links)
    if text in (HOSTILE["html"], HOSTILE["links"], HOSTILE["typst"]):
        for name in ("site/brief.html", "site/decisions.html", "site/sources.html"):
            assert text in "".join(parsed[name].text), name


def test_the_provenance_index_has_every_statement() -> None:
    """PROV-04: proven by words that are there, or an assumption; nothing else."""
    data = json.loads(dict(files_of(room()))["data/provenance.json"])
    said = {one["ref"]: one["text"] for one in data["sources"]}
    assert len(data["statements"]) > 30
    for one in data["statements"]:
        assert one["is_assumption"] is not bool(one["notes"])
        for note in one["notes"]:
            assert note["quote"] in said[note["ref"]]


def test_what_proves_a_section_is_told_of_its_lines_too() -> None:
    """PROV-04: nothing counts as proven without saying by what."""
    edited = {"kind": "decision", "ref": "artifact:1:risks", "quote": None}
    guess = {"kind": "assumption", "ref": "assumption:f", "quote": "a phone"}
    sources = {"risks": [edited], "risks/0": [guess]}
    rows = [row(ArtifactType.IDEA_BRIEF, BRIEF, sources=sources)]
    [stated] = [s for s in Room(material(rows)).statements if s.path == "risks/0"]
    assert not stated.is_assumption
    assert [note.kind for note in stated.notes] == ["assumption", "decision"]


def test_ids_and_references_of_locked_items_stay_out_of_the_json() -> None:
    """TIER-03: nor does a reference say that there is something."""
    rows = documents()
    log = next(one for one in rows if one.artifact_type is ArtifactType.RISK_LOG)
    locked = {*log.item_ids["financial_risks"], *log.item_ids["strategic_risks"]}
    assert locked and locked <= log.links.keys()
    data = exported(log, material(rows, tier=Tier.BOOTSTRAPPER))
    ids = {one for section in data["item_ids"].values() for one in section}
    assert ids and not ids & locked
    assert data["links"].keys() == log.links.keys() - locked


def test_locked_sections_stay_out_of_everything() -> None:
    """TIER-03: not in a page, a file or the index."""
    rows = everything()
    for one in rows:
        if one.artifact_type.value == "brief":
            one.current_content = {
                **(one.current_content or {}),
                "competitive_strategy": "Zq4711 secret",
            }
            one.sources = {
                "competitive_strategy": [
                    {"kind": "answer", "ref": "idea:1", "quote": "Zq4711"}
                ]
            }
    files = dict(files_of(room(tier=Tier.PARTNER, rows=rows)))
    texts = {n: b for n, b in files.items() if not n.endswith(".pdf")}
    assert [name for name, body in texts.items() if b"Zq4711" in body] == []
    assert b"Zq4711" in dict(files_of(room(rows=rows)))["site/brief.html"]


def test_decisions_versions_and_costs_are_told() -> None:
    files = dict(files_of(room("Narrower: one shop.")))
    parsed = pages_of(files)
    decided = "".join(parsed["site/decisions.html"].text)
    assert "Direction: Narrower: one shop." in decided
    assert "scorecard 1 criterion" in decided
    assert "$0.05" in "".join(parsed["index.html"].text)
    assert json.loads(files["data/costs.json"])["microdollars"] == 50_000
    assert (
        json.loads(files["data/decisions.json"])[0]["reason"] == "Narrower: one shop."
    )
    assert "Narrower" in "".join(parsed["site/versions.html"].text)


def test_an_unknown_price_is_not_zero() -> None:
    """TIER-06: unknown is never zero."""
    assert Cost(1, 1, None).told.startswith("unknown")


@pytest.mark.parametrize("tier", Tier)
def test_our_name_follows_the_plan(tier: Tier) -> None:
    """TIER-01: white label above the first plan."""
    pages = [b for n, b in files_of(room(tier=tier)) if n.endswith((".html", ".txt"))]
    said = any(b"co-founder" in page.lower() for page in pages)
    assert said is (tier is Tier.BOOTSTRAPPER)
