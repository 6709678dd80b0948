"""Every field of every schema, in every form, for every plan (EXPO-04, ORC-78)."""

from __future__ import annotations

import html
import io
import itertools
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from pypdf import PdfReader

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.contents import (
    CONTENTS,
    DocumentContent,
    locked_sections,
    sections_of,
)
from cofounder.artifacts.reading import locked_of
from cofounder.exports.data_room.archive import files_of
from cofounder.exports.data_room.room import Room
from cofounder.exports.markdown.rendering import markdown_of
from cofounder.exports.pdf import set_in_type
from cofounder.interviews.brief import IdeaBrief, Section
from tests.exports.samples import (
    ARCHITECTURE,
    BRIEF,
    GRAPH,
    PLAN,
    TIMELINE,
    material,
    row,
    single,
)

FORMS = ("pdf", "readable", "technical", "site", "json")
Tokens = dict[str, list[str]]
GROUNDWORK: dict[ArtifactType, dict[str, Any]] = {
    ArtifactType.STRATEGY_GRAPH: {**GRAPH, "note": "Fewer anchors than we promise."},
    ArtifactType.MVP_TIMELINE: TIMELINE,
    ArtifactType.APP_ARCHITECTURE: ARCHITECTURE,
    ArtifactType.EXECUTION_PLAN: PLAN,
}


def filled(model: type[BaseModel]) -> tuple[dict[str, Any], Tokens]:
    """A content whose every text is a word of its own, and the words by section."""
    numbers = itertools.count(100)
    tokens: Tokens = {}

    def value(schema: dict[str, Any], section: str) -> Any:
        if "$ref" in schema:
            schema = defs[schema["$ref"].rsplit("/", 1)[1]]
        if "anyOf" in schema:
            return value(schema["anyOf"][0], section)
        if "enum" in schema:
            return schema["enum"][0]
        match schema["type"]:
            case "array":
                return [value(schema["items"], section) for _ in range(2)]
            case "object":
                return {
                    k: value(s, section)
                    for k, s in schema.get("properties", {}).items()
                }
            case "integer":
                return 2
            case _:
                tokens.setdefault(section, []).append(f"Zq{next(numbers)}")
                return tokens[section][-1]

    whole = model.model_json_schema(by_alias=True)
    defs = whole.get("$defs", {})
    content = {
        name: value(schema, name)
        for name, schema in whole["properties"].items()
        if name != "_schema_version"
    }
    return {"_schema_version": 1, **content}, tokens


def shown(kind: ArtifactType, content: dict[str, Any], tier: Tier) -> dict[str, str]:
    """The document in every form, as a reader gets it."""
    rows = [row(kind, content, generated_by="anthropic:x")]
    book = single(kind, rows, tier=tier)
    pages = PdfReader(io.BytesIO(set_in_type(book))).pages
    files = dict(files_of(Room(material(rows, tier=tier))))
    site = files[f"site/{kind.value}.html"].decode()
    return {
        "pdf": " ".join(page.extract_text() for page in pages),
        "readable": markdown_of(book),
        "technical": markdown_of(book, "technical"),
        "site": html.unescape(re.sub(r"<[^>]+>", " ", site)),
        "json": files[f"json/{kind.value}.json"].decode(),
    }


@pytest.mark.parametrize("tier", Tier)
@pytest.mark.parametrize("kind", GENERATION_ORDER)
def test_every_field_of_the_plan_is_in_every_form(
    kind: ArtifactType, tier: Tier
) -> None:
    """EXPO-04, ORC-78, TIER-03: paid sections render, locked ones are left out."""
    content, tokens = filled(CONTENTS[kind])
    assert CONTENTS[kind].model_validate(content).stored() == content
    assert_tier(tokens, set(locked_sections(kind, tier)), shown(kind, content, tier))


@pytest.mark.parametrize("tier", Tier)
def test_every_field_of_the_idea_brief_is_in_every_form(tier: Tier) -> None:
    """EXPO-05, BRIF-01."""
    content, tokens = filled(IdeaBrief)
    content = {**BRIEF, **{section.value: content[section] for section in Section}}
    tokens = {section.value: tokens[section] for section in Section}
    locked = set(locked_of(ArtifactType.IDEA_BRIEF, tier))
    assert_tier(tokens, locked, shown(ArtifactType.IDEA_BRIEF, content, tier))


def assert_tier(tokens: Tokens, locked: set[str], forms: dict[str, str]) -> None:
    for (form, text), (section, words) in itertools.product(
        forms.items(), tokens.items()
    ):
        for word in words:
            assert (word in text) is (section not in locked), (form, section, word)


def test_the_fields_are_all_there() -> None:
    """The test above would be worth nothing with a field forgotten."""
    for kind in GENERATION_ORDER:
        content, tokens = filled(CONTENTS[kind])
        assert set(content) - {"_schema_version"} == set(sections_of(kind))
        figures = {k for k, v in content.items() if isinstance(v, int)}
        assert set(tokens) == set(content) - figures
        assert issubclass(CONTENTS[kind], DocumentContent)


def test_figures_and_levels_are_shown_too() -> None:
    """EXPO-04: what is no text: weeks, numbers, priority, severity."""
    milestones, _ = filled(CONTENTS[ArtifactType.MILESTONES])
    milestones["total_duration_weeks"] = 17
    milestones["milestones"][0]["estimated_weeks"] = 5
    forms = shown(ArtifactType.MILESTONES, milestones, Tier.CTO_SCALE)
    for form in FORMS[:4]:
        assert "17 weeks" in forms[form], form
        assert re.search(r"weeks? 1[-–]5", forms[form], re.IGNORECASE), form
    assert "estimated_weeks: 5" in forms["technical"]
    scope, _ = filled(CONTENTS[ArtifactType.MVP_SCOPE])
    risks, _ = filled(CONTENTS[ArtifactType.RISK_LOG])
    for kind, content in (
        (ArtifactType.MVP_SCOPE, scope),
        (ArtifactType.RISK_LOG, risks),
    ):
        forms = shown(kind, content, Tier.CTO_SCALE)
        assert all("high" in forms[form].lower() for form in FORMS)


def test_the_json_is_the_content_of_the_plan() -> None:
    """TIER-03: locked fields are null and named."""
    content, _ = filled(CONTENTS[ArtifactType.BRIEF])
    forms = shown(ArtifactType.BRIEF, content, Tier.BOOTSTRAPPER)
    data = json.loads(forms["json"])
    assert data["locked_sections"] == ["market_analysis", "competitive_strategy"]
    assert data["content"]["market_analysis"] is None
    assert data["content"]["target_user"] == content["target_user"]


# What is no text to read: how a row is kept, and what the form says in another way.
NOT_READ = {"id", "plan_set_id", "recommended_id", "source", "target", "status"}
NOT_READ |= {"detail_level"}


def leaves(value: Any, key: str = "") -> Iterator[str]:
    """Every text of a content that a reader must find."""
    if isinstance(value, dict):
        for inner_key, inner in value.items():
            yield from leaves(inner, inner_key)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner, key)
    elif isinstance(value, str) and key not in NOT_READ:
        yield value


def as_read(text: str) -> str:
    """Letters and figures only: how lines break and marks are escaped is the form's."""
    return " ".join(re.sub(r"\W+", " ", text).casefold().split())


@pytest.mark.parametrize("kind", GROUNDWORK)
def test_every_text_of_trio_and_plan_is_in_every_form(kind: ArtifactType) -> None:
    """EXPO-05: nodes, weeks, components, costs, options; nothing is left behind."""
    content = GROUNDWORK[kind]
    forms = shown(kind, content, Tier.BOOTSTRAPPER)
    for (form, text), words in itertools.product(forms.items(), leaves(content)):
        assert as_read(words) in as_read(text), (form, words)
