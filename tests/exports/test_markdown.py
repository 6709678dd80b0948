"""Founder text is data in every Markdown export (EXPO-03, EXPO-05, ORC-79)."""

from __future__ import annotations

import html
import re

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cofounder.artifacts.contents import ArtifactType
from cofounder.exports.errors import UnknownVariant
from cofounder.exports.markdown.escaping import escape, fenced
from cofounder.exports.markdown.rendering import VARIANTS, markdown_of
from tests.exports.samples import documents, package, rewritten, single

HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://evil/?d=1)",
    "# heading",
    "- item",
    "1. one",
    "> quote",
    "`code`",
    "**bold** and _em_ and ~~gone~~",
    "| a | b |",
    "{{ 7*7 }} {% x %} ${7}",
    "```\nfence\n```",
    "Setext\n===",
    "line\n---\nline",
    "&copy; &lt;b&gt; &#x41;",
    "    indented",
    "2024) a year",
    "-5 degrees, 3.5 cups",
]


def shown(markdown: str) -> str:
    """The text a reader sees, once a Markdown reader made a page of it."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    return html.unescape(re.sub(r"</?(p|br)\s*/?>", "", page)).strip()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_markdown_reader_shows_the_very_text(text: str) -> None:
    assert shown(escape(text)).split() == text.split()


@given(st.text(alphabet="ab1 <>[]()!#*_`~|$\\-+=.&;\n\t\"'", max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(escape(text))
    assert set(re.findall(r"<(\w+)", page)) <= {"p", "br"}


@settings(deadline=None)
@given(st.text(alphabet="ab1 <>[]()!#*_`~|$\\-+=.&;:/\n\t\r\u2028\x0b\"'", max_size=60))
def test_a_whole_file_holds_no_markup_of_the_founder(text: str) -> None:
    """EXPO-03: whatever a document says, a reader makes only our own elements of it."""
    rows = rewritten(documents(), text)
    allowed = {"h1", "h2", "h3", "h4", "h5", "p", "strong", "em", "hr", "ul", "ol"}
    allowed |= {"li", "code", "pre", "br", "sup", "table", "thead", "tbody", "tr"}
    for variant in VARIANTS:
        page = rendered(markdown_of(package(rows, startup=text), variant))
        assert set(re.findall(r"<([a-z]\w*)", page)) <= allowed | {"th", "td"}
        assert "href" not in page


def rendered(markdown: str) -> str:
    body = re.sub(r"\A---\n.*?\n---\n", "", markdown, flags=re.DOTALL)
    return MarkdownIt("commonmark", {"html": True}).enable("table").render(body)


def test_a_fence_is_longer_than_what_it_holds() -> None:
    """EXPO-03: a per-feature fenced block that no name can close."""
    assert fenced(["```` x"]) == ["`````", "```` x", "`````"]
    assert fenced(["plain"], "yaml") == ["```yaml", "plain", "```"]


def test_readable_markdown_has_its_form() -> None:
    """EXPO-03, ORC-79: H1, bold name, italic ISO date, rule, H2 sections, bullets."""
    lines = markdown_of(single(ArtifactType.MVP_SCOPE)).splitlines()
    assert lines[:5] == ["# MVP Scope", "", "**Flour Power**", "", "_2026-03-05_"]
    assert "---" in lines[5:10]
    assert "## Core features" in lines
    assert any(line.startswith("- **The list of ingredients") for line in lines)


def test_technical_markdown_has_its_form() -> None:
    """EXPO-03, ORC-79: front matter, specifications, fences, boxes, severities."""
    text = markdown_of(package(), "technical")
    front = yaml.safe_load(text.split("---\n")[1])
    assert list(front)[:3] == ["artifact_type", "startup", "generated"]
    assert front["artifact_type"] == "strategy_package"
    assert front["startup"] == "Flour Power"
    assert front["tier"] == "cto_scale"
    assert "Technical Specifications" in text
    assert "```yaml\nid: F1\nname: " in text
    assert "estimated_weeks: 1" in text
    assert "Acceptance criteria:\n\n- [ ] " in text
    assert re.search(r"(?m)^- \[HIGH\] `R1` \*\*An entry about ingredients", text)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_front_matter_is_yaml_whatever_the_name(name: str) -> None:
    """EXPO-03: the name comes back as it was, on one line."""
    text = markdown_of(single(ArtifactType.BRIEF, startup=name), "technical")
    front = yaml.safe_load(text.encode("utf-8", "replace").split(b"\n---\n")[0][4:])
    said = "".join(one for one in name if one.isalnum() and one.isascii())
    told = "".join(one for one in front["startup"] if one.isalnum() and one.isascii())
    assert said == told


def test_sources_are_footnotes_and_assumptions_are_marked() -> None:
    """EXPO-04, PROV-04: footnotes in technical Markdown, "Assumed" in both."""
    book = single(ArtifactType.BRIEF)
    technical, readable = markdown_of(book, "technical"), markdown_of(book)
    assert re.search(
        r"idea brief: Know what is left, before it runs out\.\[\^1\]", technical
    )
    assert re.search(
        r"(?m)^\[\^1\]: Founder's idea: “An inventory app .+” \(idea:1\)$", technical
    )
    assert "[^" not in readable
    assumed = r"(?m)^Owners of small bakeries who bake at night\. .+ _\(Assumed\)_$"
    assert re.search(assumed, readable)
    assert re.search(assumed, technical)


def test_a_package_names_the_chapters_that_are_not_written_yet() -> None:
    """API-083: what exists is exported."""
    text = markdown_of(package(documents()[:2]))
    numbers = re.findall(r"(?m)^## (\d\. .+)$", text)
    assert numbers == [
        "1. Product Brief",
        "2. MVP Scope",
        "3. Milestones & Timeline",
        "4. Risk Log",
        "5. How It Works",
    ]
    assert text.count("_Not written yet._") == 3


def test_references_that_do_not_hold_are_flagged() -> None:
    """EXPO-04: a reader sees what to check."""
    rows = documents()
    rows[2].links = {"M1": ["F9"], "M2": []}
    text = markdown_of(single(ArtifactType.MILESTONES, rows))
    assert "F9 is not there any more" in text
    assert "not linked to what it rests on yet" in text


def test_another_variant_is_refused() -> None:
    """EXPO-01: 400 for anything else."""
    with pytest.raises(UnknownVariant):
        markdown_of(package(), "pretty")
