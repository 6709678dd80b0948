"""The writer on a real model."""

from __future__ import annotations

from typing import Any, TypeVar

from cofounder.accounts.tiers import ModelClass
from cofounder.agents.prompts import Prompt, render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Task
from cofounder.agents.writer import rules
from cofounder.artifacts.contents import GENERATION_ORDER, TITLES
from cofounder.artifacts.documents.drafts import (
    DocumentDraft,
    HowItWorksDraft,
    MilestonesDraft,
    MvpScopeDraft,
    ProductBriefDraft,
    RiskLogDraft,
)
from cofounder.artifacts.ports import DocumentRequest, PriorDocument
from cofounder.runs.calls import Reply

ROLE = "writer"
STRONG = ModelClass.STRONG
PRODUCT_BRIEF = Task(
    ROLE, "product_brief", ProductBriefDraft, STRONG, LONG_OUTPUT_TOKENS
)
MVP_SCOPE = Task(ROLE, "mvp_scope", MvpScopeDraft, STRONG, LONG_OUTPUT_TOKENS)
MILESTONES = Task(ROLE, "milestones", MilestonesDraft, STRONG, LONG_OUTPUT_TOKENS)
RISK_LOG = Task(ROLE, "risk_log", RiskLogDraft, STRONG, LONG_OUTPUT_TOKENS)
HOW_IT_WORKS = Task(ROLE, "how_it_works", HowItWorksDraft, STRONG, LONG_OUTPUT_TOKENS)

D = TypeVar("D", bound=DocumentDraft)


class RealWriter:
    """Asks a model for documents, and holds them to what they refer to."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker

    async def product_brief(self, request: DocumentRequest) -> Reply[ProductBriefDraft]:
        """What we build, for whom, and why it wins."""
        return await self._write(PRODUCT_BRIEF, request)

    async def mvp_scope(self, request: DocumentRequest) -> Reply[MvpScopeDraft]:
        """Features that serve the value proposition, what waits, how we measure."""
        return await self._write(MVP_SCOPE, request)

    async def milestones(self, request: DocumentRequest) -> Reply[MilestonesDraft]:
        """Steps that deliver the features, in weeks that add up."""
        return await self._write(MILESTONES, request)

    async def risk_log(self, request: DocumentRequest) -> Reply[RiskLogDraft]:
        """What threatens which milestone, and what we do about it."""
        return await self._write(RISK_LOG, request)

    async def how_it_works(self, request: DocumentRequest) -> Reply[HowItWorksDraft]:
        """The product step by step, with the features and milestones behind it."""
        return await self._write(HOW_IT_WORKS, request)

    async def _write(self, task: Task[D], request: DocumentRequest) -> Reply[D]:
        def check(value: D, is_last: bool) -> D:
            return rules.document(value, request, is_last=is_last)

        prompt = _prompt(task.name, request)
        return await self.asker.reply(task, request.context, prompt, check)


def _prompt(name: str, request: DocumentRequest) -> Prompt:
    """The same bytes for all five documents as far as they are told the same.

    Instructions, words, idea brief, thesis and assumptions first; then the documents
    that are finished, each call going on where the one before ended; then the task.
    """
    shared = {
        "passages": request.passages,
        "assumptions": request.assumptions,
        "denied": request.denied,
        "brief": request.brief,
        "thesis": request.thesis,
    }
    own = {
        "prior": [_shown(p) for p in sorted(request.prior, key=_place)],
        "previous": request.previous,
        "instruction": request.instruction,
        "sections": request.sections,
    }
    return render(ROLE, name, {**shared, **own}, shared=shared)


def _place(prior: PriorDocument) -> int:
    return GENERATION_ORDER.index(prior.kind)


def _shown(prior: PriorDocument) -> dict[str, Any]:
    return {
        "kind": prior.kind.value,
        "title": TITLES[prior.kind],
        "content": prior.content,
        "targets": prior.targets,
    }
