"""Requests for the five documents, with finished ones to rest on: shared by tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.items import assign_ids, targets_of
from cofounder.artifacts.ports import DocumentRequest, PriorDocument
from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext

ASSUMED = (
    Passage("assumption:a1", "Every volunteer will write a ticket for each item."),
    Passage("assumption:a2", "Guests will pay two euros for a ticket."),
)
BRIEF: dict[str, Any] = {
    "problem_statement": "Items go home with the wrong person.",
    "target_user": "Volunteers over 60",
    "value_prop": "Every item has a ticket.",
}
FINISHED: dict[ArtifactType, dict[str, Any]] = {
    ArtifactType.BRIEF: {
        "problem_statement": "Items go home with the wrong person.",
        "target_user": "Volunteers over 60.",
        "value_proposition": "Every item carries a ticket. We promise no more.",
        "key_constraint": "One old laptop.",
        "differentiation_points": [
            "A ticket takes ten seconds.",
            "Nothing to install.",
        ],
    },
    ArtifactType.MVP_SCOPE: {
        "core_features": [
            {"name": "Ticket printing", "description": "Prints.", "priority": "high"},
            {"name": "Pick-up check", "description": "Checks.", "priority": "high"},
            {"name": "Shelf list", "description": "Lists.", "priority": "low"},
        ],
        "out_of_scope": ["Payments: later."],
        "success_metrics": ["No item is lost in week 4."],
    },
    ArtifactType.MILESTONES: {
        "milestones": [
            {
                "title": "The first ticket",
                "description": "Ticket printing.",
                "success_criteria": ["A ticket is on a toaster."],
                "estimated_weeks": 1,
            },
            {
                "title": "Nothing goes astray",
                "description": "Pick-up check and Shelf list.",
                "success_criteria": ["One evening without a mistake."],
                "estimated_weeks": 2,
            },
        ],
        "critical_path": ["The first ticket", "Nothing goes astray"],
        "total_duration_weeks": 3,
    },
}
RESTING_ON: dict[ArtifactType, int] = {
    ArtifactType.BRIEF: 0,
    ArtifactType.MVP_SCOPE: 1,
    ArtifactType.MILESTONES: 2,
    ArtifactType.RISK_LOG: 3,
    ArtifactType.HOW_IT_WORKS: 3,
}


def finished(kind: ArtifactType, content: dict[str, Any]) -> PriorDocument:
    """A finished document and everything in it that has a label."""
    targets = targets_of(kind, content, assign_ids(kind, content))
    return PriorDocument(kind, content, tuple(targets))


def document(
    context: CallContext,
    kind: ArtifactType,
    passages: tuple[Passage, ...],
    **more: Any,
) -> DocumentRequest:
    """A request for a document, with all the documents before it."""
    before = list(FINISHED.items())[: RESTING_ON[kind]]
    request = DocumentRequest(
        context,
        kind,
        passages,
        assumptions=ASSUMED,
        brief=BRIEF,
        thesis={"problem": "Items are mixed up."},
        prior=tuple(finished(each, content) for each, content in before),
    )
    return replace(request, **more)
