"""What has to hold for the three documents of the trio, by their rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cofounder.demo.walk import require

WEEKS = {"bootstrapper": (8, 12), "partner": (6, 8), "cto_scale": (4, 6)}
PARTS = {"frontend", "backend", "database", "auth", "storage", "other"}
YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def check_graph(graph: dict[str, Any], spoken: Sequence[str]) -> str:
    """Anchors are the founder's exact words and carry every strategy (TRIO-01)."""
    nodes: list[dict[str, Any]] = graph["nodes"]
    anchors = [node for node in nodes if node["type"] == "anchor"]
    strategies = [node for node in nodes if node["type"] == "strategy"]
    for anchor in anchors:
        require(
            any(anchor["label"] in words for words in spoken),
            f"strategy graph: “{anchor['label']}” is nowhere in the founder's words",
        )
        require(anchor["status"] == "validated", "strategy graph: an unproven anchor")
    few = len(anchors) < 5 and graph.get("note")
    require(few or 5 <= len(anchors) <= 8, f"strategy graph: {len(anchors)} anchors")
    require(8 <= len(strategies) <= 12, f"strategy graph: {len(strategies)} strategies")
    _check_edges(graph["edges"], anchors, strategies)
    return f"{len(anchors)} anchors, {len(strategies)} strategies"


def _check_edges(
    edges: Sequence[dict[str, Any]],
    anchors: Sequence[dict[str, Any]],
    strategies: Sequence[dict[str, Any]],
) -> None:
    roots = {node["id"] for node in anchors}
    known = roots | {node["id"] for node in strategies}
    require(
        all({edge["source"], edge["target"]} <= known for edge in edges),
        "strategy graph: an edge leads nowhere",
    )
    for node in strategies:
        ends = [{e["source"], e["target"]} for e in edges]
        joined = any(node["id"] in pair and pair & roots for pair in ends)
        require(joined or not roots, f"strategy graph: “{node['label']}” hangs free")


def check_timeline(timeline: dict[str, Any], tier: str) -> None:
    """Relative weeks inside the range of the tier, no dates (TRIO-02)."""
    first, last = WEEKS[tier]
    total: int = timeline["total_mvp_weeks"]
    require(first <= total <= last, f"timeline: {total} weeks, not {first} to {last}")
    for milestone in timeline["milestones"]:
        end = milestone["week"] + milestone["duration_weeks"] - 1
        require(
            1 <= milestone["week"] <= end <= total,
            f"timeline: “{milestone['title']}” is not within the {total} weeks",
        )
        count = len(milestone["deliverables"])
        require(2 <= count <= 3, f"timeline: {count} deliverables in one milestone")
        words = f"{milestone['title']} {milestone['description']}"
        require(not YEAR.search(words), f"timeline: a date in “{milestone['title']}”")


def check_architecture(architecture: dict[str, Any]) -> None:
    """Joined components of known kinds, with costs (TRIO-03)."""
    components: list[dict[str, Any]] = architecture["components"]
    names = {component["name"] for component in components}
    require(len(components) >= 2, "architecture: fewer than two components")
    require(
        {component["type"] for component in components} <= PARTS,
        "architecture: a component of an unknown kind",
    )
    for join in architecture["connections"]:
        ends = {join["from_component"], join["to_component"]}
        require(ends <= names, f"architecture: a connection leads nowhere: {ends}")
    cost = architecture["cost_estimate"]
    require(
        cost["startup_monthly"] and cost["scale_monthly"] and cost["breakdown"],
        "architecture: the costs are missing",
    )
