"""Idea brief, strategy, timeline, architecture and plan as chapters (EXPO-05)."""

from __future__ import annotations

from typing import Any

from cofounder.artifacts.titles import heading_of
from cofounder.exports.book import (
    Bullets,
    Detail,
    Grid,
    Item,
    Items,
    Line,
    Part,
    Prose,
    Reference,
)
from cofounder.exports.chapters.documents import weeks_told
from cofounder.exports.chapters.evidence import Evidence
from cofounder.interviews.brief import LISTS, Section


def idea_brief(content: dict[str, Any], evidence: Evidence) -> tuple[Part, ...]:
    """Every section the plan includes, with our confidence in it."""
    scores: dict[str, str] = content.get("confidence_scores") or {}
    parts: list[Part] = []
    for section in Section:
        value = content.get(section)
        if value in (None, [], ""):
            continue
        block = (
            Bullets(
                tuple(
                    evidence.line(f"{section}/{index}", line)
                    for index, line in enumerate(value)
                )
            )
            if section in LISTS
            else Prose(evidence.line(section, value))
        )
        score = scores.get(section, "").replace("_", " ")
        parts.append(Part(section, heading_of(section), (block,), confidence=score))
    return tuple(parts)


def strategy_graph(content: dict[str, Any], evidence: Evidence) -> tuple[Part, ...]:
    """The founder's phrases, then the moves and the phrases they rest on."""
    nodes: list[dict[str, Any]] = content["nodes"]
    anchors = tuple(
        Item(
            title=f"“{node['label']}”",
            key="label",
            text=node["description"],
            id=node["id"],
            notes=evidence.numbers(f"nodes/{node['id']}"),
        )
        for node in nodes
        if node["type"] == "anchor"
    )
    moves = tuple(
        Item(
            title=node["label"],
            key="label",
            text=node["description"],
            id=node["id"],
            badges=(node["status"],),
            refers=_joins(node["id"], content),
            relation="Rests on",
        )
        for node in nodes
        if node["type"] == "strategy"
    )
    note = content.get("note")
    told = (Prose(Line(note)),) if note else ()
    return (
        Part(
            "anchors",
            "Anchors, in the founder's words",
            (*told, Items("cards", anchors)),
        ),
        Part("strategy", "Strategy", (Items("cards", moves),)),
    )


def _joins(node: str, content: dict[str, Any]) -> tuple[Reference, ...]:
    labels = {n["id"]: n["label"] for n in content["nodes"]}
    return tuple(
        Reference(edge["source"], f"{labels[edge['source']]} ({edge['relation']})")
        for edge in content["edges"]
        if edge["target"] == node
    )


def mvp_timeline(content: dict[str, Any], evidence: Evidence) -> tuple[Part, ...]:
    """The weeks to the MVP, and what comes after."""
    steps = tuple(
        Item(
            title=step["title"],
            text=step["description"],
            details=(
                Detail(
                    "Deliverables",
                    tuple(step["deliverables"]),
                    "deliverables",
                    style="list",
                ),
            ),
            start=step["week"],
            weeks=step["duration_weeks"],
        )
        for step in content["milestones"]
    )
    total = content["total_mvp_weeks"]
    roadmap = tuple(
        Item(
            title=phase["title"],
            text=phase["description"],
            badges=(phase["phase"], f"about {weeks_told(phase['estimated_weeks'])}"),
        )
        for phase in content["long_term_roadmap"]
    )
    return (
        Part("total_mvp_weeks", "To the MVP", (Prose(Line(_span(content))),)),
        Part("milestones", "Milestones", (Items("milestones", steps, total=total),)),
        Part("long_term_roadmap", "After the MVP", (Items("cards", roadmap),)),
    )


def _span(content: dict[str, Any]) -> str:
    whom = str(content["adapted_for"]).strip().rstrip(".")
    return f"{weeks_told(content['total_mvp_weeks'])} to the MVP. Made for: {whom}."


def app_architecture(content: dict[str, Any], evidence: Evidence) -> tuple[Part, ...]:
    """The parts, how they talk, what they cost."""
    cost: dict[str, Any] = content["cost_estimate"]
    components = tuple(
        Item(
            title=part["name"],
            key="name",
            text=part["description"],
            badges=(part["type"],),
            details=(
                Detail(
                    "We suggest", (part["tech_recommendation"],), "tech_recommendation"
                ),
                Detail("Instead", (", ".join(part["alternatives"]),), "alternatives"),
            ),
        )
        for part in content["components"]
    )
    return (
        Part("components", "Components", (Items("cards", components),)),
        Part("connections", "How the parts talk", (_connections(content),)),
        Part("cost_estimate", "Monthly cost", (_costs(cost),)),
        Part(
            "integration_recommendations",
            "We recommend",
            (Bullets(tuple(map(Line, content["integration_recommendations"]))),),
        ),
    )


def _connections(content: dict[str, Any]) -> Grid:
    return Grid(
        ("From", "To", "Over", "What for"),
        tuple(
            (c["from_component"], c["to_component"], c["protocol"], c["description"])
            for c in content["connections"]
        ),
    )


def _costs(cost: dict[str, Any]) -> Grid:
    lines = (
        (line["component"], line["cost"], line.get("note", ""))
        for line in cost["breakdown"]
    )
    return Grid(
        ("What", "A month", "Note"),
        (
            ("To start", cost["startup_monthly"], ""),
            ("At 1,000 users", cost["scale_monthly"], ""),
            *lines,
        ),
    )


def execution_plan(content: dict[str, Any], evidence: Evidence) -> tuple[Part, ...]:
    """The options side by side, then each on its own."""
    options: list[dict[str, Any]] = content["options"]
    compared = Grid(
        ("Option", "Time to ship", "Engineering cost", "Risk", "Scope covered"),
        tuple(
            (
                option["name"],
                option["time_to_ship"],
                option["engineering_cost"],
                option["risk_level"],
                f"{option['scope_coverage']} %",
            )
            for option in options
        ),
    )
    items = tuple(_option(option, content) for option in options)
    return (
        Part("compared", "The options compared", (compared,)),
        Part("options", "Each option", (Items("cards", items),)),
    )


def _option(option: dict[str, Any], content: dict[str, Any]) -> Item:
    badges = (
        "recommended" if option["id"] == content["recommended_id"] else "",
        "chosen" if option["id"] == content.get("selected_option_id") else "",
    )
    lists = (("For it", "pros"), ("Against it", "cons"), ("Trade-offs", "tradeoffs"))
    texts = (
        ("Impact on engineering", "engineering_impact"),
        ("Cost", "cost_note"),
        ("Technical deep dive", "technical_deep_dive"),
    )
    details = [
        Detail(label, tuple(option.get(key) or ()), key, style="list")
        for label, key in lists
    ]
    details += [
        Detail(label, (option[key],), key) for label, key in texts if option.get(key)
    ]
    return Item(
        title=option["name"],
        key="name",
        text=option["technical_approach"],
        badges=tuple(filter(None, badges)),
        details=tuple(d for d in details if d.lines),
    )
