"""Every reference of PROV-02 is found, and nothing that is not the project's."""

from __future__ import annotations

from typing import Any

import pytest

from cofounder import ids
from cofounder.artifacts.contents import DOCUMENTS, ArtifactType
from cofounder.artifacts.models import AssumptionVerdict, Verdict
from cofounder.artifacts.statements import fingerprint_of
from cofounder.decisions.models import ConsoleDecision
from cofounder.decisions.templates import Template
from cofounder.gates.states import Choice
from cofounder.interviews.models import OnboardingSession, UnderstandingSession
from cofounder.journey.decisions import console_choices
from cofounder.journey.rows import ProjectRows
from cofounder.journey.sources import ResolvedSource, page_of, provenance_of
from tests.journey.rows import NOW, PROJECT_ID, a_gate, an_artifact, an_event, the_rows

HOME = f"/projects/{PROJECT_ID}"
GATE = a_gate(Choice.NARROW, reason="Only flour")
CHOICE = {"option_id": "x", "option_name": "Fast MVP", "plan_set_id": "p1"}
SCOPE = an_artifact(
    ArtifactType.MVP_SCOPE,
    {
        "core_features": [
            {"name": "Stock list", "description": "All in one.", "priority": "high"}
        ],
        "out_of_scope": ["Payroll"],
        "success_metrics": ["Two hours saved"],
    },
)
BRIEF = an_artifact(ArtifactType.IDEA_BRIEF, {"problem_statement": "They run out."})
VERDICT = AssumptionVerdict(
    id=ids.new_id(), fingerprint="f", text="They have Wi-Fi", verdict=Verdict.CONFIRMED
)
ASKED_LATER = ConsoleDecision(
    id=ids.new_id(),
    template=Template.DEPLOY_PATH,
    options=[{"id": "x", "name": "Railway", "technical_approach": "One box."}],
    chosen_option_id="x",
    note="We know Python",
    created_at=NOW,
    decided_at=NOW,
)


def interview(kind: type[Any], **more: Any) -> Any:
    questions = [{"id": f"q{n}", "text": f"Question {n}?"} for n in range(3)]
    answers = {
        "q0": {"text": "At night", "action": "answer"},
        "q1": {"text": "", "action": "skip"},
        "q2": {"text": "", "action": "you_decide"},
    }
    return kind(id=ids.new_id(), questions=questions, answers=answers, **more)


ASKED = interview(OnboardingSession, idea_text="An app for bakeries")
DEEPER = interview(UnderstandingSession)


def everything() -> ProjectRows:
    return the_rows(
        onboarding=ASKED,
        understanding=DEEPER,
        gates=(GATE,),
        events=(an_event("plan_selected", detail=CHOICE),),
        artifacts=(SCOPE, BRIEF),
        verdicts=(VERDICT,),
        console=console_choices([ASKED_LATER]),
    )


FEATURE = "Stock list\nAll in one."
CASES = {
    f"idea:{ASKED.id}": ("answer", "An app for bakeries", f"/new/{ASKED.id}"),
    f"onboarding:{ASKED.id}:q0": ("answer", "At night", f"/new/{ASKED.id}"),
    f"onboarding:{ASKED.id}:q1": ("assumption", "Question 1?", f"/new/{ASKED.id}"),
    f"understanding:{DEEPER.id}:q0": ("answer", "At night", f"{HOME}/understanding"),
    f"understanding:{DEEPER.id}:q2": (
        "assumption",
        "Question 2?",
        f"{HOME}/understanding",
    ),
    f"gate:{GATE.id}": (
        "decision",
        "Only flour",
        f"{HOME}/strategy?node=gate_{GATE.id}",
    ),
    f"decision:{VERDICT.id}": (
        "decision",
        "They have Wi-Fi",
        f"{HOME}/assumptions#a-f",
    ),
    f"decision:{ASKED_LATER.id}": (
        "decision",
        "Railway: One box.\nWe know Python",
        f"{HOME}/strategy?node=decision_{ASKED_LATER.id}",
    ),
    f"artifact:{SCOPE.id}:core_features/0": (
        "decision",
        FEATURE,
        f"{HOME}/documents/mvp_scope#section-core_features",
    ),
    f"artifact:{BRIEF.id}:problem_statement": (
        "decision",
        "They run out.",
        f"{HOME}/brief#section-problem_statement",
    ),
    f"assumption:{fingerprint_of(FEATURE)}": (
        "assumption",
        FEATURE,
        f"{HOME}/documents/mvp_scope#section-core_features",
    ),
}


@pytest.mark.parametrize("ref", CASES, ids=range(len(CASES)))
def test_a_reference_leads_to_its_words_and_its_page(ref: str) -> None:
    """PROV-02: each form of reference."""
    found = provenance_of(everything()).find(ref)
    assert found is not None
    assert (found.kind, found.text, found.url) == CASES[ref]
    assert found.title and found.ref == ref


def test_a_plan_reference_leads_to_the_choice() -> None:
    """PROV-02, PLAN-03."""
    found = provenance_of(everything()).find("plan:p1")
    assert found is not None
    assert (found.kind, found.text) == ("decision", "Fast MVP")


@pytest.mark.parametrize(
    "ref",
    ["", "gate:", f"gate:{PROJECT_ID}", "idea:x", "nonsense", "plan:p2"],
    ids=range(6),
)
def test_what_is_not_the_projects_is_not_found(ref: str) -> None:
    assert provenance_of(everything()).find(ref) is None


def test_a_place_inside_a_source_does_not_change_the_source() -> None:
    """PROV-02: the optional suffix of an upload."""
    index = provenance_of(everything())
    assert index.find(f"idea:{ASKED.id}#page=2") == index.find(f"idea:{ASKED.id}")


def test_every_source_can_be_listed_once() -> None:
    index = provenance_of(everything())
    listed: list[ResolvedSource] = list(index)
    assert len({source.ref for source in listed}) == len(listed) == len(index)


def test_an_empty_project_has_no_sources() -> None:
    assert len(provenance_of(the_rows())) == 0


@pytest.mark.parametrize("kind", list(ArtifactType))
def test_every_artifact_has_a_page(kind: ArtifactType) -> None:
    tail = page_of(kind, "")
    assert tail.startswith("/documents/") == (kind in DOCUMENTS)
