"""What a document says, in one line made of its own words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.items import name_of
from cofounder.artifacts.models import Artifact
from cofounder.web import words
from cofounder.web.screens.generating.loading import result_line

Content = Mapping[str, Any]


def summary_of(row: Artifact) -> str:
    """One line; it never says more than the content does."""
    content: Content = row.current_content or {}
    made = LINES.get(row.artifact_type)
    return made(content) if made else result_line(row)


def _brief(content: Content) -> str:
    return words.first_sentence(str(content["value_proposition"]))


def _scope(content: Content) -> str:
    features = words.counted(len(content["core_features"]), "feature")
    waits = words.counted(len(content["out_of_scope"]), "thing")
    return f"{features}: {_names(content['core_features'])}. {waits} can wait."


def _milestones(content: Content) -> str:
    steps = words.counted(len(content["milestones"]), "milestone")
    weeks = words.counted(int(content["total_duration_weeks"]), "week")
    return f"{steps} in {weeks}: {_names(content['milestones'])}."


def _risks(content: Content) -> str:
    risks = [r for key, v in content.items() if key.endswith("_risks") for r in v or ()]
    severe = [risk for risk in risks if risk["severity"] == "high"]
    told = f", {len(severe)} of them severe" if severe else ""
    return f"{words.counted(len(risks), 'risk')}{told}: {_names(severe or risks)}."


def _journey(content: Content) -> str:
    steps = words.counted(len(content["user_journey"]), "step")
    return f"{steps}: {_names(content['user_journey'])}."


def _idea(content: Content) -> str:
    return words.first_sentence(str(content.get("problem_statement") or ""))


def _plan(content: Content) -> str:
    return f"{words.counted(len(content.get('options', ())), 'way')} to build it."


def _names(items: Sequence[Any], most: int = 2) -> str:
    shown = ", ".join(words.shorten(name_of(item), 60) for item in items[:most])
    return f"{shown} and more" if len(items) > most else shown


LINES: dict[ArtifactType, Callable[[Content], str]] = {
    ArtifactType.IDEA_BRIEF: _idea,
    ArtifactType.BRIEF: _brief,
    ArtifactType.MVP_SCOPE: _scope,
    ArtifactType.MILESTONES: _milestones,
    ArtifactType.RISK_LOG: _risks,
    ArtifactType.HOW_IT_WORKS: _journey,
    ArtifactType.EXECUTION_PLAN: _plan,
}
