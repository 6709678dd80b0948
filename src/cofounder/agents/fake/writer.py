"""The demo's writer: the five documents from the founder's words."""

from __future__ import annotations

from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.documents import (
    compose_how_it_works,
    compose_milestones,
    compose_product_brief,
    compose_risk_log,
    compose_scope,
)
from cofounder.artifacts.documents.drafts import (
    HowItWorksDraft,
    MilestonesDraft,
    MvpScopeDraft,
    ProductBriefDraft,
    RiskLogDraft,
)
from cofounder.artifacts.ports import DocumentRequest
from cofounder.runs.calls import Reply


class DemoWriter:
    """Documents composed by rules (DOCU-06)."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def product_brief(self, request: DocumentRequest) -> Reply[ProductBriefDraft]:
        """What we build, for whom, and why it wins."""
        return await self.desk.answer(
            "writer.product_brief",
            request.context,
            request,
            lambda: compose_product_brief(request),
            ProductBriefDraft,
        )

    async def mvp_scope(self, request: DocumentRequest) -> Reply[MvpScopeDraft]:
        """Features that serve the value proposition, what waits, how we measure."""
        return await self.desk.answer(
            "writer.mvp_scope",
            request.context,
            request,
            lambda: compose_scope(request),
            MvpScopeDraft,
        )

    async def milestones(self, request: DocumentRequest) -> Reply[MilestonesDraft]:
        """Steps that deliver the features, in weeks that add up."""
        return await self.desk.answer(
            "writer.milestones",
            request.context,
            request,
            lambda: compose_milestones(request),
            MilestonesDraft,
        )

    async def risk_log(self, request: DocumentRequest) -> Reply[RiskLogDraft]:
        """What threatens which milestone, and what we do about it."""
        return await self.desk.answer(
            "writer.risk_log",
            request.context,
            request,
            lambda: compose_risk_log(request),
            RiskLogDraft,
        )

    async def how_it_works(self, request: DocumentRequest) -> Reply[HowItWorksDraft]:
        """The product step by step, with the features and milestones behind it."""
        return await self.desk.answer(
            "writer.how_it_works",
            request.context,
            request,
            lambda: compose_how_it_works(request),
            HowItWorksDraft,
        )
