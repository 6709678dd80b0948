"""The five documents as the model of the wire server writes them.

Labels and names are read from the prompt, quotes are copied from its passages: a prompt
that lost one of them gives a document our rules refuse.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.wire.reading import Asked

Proof = dict[str, str]


def product_brief(asked: Asked) -> dict[str, Any]:
    about = _idea(asked)
    return {
        "problem_statement": f"You told us: {about}. We take that as our problem.",
        "target_user": f"We build for whoever says: {_said(asked, 1)}.",
        "value_proposition": f"We promise an end to this: {about}. Nothing more.",
        "key_constraint": f"We respect what you said: {_said(asked, -1)}.",
        "differentiation_points": [
            f"We start from {about}.",
            "We ask for one minute a day.",
            "We leave your words as they are.",
        ],
        "market_analysis": f"We look for ten people like these: {_said(asked, 1)}.",
        "competitive_strategy": f"We stay closer to {about} than anybody else.",
        "evidence": _evidence(
            asked, "problem_statement", "target_user", "differentiation_points/0"
        ),
    }


def mvp_scope(asked: Asked) -> dict[str, Any]:
    promise, *points = [*_labels(asked, "V"), *_labels(asked, "D")]
    about = _idea(asked, 40)
    return {
        "core_features": [
            {
                "name": f"{verb}: {about}",
                "description": f"We keep our promise “{promise[1]}” with it.",
                "priority": "high" if at < 2 else "medium",
                "refers_to": [promise[0], *[label for label, _ in points[at : at + 1]]],
            }
            for at, verb in enumerate(("Keep", "Find", "Share", "Warn of"))
        ],
        "out_of_scope": ["Payments: we ask first.", "Charts: we have no history yet."],
        "success_metrics": ["By week 2 ten entries.", "By week 4 seven people stay."],
        "technical_architecture": "We need pages, rules and one record book.",
        "scalability_plan": "We add a second computer for ten times as many.",
        "evidence": _evidence(asked, "core_features/0", "core_features/1"),
    }


def milestones(asked: Asked) -> dict[str, Any]:
    features = _labels(asked, "F")
    titles = [f"{name[:60]} is in use" for _, name in features]
    return {
        "milestones": [
            {
                "title": title,
                "description": f"We deliver “{name}”.",
                "success_criteria": ["One person uses it on five days."],
                "estimated_weeks": 1,
                "refers_to": [label],
            }
            for title, (label, name) in zip(titles, features, strict=True)
        ],
        "critical_path": titles[:2],
        "total_duration_weeks": len(titles),
        "resource_plan": "We need six of your hours a week.",
        "risk_mitigation_timeline": "We meet the hardest doubt in week 1.",
        "evidence": _evidence(asked, "milestones/0", "resource_plan"),
    }


def risk_log(asked: Asked) -> dict[str, Any]:
    found = _labels(asked, "M")
    sorts = ("technical", "market", "execution", "financial", "strategic")
    return {
        **{
            f"{sort}_risks": [
                {
                    "title": f"The {sort} doubt",
                    "description": f"It threatens our milestone “{name}”.",
                    "severity": "medium",
                    "mitigation": "We look at it every Friday.",
                    "refers_to": [label],
                }
            ]
            for sort, (label, name) in _around(sorts, found)
        },
        "evidence": _evidence(asked, "technical_risks/0", "market_risks/0"),
    }


def how_it_works(asked: Asked) -> dict[str, Any]:
    reached = dict(_around(("opens", "enters", "finds"), _labels(asked, "M")))
    steps = _around(("opens", "enters", "finds"), _labels(asked, "F"))
    return {
        "user_journey": [
            {
                "step_number": at,
                "title": f"A user {verb} it",
                "description": f"We use “{name}”, there after “{reached[verb][1]}”.",
                "refers_to": [label, reached[verb][0]],
            }
            for at, (verb, (label, name)) in enumerate(steps, start=1)
        ],
        "architecture": "We have pages, rules and one record book.",
        "data_flow": f"We keep what you named: {_idea(asked)}.",
        "integration_points": "We talk to nothing else at first.",
        "security_compliance": "We show it only to people you invite.",
        "evidence": _evidence(asked, "user_journey/0", "data_flow"),
    }


def _labels(asked: Asked, prefix: str) -> list[tuple[str, str]]:
    """What can be referred to, as our own lines name it, outside of all material."""
    found = [
        line.removeprefix("- ").split(": ", 1)
        for line in asked.ours.splitlines()
        if line.startswith(f"- {prefix}") and ': "' in line
    ]
    return [(label, json.loads(name)) for label, name in found]


def _around(names: tuple[str, ...], found: list[Any]) -> list[tuple[str, Any]]:
    return [(name, found[at % len(found)]) for at, name in enumerate(names)]


def _idea(asked: Asked, limit: int = 80) -> str:
    return " ".join(asked.passages[0].split())[:limit]


def _said(asked: Asked, at: int) -> str:
    passages = asked.passages
    return " ".join(passages[min(at, len(passages) - 1)].split())[:80]


def _evidence(asked: Asked, *paths: str) -> list[Proof]:
    """A quote for each path, each from another passage; the last from an assumption."""
    quotes = [
        {"source": f"S{number}", "quote": passage.strip().splitlines()[0][:60]}
        for number, passage in enumerate(asked.passages, start=1)
        if passage.strip()
    ]
    assumed = asked.material.get("A1")
    found = [{"path": p, **q} for p, q in _around(paths, quotes)]
    if assumed:
        found.append({"path": paths[-1], "source": "A1", "quote": assumed})
    return found


ANSWERS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "product_brief": product_brief,
    "mvp_scope": mvp_scope,
    "milestones": milestones,
    "risk_log": risk_log,
    "how_it_works": how_it_works,
}
