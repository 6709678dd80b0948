"""What the model of the wire server says: valid answers made from the prompt.

Nothing is canned: questions, anchors, quotes and code are composed from the passages
the prompt contains, so a prompt that lost the founder's words gives a bad answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

from tests.wire import code, documents
from tests.wire.clashes import contradictions
from tests.wire.reading import Asked


def answer(asked: Asked) -> dict[str, Any]:
    """The answer to whatever the prompt asks for."""
    return _ANSWERS[asked.purpose](asked)


def phrases(passages: list[str], wanted: int = 6, fewest: int = 1) -> list[str]:
    """Different runs of up to three words, each copied from one passage.

    Shorter runs inside them are used only where fewer than `fewest` were found.
    """
    found: dict[str, None] = {}
    for length in (3, 2, 1):
        for phrase in _runs(passages, length):
            if 2 <= len(phrase) <= 60 and len(found) < wanted:
                found.setdefault(phrase)
        if len(found) >= fewest:
            break
    return list(found)


def _runs(passages: list[str], length: int) -> Iterator[str]:
    for line in (line for passage in passages for line in passage.splitlines()):
        words = list(re.finditer(r"[^\s]+", line))
        for start in range(0, len(words), length):
            last = words[min(start + length, len(words)) - 1]
            yield line[words[start].start() : last.end()]


def short(text: str, limit: int = 80) -> str:
    """The beginning of `text` on one line."""
    return " ".join(text.split())[:limit]


def idea(asked: Asked) -> str:
    return short(asked.passages[0]) if asked.passages else "this idea"


def _question(text: str, topic: str, **more: Any) -> dict[str, Any]:
    return {"text": text, "topic": topic, "why": "It shapes what we build.", **more}


def onboarding(asked: Asked) -> dict[str, Any]:
    about = idea(asked)
    return {
        "questions": [
            _question(f"Who would use “{about}” first?", "target_user"),
            _question(f"What goes wrong today without “{about}”?", "problem"),
            _question("What do they do about it today?", "alternatives"),
            _question("Who would pay, and how much?", "money", required=False),
            _question(
                "Which limit matters most to you?",
                "constraint",
                input_type="select",
                options=["Time", "Money", "Rules"],
            ),
        ]
    }


def thesis(asked: Asked) -> dict[str, Any]:
    said = [short(passage, 200) for passage in asked.passages]
    last = said[-1]
    return {
        "problem": f"You told us: {said[0]}",
        "target_user": f"The people you describe: {said[min(1, len(said) - 1)]}",
        "value_prop": f"They get what they lack: {said[0]}",
        "key_constraint": f"We respect: {last}",
        "differentiation": f"You start from {said[0]}",
        "monetization_hypothesis": "We assume they pay monthly.",
        "assumptions": [f"We assume that this holds: {last}"],
        "risks": ["They may stay with what they use."],
        "smallest_viable_experiment": "Show five of them a page and ask for a deposit.",
    }


def understanding(asked: Asked) -> dict[str, Any]:
    limit = int(_number(r"Ask at most (\d+)", asked.task_text, 7))
    about = idea(asked)
    topics = ["market", "alternatives", "money", "risk", "experiment"]
    questions = [
        _question(f"Thinking of “{about}”: what about {topic}?", topic)
        for topic in topics[: max(3, min(limit, 5))]
    ]
    return {"questions": questions}


def relevance(asked: Asked) -> dict[str, Any]:
    """An edit costs the first remaining question; a new answer changes nothing.

    Passages that speak of "free" and of "per month" contradict each other.
    """
    if "answer that was just given" in asked.prompt:
        keep = [
            int(index) for index in re.findall(r"^(\d+): ", asked.prompt, re.MULTILINE)
        ]
        return {
            "needs_regeneration": False,
            "preserve_indices": keep,
            "new_questions": [],
            "contradictions": contradictions(asked),
        }
    return {**_edited(asked), "contradictions": contradictions(asked)}


def _edited(asked: Asked) -> dict[str, Any]:
    remaining = re.findall(r"^(\d+): ", asked.prompt, re.MULTILINE)
    keep = [int(index) for index in remaining][1:]
    changed = len(keep) < len(remaining)
    new = [_question(f"You changed: {short(asked.material['edited'])}?", "other")]
    return {
        "needs_regeneration": changed,
        "preserve_indices": keep,
        "new_questions": new if changed else [],
    }


SECTIONS = (
    "problem_statement",
    "target_user",
    "value_prop",
    "differentiation",
    "monetization_hypothesis",
    "market_context",
    "smallest_viable_experiment",
    "competitive_analysis",
    "scalability_notes",
    "risk_deep_dive",
)


def idea_brief(asked: Asked) -> dict[str, Any]:
    said = asked.passages
    decision = asked.material.get("decision")
    turned = f" We now follow your decision: {short(decision)}." if decision else ""
    brief: dict[str, Any] = {
        section: f"We heard “{short(said[number % len(said)], 200)}”.{turned}"
        for number, section in enumerate(SECTIONS)
    }
    open_questions = re.findall(
        r"^(\S+) \((skip|you_decide)\): (.+)$", asked.prompt, re.MULTILINE
    )
    brief |= {
        "key_constraints": [f"We respect {short(said[-1])}."],
        "assumptions": [f"Open: {question}" for *_, question in open_questions],
        "risks": ["They may not pay."],
    }
    brief = _corrected(brief, json.loads(asked.material.get("denied", "[]")))
    evidence = [
        {
            "path": SECTIONS[number % len(SECTIONS)],
            "source": f"S{number + 1}",
            "quote": phrase,
        }
        for number, passage in enumerate(said)
        for phrase in phrases([passage], 1)
    ]
    reason = f"You said “{short(said[0], 60)}”."
    confidence = [
        {"section": s, "level": "moderate", "reason": reason} for s in SECTIONS
    ]
    decided = [
        {"label": label, "choice": "I'd suggest the simplest way."}
        for label, action, _ in open_questions
        if action == "you_decide"
    ]
    proofs = {"evidence": evidence, "decided": decided}
    return {"brief": brief, "confidence": confidence, **proofs}


def _corrected(brief: dict[str, Any], denied: list[str]) -> dict[str, Any]:
    """The brief without what the founder said is not so."""

    def told(text: str) -> str:
        return "You set us right here." if any(d in text for d in denied) else text

    return {
        section: told(value) if isinstance(value, str) else [told(v) for v in value]
        for section, value in brief.items()
    }


def confidence(asked: Asked) -> dict[str, Any]:
    strong = len(asked.material["section"].split()) > 12
    level = "strong" if strong else "moderate"
    return {"level": level, "reason": "It says as much as it says."}


MOVES = (
    "Talk to ten of them",
    "Open with one street",
    "Charge from day one",
    "Keep the records",
    "Ask for a referral",
    "Show it weekly",
    "Write down what they say",
    "Measure who returns",
)


def strategy_graph(asked: Asked) -> dict[str, Any]:
    fewest = int(_number(r"at least (\d+)", asked.task_text, 1))
    anchors = phrases(asked.passages, fewest=fewest)
    return {
        "anchors": [
            {"phrase": phrase, "description": f"You said “{phrase}”."}
            for phrase in anchors
        ],
        "strategies": [
            {
                "label": move,
                "description": f"We do this because of “{anchors[n % len(anchors)]}”.",
                "rests_on": [anchors[n % len(anchors)]],
                "relation": "rests on",
            }
            for n, move in enumerate(MOVES)
        ],
    }


def mvp_timeline(asked: Asked) -> dict[str, Any]:
    total = int(_number(r"in (\d+) to \d+ weeks", asked.task_text, 6))
    rest = total - 2
    weeks = [(1, 2), (3, rest // 2), (3 + rest // 2, rest - rest // 2)]
    titles = ["No-code validation sprint", "First version", "First users"]
    milestones = [
        {
            "week": week,
            "duration_weeks": length,
            "title": title,
            "description": "Done when five people have used it.",
            "deliverables": ["Five talks", "One page"],
        }
        for (week, length), title in zip(weeks, titles, strict=True)
    ]
    return {
        "milestones": milestones,
        "long_term_roadmap": [
            {
                "phase": "After the first version",
                "title": "Grow",
                "description": "A second group of users.",
                "estimated_weeks": 12,
            }
        ],
        "total_mvp_weeks": total,
        "adapted_for": "Your pace",
    }


def app_architecture(asked: Asked) -> dict[str, Any]:
    about = short(idea(asked), 60)
    names = ["Your pages", "Your engine", "Your records"]
    kinds = ["frontend", "backend", "database"]
    services = ["Vercel", "Render", "Supabase"]
    components = [
        {
            "name": name,
            "type": kind,
            "description": f"Serves “{about}”.",
            "tech_recommendation": service,
            "alternatives": ["Fly.io"],
            "detail_level": "expanded",
        }
        for name, kind, service in zip(names, kinds, services, strict=True)
    ]
    connections = [
        {
            "from_component": names[n],
            "to_component": names[n + 1],
            "protocol": "HTTPS",
            "description": "Asks and stores.",
        }
        for n in range(2)
    ]
    return {
        "components": components,
        "connections": connections,
        "cost_estimate": {
            "startup_monthly": "$0-25",
            "scale_monthly": "$60-120",
            "breakdown": [{"component": names[2], "cost": "$25", "note": "Supabase"}],
        },
        "integration_recommendations": ["E-mail"],
    }


def options(asked: Asked) -> dict[str, Any]:
    deep = "Give every option" in asked.task_text
    wish = asked.material.get("feedback", "")
    about = short(wish or idea(asked), 60)
    sizes = [("Lean start", "low", 60), ("Full launch", "high", 95)]
    return {
        "options": [
            {
                "name": name,
                "is_recommended": risk == "low",
                "time_to_ship": "3-4 weeks",
                "engineering_cost": "$12-15k",
                "risk_level": risk,
                "scope_coverage": scope,
                "pros": ["Early proof", "Little money"],
                "cons": ["Less scope", "Some handwork"],
                "technical_approach": f"Pages and records for “{about}”.",
                "tradeoffs": ["Speed over width"],
                "engineering_impact": "One person.",
                "cost_note": "Hosting on top.",
                "technical_deep_dive": "One service, one file." if deep else None,
            }
            for name, risk, scope in sizes
        ]
    }


def console_options(asked: Asked) -> dict[str, Any]:
    """The same form; the names answer the question."""
    given = options(asked)
    wish = asked.material.get("wish", "")
    for number, option in enumerate(given["options"], start=1):
        option["name"] = f"Answer {number}"
        option["technical_approach"] += f" {short(wish)}"
    return given


def design(asked: Asked) -> dict[str, Any]:
    about = idea(asked)
    return {
        "app_name": short(about, 60),
        "summary": f"A small app for: {about}",
        "features": ["Create, list, edit and delete records"],
        "files": [{"path": path, "purpose": "Part of the app"} for path in code.PATHS],
    }


def write(asked: Asked) -> dict[str, Any]:
    paths = [
        json.loads(line)
        for line in re.findall(r'^- (".+")$', asked.task_text, re.MULTILINE)
    ]
    packages = re.findall(
        r"^[A-Za-z0-9._-]+(?:\[\S+\])?==\S+$", asked.prompt, re.MULTILINE
    )
    files = code.files(idea(asked), packages)
    return {
        "files": [{"path": path, "content": files[path]} for path in paths],
        "summary": "The files you asked for.",
    }


def fix(asked: Asked) -> dict[str, Any]:
    readme = asked.material.get("README.md", "# App\n")
    said = short(asked.material["failure"], 60)
    changed = f"{readme}\n\nChecked again after: {said}\n"
    return {
        "files": [{"path": "README.md", "content": changed}],
        "summary": "One file changed.",
    }


def _number(pattern: str, text: str, default: int) -> str:
    found = re.search(pattern, text)
    return found[1] if found else str(default)


_ANSWERS: dict[str, Callable[[Asked], dict[str, Any]]] = {
    "onboarding_questions": onboarding,
    "thesis": thesis,
    "understanding_questions": understanding,
    "relevance": relevance,
    "idea_brief": idea_brief,
    "confidence": confidence,
    "strategy_graph": strategy_graph,
    "mvp_timeline": mvp_timeline,
    "app_architecture": app_architecture,
    "options": options,
    "console_options": console_options,
    "design": design,
    "write": write,
    "fix": fix,
    **documents.ANSWERS,
}
