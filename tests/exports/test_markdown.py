"""Founder text is data in every Markdown export (EXPO-03, EXPO-05, ORC-79)."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cofounder.artifacts.contents import ArtifactType
from cofounder.exports.markdown import escape, file_name

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


def test_file_names_are_safe_everywhere() -> None:
    """EXPO-01: `{Project_Name}_{type}.md`."""
    kind = ArtifactType.IDEA_BRIEF
    assert file_name("My Bakery", kind) == "My_Bakery_idea_brief.md"
    assert file_name('../../etc/"passwd"\r\n', kind) == "etc_passwd_idea_brief.md"
    assert file_name("🥐", kind) == "Project_idea_brief.md"
    assert file_name("Bäckerei", kind) == "Bäckerei_idea_brief.md"
    assert len(file_name("x" * 500, kind)) < 100
