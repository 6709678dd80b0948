"""Books as PDF (EXPO-01, EXPO-02, ORC-79)."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
import typst
from pypdf import PdfReader
from pypdf.generic import Destination

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import ArtifactType
from cofounder.exports.book import Book
from cofounder.exports.pdf import TEMPLATES, cover_date, payload, pdf_of, set_in_type
from tests.exports.pdf_structure import elements, problems
from tests.exports.samples import documents, everything, package, rewritten, single

HOSTILE = {
    "typst": '$ # * _ < @ \\ [ ] #import "x" #eval("1") $x^2$ `a` = b // c <l> @r',
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "links": "[x](javascript:alert(1)) ![y](http://evil/x.png?d=1) https://evil.example",
    "arabic": "مرحبا بالعالم هذا نص عربي 123",
    "hebrew": "שלום עולם",
    "cjk": "日本語のアイデア 简体中文 繁體中文 한국어",
    "emoji": "🥐👩‍👩‍👧🇩🇪✅🏽",
    "scripts": "नमस्ते ไทย Ελληνικά Кириллица Tiếng Việt",
    "unknown": "𓀀 ქართული ⠿",
    "odd": "a\x00b\ud800c\u202ed\ue000\uffffe",
    "long": "x" * 3000,
    "blank": " \n\n ",
}


def words(pdf: bytes) -> str:
    """All text of a PDF, on one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def first_page(book: Book) -> str:
    page = PdfReader(io.BytesIO(set_in_type(book))).pages[0]
    return " ".join(page.extract_text().split())


def test_the_package_has_a_cover_contents_and_five_numbered_chapters() -> None:
    """EXPO-02: cover with name, title and date; five chapters; page numbers."""
    pdf = set_in_type(package())
    reader = PdfReader(io.BytesIO(pdf))
    assert first_page(package()) == "Flour Power Strategy Package March 05, 2026"
    chapters = [one.title for one in reader.outline if isinstance(one, Destination)]
    assert [" ".join(str(title).split()) for title in chapters] == [
        "1 Product Brief",
        "2 MVP Scope",
        "3 Milestones & Timeline",
        "4 Risk Log",
        "5 How It Works",
    ]
    contents = reader.pages[1].extract_text()
    assert "Contents" in contents and "Milestones & Timeline" in contents
    assert f"2 / {len(reader.pages)}" in contents
    assert reader.metadata is not None
    assert reader.metadata.title == "Flour Power: Strategy Package"


def test_dates_are_written_out() -> None:
    """EXPO-02: "Month DD, YYYY"."""
    assert cover_date(datetime(2026, 12, 1, tzinfo=UTC)) == "December 01, 2026"


@pytest.mark.parametrize("tier", Tier)
def test_branding_follows_the_plan(tier: Tier) -> None:
    """TIER-01, EXPO-02: our name below, white label above."""
    pdf = set_in_type(package(tier=tier))
    ours = tier is Tier.BOOTSTRAPPER
    assert ("Powered by Co-Founder" in words(pdf)) is ours
    assert ("co-founder" in words(pdf).lower()) is ours
    assert (b"Co-Founder" in pdf) is ours


def test_the_same_state_gives_the_same_bytes() -> None:
    """The moment is the last change, not the time of the export."""
    rows = everything()
    assert set_in_type(package(rows)) == set_in_type(package(rows))
    later = replace(package(rows), at=datetime(2026, 4, 1, tzinfo=UTC))
    assert set_in_type(package(rows)) != set_in_type(later)


@pytest.mark.parametrize("kind", ArtifactType)
def test_every_type_is_a_tagged_pdf_of_its_own(kind: ArtifactType) -> None:
    """API-082: PDF/UA for each of the ten."""
    pdf = set_in_type(single(kind), sources=True)
    assert problems(pdf) == []
    assert "Flour Power" in words(pdf)


@pytest.mark.parametrize("tier", Tier)
def test_the_package_passes_the_structural_check(tier: Tier) -> None:
    """Issue: "passes a PDF/UA validator or an equivalent structural check"."""
    pdf = set_in_type(package(tier=tier), sources=True)
    assert problems(pdf) == []
    sorts = {str(one["/S"]) for one in elements(pdf)}
    wanted = {"/H1", "/H2", "/P", "/L", "/LI", "/Table", "/TH", "/TD", "/TOC", "/Link"}
    assert wanted | {"/Figure", "/Note"} <= sorts


def test_the_structural_check_sees_what_is_wrong() -> None:
    """The check is not one that always passes."""
    content = json.dumps(payload(package(), sources=False))
    compiler = typst.Compiler(TEMPLATES / "package.typ", TEMPLATES)
    plain = compiler.compile(format="pdf", sys_inputs={"book": content}, pdf_tags=False)
    assert isinstance(plain, bytes)
    found = problems(plain)
    assert {"not marked as tagged", "no structure tree"} <= set(found)
    assert any("outside of marked content" in one for one in found)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_f38_a_pdf_shows_what_was_typed_and_does_nothing(text: str) -> None:
    """Any text in any field: shown, or a box; a valid file without active content."""
    pdf = set_in_type(package(rewritten(documents(), text), startup=text), sources=True)
    assert problems(pdf) == []


def test_typst_syntax_stays_text() -> None:
    """EXPO-02: templates read the content as data."""
    text = HOSTILE["typst"]
    shown = words(set_in_type(package(rewritten(documents(), text))))
    assert text in shown


@pytest.mark.parametrize("text", ["日本語", "한국어", "Кириллица", "Ελληνικά", "Việt"])
def test_other_scripts_are_set_in_type(text: str) -> None:
    """A name in another script is on the cover, and can be copied from it."""
    assert text in first_page(package(startup=text))


def test_a_chapter_that_is_not_written_is_named() -> None:
    """API-083: the package takes what exists."""
    text = words(set_in_type(package(documents()[:1])))
    assert "5 How It Works: not written yet" in text
    assert "MVP Scope: not written yet" in text


def test_sources_are_footnotes_when_asked() -> None:
    """Issue section 3: "exports carry them as footnotes when asked"."""
    quote = "Founder's idea: “An inventory app for small bakeries"
    assert quote in words(set_in_type(package(), sources=True))
    assert quote not in words(set_in_type(package()))


def test_references_assumptions_and_flags_are_shown() -> None:
    """EXPO-04, PROV-04."""
    rows = documents()
    rows[2].links = {**rows[2].links, "M2": ["F9"]}
    text = words(set_in_type(package(rows)))
    assert "Delivers F1 The list of ingredients" in text
    assert "Assumed" in text
    assert "Check: F9 is not there any more" in text


def test_a_demo_says_that_it_is_one() -> None:
    """Nobody takes composed words for a model's."""
    rows = documents()
    assert "Demo: composed" in words(set_in_type(package(rows)))
    for row in rows:
        row.generated_by = "anthropic:claude"
    assert "Demo" not in words(set_in_type(package(rows)))


async def test_a_pdf_is_made_beside_the_event_loop() -> None:
    """EXPO-02: rendered off the event loop; several at once."""
    import asyncio

    book = single(ArtifactType.BRIEF)
    made = await asyncio.gather(*(pdf_of(book) for _ in range(4)))
    assert len(set(made)) == 1
