"""What the model of the wire server says when it is asked for one of the documents.

Like its other answers they are composed from the prompt: what they refer to are the
labels that stood in it, what they quote are the founder's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.wire.reading import Asked

_LABELS = re.compile(r'^- ([A-Z]\d+): "(.*)"$', re.MULTILINE)


def answer(asked: Asked) -> dict[str, Any]:
    """The document of this purpose, with a proof for its first section."""
    document = ANSWERS[asked.purpose](asked)
    quoted = asked.passages[0].splitlines()[0] if asked.passages else ""
    first = next(iter(document))
    path = f"{first}/0" if isinstance(document[first], list) else first
    proof = {"path": path, "source": "S1", "quote": quoted}
    return {**document, "evidence": [proof] if quoted else []}


def _labels(asked: Asked, sort: str) -> dict[str, str]:
    """Names by the labels of one sort that the prompt offers."""
    found = dict(_LABELS.findall(asked.prompt))
    return {label: name for label, name in found.items() if label[0] == sort}


def _idea(asked: Asked) -> str:
    words = asked.passages[0].split() if asked.passages else ["the", "idea"]
    return " ".join(words)[:120].rstrip(".")


def product_brief(asked: Asked) -> dict[str, Any]:
    said = [" ".join(passage.split())[:200] for passage in asked.passages]
    return {
        "problem_statement": f"You told us what goes wrong: {said[-1]}",
        "target_user": f"We begin with the people you know: {said[0]}",
        "value_proposition": f"Your product keeps one promise: {_idea(asked)}.",
        "key_constraint": f"We respect what you told us: {said[-1]}",
        "differentiation_points": [
            "It begins with the people you know.",
            "It asks for no training before the first use.",
        ],
        "market_analysis": "Your first users live where you live.",
        "competitive_strategy": "We stay closer to them than anybody can afford to.",
    }


def mvp_scope(asked: Asked) -> dict[str, Any]:
    serves = list(_labels(asked, "V")) or list(_labels(asked, "D"))
    names = ("First look", "Daily record", "Shared list", "Weekly answer")
    return {
        "core_features": [
            {
                "name": name,
                "description": f"Your users do one part of it: {_idea(asked)}.",
                "priority": "high" if number < 2 else "medium",
                "refers_to": serves[:1],
            }
            for number, name in enumerate(names)
        ],
        "out_of_scope": [
            "Payments wait until ten people ask to pay.",
            "Reports wait until there is something to report.",
        ],
        "success_metrics": [
            "Ten people use it twice, looked at in week four.",
            "Five people bring a friend, looked at in week six.",
        ],
        "technical_architecture": "One page and one place where things are kept.",
        "scalability_plan": "We add a second machine before we add a second product.",
    }


def milestones(asked: Asked) -> dict[str, Any]:
    steps = [
        {
            "title": f"{name} works",
            "description": f"We build {name} and watch people use it.",
            "success_criteria": [
                "Two people use it without help.",
                "Nothing they wrote is lost.",
            ],
            "estimated_weeks": 2,
            "refers_to": [label],
        }
        for label, name in _labels(asked, "F").items()
    ]
    return {
        "milestones": steps,
        "critical_path": [step["title"] for step in steps],
        "total_duration_weeks": 2 * len(steps),
        "resource_plan": "One person builds, you talk to the people.",
        "risk_mitigation_timeline": "In week two we know whether they come back.",
    }


def risk_log(asked: Asked) -> dict[str, Any]:
    threatened = list(_labels(asked, "M").items())
    kinds = ("technical", "market", "execution", "financial", "strategic")
    return {
        f"{kind}_risks": [
            {
                "title": f"The {kind} side takes longer",
                "description": f"We would notice when {name} comes late.",
                "severity": "medium",
                "mitigation": "We look at it every week and cut what nobody misses.",
                "refers_to": [label],
            }
            for label, name in (threatened[number % len(threatened)],)
        ]
        for number, kind in enumerate(kinds)
    }


def how_it_works(asked: Asked) -> dict[str, Any]:
    reached = list(_labels(asked, "M").items())
    return {
        "user_journey": [
            {
                "step_number": number,
                "title": f"They meet {name}",
                "description": f"They use {name}; it is there after {after}.",
                "refers_to": [label, milestone],
            }
            for number, ((label, name), (milestone, after)) in enumerate(
                zip(_labels(asked, "F").items(), reached, strict=False), start=1
            )
        ],
        "architecture": "A page people see, and a store behind it.",
        "data_flow": "What they write goes into the store and comes back to them.",
        "integration_points": "Nothing yet; mail comes later.",
        "security_compliance": "Only they and you see what they wrote.",
    }


ANSWERS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "product_brief": product_brief,
    "mvp_scope": mvp_scope,
    "milestones": milestones,
    "risk_log": risk_log,
    "how_it_works": how_it_works,
}
