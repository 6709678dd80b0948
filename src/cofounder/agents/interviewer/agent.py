"""The interviewer on a real model."""

from __future__ import annotations

from typing import Any

from cofounder.accounts.tiers import ModelClass
from cofounder.agents.interviewer import rules
from cofounder.agents.interviewer.output import IdeaBriefOutput
from cofounder.agents.prompts import Prompt, render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Task
from cofounder.interviews.brief import ThesisSnapshot
from cofounder.interviews.ports import (
    Confidence,
    IdeaBriefDraft,
    InterviewRequest,
    OnboardingQuestions,
    Relevance,
    UnderstandingQuestions,
)
from cofounder.runs.calls import Reply

ROLE = "interviewer"
ONBOARDING = Task(ROLE, "onboarding_questions", OnboardingQuestions)
THESIS = Task(ROLE, "thesis", ThesisSnapshot)
UNDERSTANDING = Task(ROLE, "understanding_questions", UnderstandingQuestions)
RELEVANCE = Task(ROLE, "relevance", Relevance, ModelClass.FAST)
IDEA_BRIEF = Task(
    ROLE, "idea_brief", IdeaBriefOutput, ModelClass.STRONG, LONG_OUTPUT_TOKENS
)
CONFIDENCE = Task(ROLE, "confidence", Confidence, ModelClass.FAST)
MOST_FIRST_QUESTIONS = 7


def as_it_is(value: Any, is_last: bool) -> Any:
    """The schema says everything there is to check."""
    return value


class RealInterviewer:
    """Asks a model, and holds its answers to the rules of the interview."""

    def __init__(self, asker: Asker) -> None:
        self.asker = asker

    async def onboarding_questions(
        self, request: InterviewRequest
    ) -> Reply[OnboardingQuestions]:
        """Five to seven first questions; the three required topics are among them."""
        limit = max(5, min(request.question_limit, MOST_FIRST_QUESTIONS))
        prompt = _prompt(ONBOARDING, request, question_limit=limit)

        def check(value: OnboardingQuestions, is_last: bool) -> OnboardingQuestions:
            return rules.onboarding(value, limit)

        return await self.asker.reply(ONBOARDING, request.context, prompt, check)

    async def thesis(self, request: InterviewRequest) -> Reply[ThesisSnapshot]:
        """The thesis snapshot from idea and answers."""
        prompt = _prompt(THESIS, request)
        return await self.asker.reply(THESIS, request.context, prompt, as_it_is)

    async def understanding_questions(
        self, request: InterviewRequest
    ) -> Reply[UnderstandingQuestions]:
        """The deeper questions; one place is left for the closing one."""
        limit = max(3, request.question_limit - 1)
        prompt = _prompt(
            UNDERSTANDING,
            request,
            question_limit=limit,
            thesis=request.thesis,
            previous=request.previous,
        )

        def check(
            value: UnderstandingQuestions, is_last: bool
        ) -> UnderstandingQuestions:
            return rules.understanding(value, limit)

        return await self.asker.reply(UNDERSTANDING, request.context, prompt, check)

    async def relevance(self, request: InterviewRequest) -> Reply[Relevance]:
        """What an answer leaves of the remaining questions, and what it contradicts."""
        edited = request.edited
        prompt = _prompt(
            RELEVANCE,
            request,
            edited_question=edited.question if edited else "",
            edited_text=edited.text if edited else "",
            is_edit=request.is_edit,
            remaining=request.remaining,
        )

        def check(value: Relevance, is_last: bool) -> Relevance:
            return rules.relevance(value, len(request.remaining), request.passages)

        return await self.asker.reply(RELEVANCE, request.context, prompt, check)

    async def idea_brief(self, request: InterviewRequest) -> Reply[IdeaBriefDraft]:
        """The idea brief, with only such evidence as stands in the words."""
        prompt = _prompt(
            IDEA_BRIEF,
            request,
            assumptions=request.assumptions,
            thesis=request.thesis,
            previous=request.previous,
            denied=request.denied,
            instruction=request.instruction,
            instruction_kind=request.instruction_kind,
        )

        def check(value: IdeaBriefOutput, is_last: bool) -> IdeaBriefOutput:
            return rules.idea_brief(value, request, is_last=is_last)

        reply = await self.asker.reply(IDEA_BRIEF, request.context, prompt, check)
        return Reply(reply.value.draft(), reply.usage, reply.prompt, reply.generated_by)

    async def confidence(self, request: InterviewRequest) -> Reply[Confidence]:
        """How well one edited section is supported."""
        prompt = _prompt(
            CONFIDENCE, request, section=request.section, content=request.content
        )
        return await self.asker.reply(CONFIDENCE, request.context, prompt, as_it_is)


def _prompt(task: Task[Any], request: InterviewRequest, **values: Any) -> Prompt:
    return render(ROLE, task.name, {"passages": request.passages, **values})
