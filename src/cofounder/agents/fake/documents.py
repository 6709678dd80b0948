"""The five documents of the demo, composed from the idea brief and the words."""

from __future__ import annotations

from typing import Any

from cofounder.agents.composer.reading import shorten
from cofounder.agents.fake.story import Story, exact, story_of
from cofounder.artifacts.documents.contents import Priority
from cofounder.artifacts.documents.drafts import (
    FeatureDraft,
    HowItWorksDraft,
    MilestoneDraft,
    MilestonesDraft,
    MvpScopeDraft,
    ProductBriefDraft,
    RiskDraft,
    RiskLogDraft,
    StepDraft,
)
from cofounder.artifacts.ports import DocumentRequest
from cofounder.interviews.ports import Evidence


def _story(request: DocumentRequest) -> Story:
    return story_of(request.passages, request.brief)


def _section(request: DocumentRequest, key: str, otherwise: str) -> str:
    value: Any = request.brief.get(key)
    return value if isinstance(value, str) and value.strip() else otherwise


def _idea_evidence(request: DocumentRequest, path: str) -> list[Evidence]:
    quote = exact(request.passages[0].text)
    return [Evidence(path=path, source="S1", quote=quote)] if quote else []


def _labels(request: DocumentRequest, prefix: str) -> list[tuple[str, str]]:
    return [
        (target.id, shorten(target.name, 60))
        for prior in request.prior
        for target in prior.targets
        if target.id.startswith(prefix)
    ]


def compose_product_brief(request: DocumentRequest) -> ProductBriefDraft:
    """Three points of difference; every section filled."""
    story = _story(request)
    constraints: Any = request.brief.get("key_constraints") or []
    return ProductBriefDraft(
        problem_statement=_section(request, "problem_statement", story.idea_quote()),
        target_user=_section(request, "target_user", story.who()),
        value_proposition=_section(request, "value_prop", story.idea_quote()),
        key_constraint=str(constraints[0])
        if constraints
        else "We keep the first version small enough for one person.",
        differentiation_points=[
            f"{story.name} knows {story.things} by name; a general tool does not.",
            f"We ask for nothing that does not help with {story.thing}.",
            "You own it: your data leaves with you, in plain files.",
        ],
        market_analysis=_section(request, "market_context", "We do not know yet."),
        competitive_strategy=_section(
            request, "competitive_analysis", "We do not know yet."
        ),
        evidence=_idea_evidence(request, "value_proposition"),
    )


def compose_scope(request: DocumentRequest) -> MvpScopeDraft:
    """Four or five features that serve the value proposition."""
    story = _story(request)
    names = [f"Keep {kind}" for kind in story.kinds[:3]]
    names += ["Find anything at once", "A page for newcomers"]
    serves = [label for label, _ in _labels(request, "D")]
    priorities: tuple[Priority, ...] = ("high", "high", "medium", "medium", "low")
    return MvpScopeDraft(
        core_features=[
            FeatureDraft(
                name=shorten(name, 120),
                description=f"With this we keep our promise: {name.lower()} for"
                f" {story.who(60)}.",
                priority=priority,
                refers_to=["V1", *serves[:1]],
            )
            for name, priority in zip(names[:5], priorities, strict=False)
        ],
        out_of_scope=[
            "Payments: we first ask whether people want it.",
            "An app in the stores: the page works on phones.",
            "Accounts with rights: one shared place is enough at first.",
            "Reports: a download shows the same.",
        ],
        success_metrics=[
            "Five people use it for a week.",
            "Three of them come back without a reminder.",
            "One of them asks what it costs.",
        ],
        technical_architecture="One page, one small server, one database.",
        scalability_plan="At ten times the size we add accounts and backups.",
        evidence=_idea_evidence(request, "core_features/0"),
    )


def compose_milestones(request: DocumentRequest) -> MilestonesDraft:
    """Four milestones of a week, three of them on the critical path."""
    features = _labels(request, "F") or [("F1", "the first feature")]
    made: list[MilestoneDraft] = []
    titles = ("Agree on the first list", "Build the core", "Try it", "Open the door")
    for index, title in enumerate(titles):
        label, name = features[min(index, len(features) - 1)]
        made.append(
            MilestoneDraft(
                title=title,
                description=f"We work on {name}.",
                success_criteria=[f"{name} works for one real person."],
                estimated_weeks=1,
                refers_to=[label],
            )
        )
    return MilestonesDraft(
        milestones=made,
        critical_path=[*titles[:3]],
        total_duration_weeks=4,
        resource_plan="One person for four weeks, and five who try it.",
        risk_mitigation_timeline="We meet the hardest risk in the first week.",
        evidence=[],
    )


def compose_risk_log(request: DocumentRequest) -> RiskLogDraft:
    """Two technical, two market, two execution risks; one each of the others."""
    milestones = _labels(request, "M") or [("M1", "the first milestone")]

    def risk(title: str, index: int) -> RiskDraft:
        label, name = milestones[index % len(milestones)]
        return RiskDraft(
            title=title,
            description=f"It would delay our milestone {name}.",
            severity="medium",
            mitigation="We look at it every week.",
            refers_to=[label],
        )

    return RiskLogDraft(
        technical_risks=[risk("It loses an entry", 1), risk("It is slow", 1)],
        market_risks=[risk("Habit is stronger", 2), risk("Nobody pays", 3)],
        execution_risks=[risk("We try too much", 0), risk("We hear too late", 2)],
        financial_risks=[risk("It costs more to run", 3)],
        strategic_risks=[risk("A larger product copies us", 3)],
        evidence=[],
    )


def compose_how_it_works(request: DocumentRequest) -> HowItWorksDraft:
    """Five steps, each with a feature and a milestone behind it."""
    story = _story(request)
    features = _labels(request, "F") or [("F1", "the first feature")]
    milestones = _labels(request, "M") or [("M1", "the first milestone")]
    titles = ("Open it", "Enter the first one", "Find it again", "Share it", "Keep it")
    steps: list[StepDraft] = []
    for number, title in enumerate(titles, start=1):
        feature, name = features[(number - 1) % len(features)]
        milestone, reached = milestones[min(number - 1, len(milestones) - 1)]
        steps.append(
            StepDraft(
                step_number=number,
                title=title,
                description=f"We use {name}; it is there from {reached} on.",
                refers_to=[feature, milestone],
            )
        )
    return HowItWorksDraft(
        user_journey=steps,
        architecture=f"{story.name} is one page in front of one database.",
        data_flow=f"We keep {story.things} and nothing else.",
        integration_points="Nothing at first; a download in plain files.",
        security_compliance="We keep no personal details we do not need.",
        evidence=[],
    )
