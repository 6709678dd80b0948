"""A card for each artifact: what it says, which version, and what it needs."""

from __future__ import annotations

from typing import Any

from cofounder import clock
from cofounder.artifacts.contents import (
    DOCUMENTS,
    GENERATION_ORDER,
    TITLES,
    TRIO,
    ArtifactType,
)
from cofounder.artifacts.models import Artifact
from cofounder.journey.names import artifact_status
from cofounder.journey.rows import ProjectRows
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.screens.generating.loading import result_line
from cofounder.web.screens.overview.pages import ArtifactCard, CardState
from cofounder.web.screens.overview.panel import panel_href
from cofounder.web.words import ago, first_sentence

ORDER = (
    ArtifactType.IDEA_BRIEF,
    *GENERATION_ORDER,
    *TRIO,
    ArtifactType.EXECUTION_PLAN,
)
ICONS = {
    ArtifactType.IDEA_BRIEF: "lightbulb",
    ArtifactType.BRIEF: "file-text",
    ArtifactType.MVP_SCOPE: "target",
    ArtifactType.MILESTONES: "flag",
    ArtifactType.RISK_LOG: "shield",
    ArtifactType.HOW_IT_WORKS: "book-open",
    ArtifactType.STRATEGY_GRAPH: "waypoints",
    ArtifactType.MVP_TIMELINE: "calendar-days",
    ArtifactType.APP_ARCHITECTURE: "blocks",
    ArtifactType.EXECUTION_PLAN: "columns-3",
}
# Shorter than the artifacts' own titles, as the rail says them.
NAMES = {
    ArtifactType.STRATEGY_GRAPH: "Strategy",
    ArtifactType.MVP_TIMELINE: "Timeline",
    ArtifactType.APP_ARCHITECTURE: "Architecture",
    ArtifactType.EXECUTION_PLAN: "Plan",
}
# The section whose first words say what a document holds.
OPENINGS = {
    ArtifactType.IDEA_BRIEF: "problem_statement",
    ArtifactType.BRIEF: "value_proposition",
    ArtifactType.HOW_IT_WORKS: "architecture",
}


def cards_of(rows: ProjectRows, home: str) -> tuple[ArtifactCard, ...]:
    """Every card, in the order a founder reads them."""
    has_brief = rows.written(ArtifactType.IDEA_BRIEF) is not None
    return tuple(_card(kind, rows, home, has_brief=has_brief) for kind in ORDER)


def name_of(kind: ArtifactType) -> str:
    """What a card is called."""
    return NAMES.get(kind, TITLES[kind])


def _card(
    kind: ArtifactType, rows: ProjectRows, home: str, *, has_brief: bool
) -> ArtifactCard:
    row = rows.artifact(kind)
    if row is None or artifact_status(row) == "planned":
        return ArtifactCard(
            title=name_of(kind),
            icon=ICONS[kind],
            summary="Not written yet.",
            href="",
            state="planned",
            word="Not yet",
            aside=_opened_by(kind, has_brief=has_brief),
        )
    state, word = _state(row)
    return ArtifactCard(
        title=name_of(kind),
        icon=ICONS[kind],
        summary=_summary(row),
        href=page_of(kind, home),
        panel_href=panel_href(home, kind)
        if kind in DOCUMENTS and row.current_content
        else "",
        state=state,
        word=word,
        aside=_aside(row),
        version=row.version_number,
        is_edited=row.has_user_edits,
        retry_action=_retry(row, home) if state == "failed" else "",
    )


def _opened_by(kind: ArtifactType, *, has_brief: bool) -> str:
    if kind is ArtifactType.EXECUTION_PLAN:
        return "after the decision"
    if kind in DOCUMENTS and has_brief:
        return "you can ask for it"
    return "after the interview"


def _state(row: Artifact) -> tuple[CardState, str]:
    match artifact_status(row):
        case "in_progress":
            again = row.current_content is not None
            return "running", "Being rewritten" if again else "Being written"
        case "failed":
            return "failed", "Could not be written"
        case _:
            return ("stale", "Out of date") if row.is_stale else ("done", "Current")


def _aside(row: Artifact) -> str:
    when = ago(row.updated_at, clock.now())
    if row.current_content is None:
        return when
    if row.is_stale:
        is_brief = row.artifact_type is ArtifactType.IDEA_BRIEF
        cause = "your thesis changed" if is_brief else "the brief changed"
        return f"v{row.version_number}, {cause}"
    return f"v{row.version_number}, {when}"


def _retry(row: Artifact, home: str) -> str:
    """The trio is asked for again at once; of the documents whatever is missing."""
    if row.artifact_type in TRIO:
        return f"{home}/generating/retry"
    is_document = row.artifact_type in GENERATION_ORDER
    return f"{home}/documents/write" if is_document else ""


def _summary(row: Artifact) -> str:
    content = row.current_content or {}
    if not content:
        return "Nothing was lost. Trying again often helps."
    kind = row.artifact_type
    if kind in OPENINGS:
        return first_sentence(str(content.get(OPENINGS[kind]) or ""))
    if kind in TRIO:
        return result_line(row)
    return _counts(row, content)


def _counts(row: Artifact, content: dict[str, Any]) -> str:
    match row.artifact_type:
        case ArtifactType.MVP_SCOPE:
            features = words.counted(_length(content, "core_features"), "feature")
            left = words.counted(_length(content, "out_of_scope"), "thing")
            return f"{features} for the first version, {left} left out."
        case ArtifactType.MILESTONES:
            steps = words.counted(_length(content, "milestones"), "milestone")
            weeks = words.counted(int(content.get("total_duration_weeks") or 0), "week")
            return f"{steps} in {weeks}."
        case ArtifactType.RISK_LOG:
            kinds = ("technical_risks", "market_risks", "execution_risks")
            risks = sum(_length(content, kind) for kind in kinds)
            return f"{words.counted(risks, 'risk')} to watch, with what we do about it."
        case _:
            return _plan_summary(row, content)


def _length(content: dict[str, Any], section: str) -> int:
    return len(content.get(section) or ())


def _plan_summary(row: Artifact, content: dict[str, Any]) -> str:
    options: list[dict[str, Any]] = content.get("options", [])
    for option in options:
        if option["id"] == row.selected_option_id:
            return f"You chose {option['name']}: {option['time_to_ship']}."
    return f"{words.counted(len(options), 'way')} to build it. You choose."
