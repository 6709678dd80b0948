"""The five documents of the demo, composed from the founder's words (DOCU-06)."""

from __future__ import annotations

from cofounder.agents.fake.documents.following import following
from cofounder.agents.fake.documents.journey import how_it_works
from cofounder.agents.fake.documents.material import Material
from cofounder.agents.fake.documents.milestones import milestones
from cofounder.agents.fake.documents.product_brief import product_brief
from cofounder.agents.fake.documents.risks import risk_log
from cofounder.agents.fake.documents.scope import scope
from cofounder.artifacts.documents.drafts import (
    HowItWorksDraft,
    MilestonesDraft,
    MvpScopeDraft,
    ProductBriefDraft,
    RiskLogDraft,
)
from cofounder.artifacts.ports import DocumentRequest


def compose_product_brief(request: DocumentRequest) -> ProductBriefDraft:
    """Three points of difference; every section filled."""
    material = Material(request)
    return following(product_brief(material), material)


def compose_scope(request: DocumentRequest) -> MvpScopeDraft:
    """Four or five features that serve the value proposition."""
    material = Material(request)
    return following(scope(material), material)


def compose_milestones(request: DocumentRequest) -> MilestonesDraft:
    """Four milestones of a week, three of them on the critical path."""
    material = Material(request)
    return following(milestones(material), material)


def compose_risk_log(request: DocumentRequest) -> RiskLogDraft:
    """Two technical, two market, two execution risks; one each of the others."""
    material = Material(request)
    return following(risk_log(material), material)


def compose_how_it_works(request: DocumentRequest) -> HowItWorksDraft:
    """Five steps, each with a feature and a milestone behind it."""
    material = Material(request)
    return following(how_it_works(material), material)
