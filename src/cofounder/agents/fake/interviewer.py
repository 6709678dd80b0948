"""The demo's interviewer: asks about the founder's own nouns and quotes the answers."""

from __future__ import annotations

import re

from cofounder.agents.composer.reading import (
    first_sentence,
    is_small,
    language,
    quote,
    tokens,
)
from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.briefing import compose_brief, compose_thesis
from cofounder.agents.fake.clashes import clashes
from cofounder.agents.fake.questions import onboarding, understanding
from cofounder.agents.fake.story import Story, direction_of, level_of, narrowing_of
from cofounder.interviews.brief import ThesisSnapshot
from cofounder.interviews.ports import (
    Confidence,
    IdeaBriefDraft,
    InterviewRequest,
    OnboardingQuestions,
    QuestionDraft,
    Relevance,
    UnderstandingQuestions,
)
from cofounder.interviews.subjects import SPEAKS_OF
from cofounder.runs.calls import Reply

LONG_ANSWER = 12
MONEY = re.compile(
    r"[€$£]\s?\d|\d\s?(?:[€$£]|euros?|dollars?|pounds?)\b", re.IGNORECASE
)
ABOUT_MONEY = re.compile(
    r"\b(?:pay|price|zahlt?|preis|paga|pagaría|precio|paie|paierait|prix)\b",
    re.IGNORECASE,
)
REASONS = {
    "strong": "It names numbers, people or places that can be checked.",
    "moderate": "It is plausible; a number or a name would make it strong.",
    "needs_depth": "It is short or unsure; one concrete example would help.",
}
ABOUT_TODAY = re.compile(
    r"\buse\b.*\btoday\b|\bnutzt man heute\b|\bse usa hoy\b|\butilise-t-on aujourd",
    re.IGNORECASE,
)
ABOUT_A_TEST = re.compile(
    r"\btry within a week\b|\bausprobieren, um\b|\bprobar en una semana\b"
    r"|\bessayer en une semaine\b",
    re.IGNORECASE,
)
# A question, and the words of another answer that make it needless.
NEEDLESS = (
    (ABOUT_MONEY, MONEY),
    (ABOUT_TODAY, SPEAKS_OF["alternatives"]),
    (ABOUT_A_TEST, SPEAKS_OF["experiment"]),
)
FOLLOW_UPS = {
    "en": "You now say {quote}. What changes for {thing} because of that?",
    "de": "Sie sagen jetzt {quote}. Was ändert sich dadurch bei {thing}?",
    "es": "Ahora dice {quote}. ¿Qué cambia por eso en {thing}?",
    "fr": "Vous dites maintenant {quote}. Qu'est-ce que cela change pour : {thing} ?",
}


class DemoInterviewer:
    """Questions, thesis, brief and checks composed by rules."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def onboarding_questions(
        self, request: InterviewRequest
    ) -> Reply[OnboardingQuestions]:
        """Five to seven first questions that name the idea's nouns."""
        return await self.desk.answer(
            "interviewer.onboarding_questions",
            request.context,
            request,
            lambda: OnboardingQuestions(questions=onboarding(_story(request))),
            OnboardingQuestions,
        )

    async def thesis(self, request: InterviewRequest) -> Reply[ThesisSnapshot]:
        """The thesis snapshot, quoting idea and answers."""
        return await self.desk.answer(
            "interviewer.thesis",
            request.context,
            request,
            lambda: compose_thesis(_story(request), request.assumptions),
            ThesisSnapshot,
        )

    async def understanding_questions(
        self, request: InterviewRequest
    ) -> Reply[UnderstandingQuestions]:
        """Deeper questions, without what onboarding already answered."""
        return await self.desk.answer(
            "interviewer.understanding_questions",
            request.context,
            request,
            lambda: UnderstandingQuestions(
                questions=understanding(_story(request), request.question_limit)
            ),
            UnderstandingQuestions,
        )

    async def relevance(self, request: InterviewRequest) -> Reply[Relevance]:
        """Open questions that the edited answer makes needless are dropped."""
        return await self.desk.answer(
            "interviewer.relevance",
            request.context,
            request,
            lambda: compose_relevance(request),
            Relevance,
        )

    async def idea_brief(self, request: InterviewRequest) -> Reply[IdeaBriefDraft]:
        """The idea brief with exact quotes; a narrow or pivot stands first."""
        return await self.desk.answer(
            "interviewer.idea_brief",
            request.context,
            request,
            lambda: _brief(request),
            IdeaBriefDraft,
        )

    async def confidence(self, request: InterviewRequest) -> Reply[Confidence]:
        """How concrete an edited section is."""
        return await self.desk.answer(
            "interviewer.confidence",
            request.context,
            request,
            lambda: _confidence(request.content),
            Confidence,
        )


def compose_relevance(request: InterviewRequest) -> Relevance:
    """What an answer does to the open questions and to the others (UNDR-04)."""
    told = request.edited.text if request.edited else ""
    kept = [
        at
        for at, question in enumerate(request.remaining)
        if not _is_answered(question, told)
    ]
    fresh = _follow_up(request, told) if request.is_edit else []
    return Relevance(
        needs_regeneration=len(kept) < len(request.remaining) or bool(fresh),
        preserve_indices=kept,
        new_questions=fresh,
        contradictions=clashes(request.passages),
    )


def _is_answered(question: str, told: str) -> bool:
    """A price answers the questions about prices, and so on."""
    return any(
        bool(about.search(question) and words.search(told)) for about, words in NEEDLESS
    )


def _follow_up(request: InterviewRequest, told: str) -> list[QuestionDraft]:
    """One question about a long answer that brings words nobody used before."""
    others = " ".join(p.text for p in request.passages if p.text != told).casefold()
    words = tokens(told)
    news = [w for w in words if not is_small(w.folded) and w.folded not in others]
    if (
        len(words) < LONG_ANSWER
        or len(news) < LONG_ANSWER // 2
        or not request.remaining
    ):
        return []
    story = _story(request)
    frame = FOLLOW_UPS.get(language([told]), FOLLOW_UPS["en"])
    text = frame.format(quote=quote(first_sentence(told), 140), thing=story.thing)
    if text in request.remaining:
        return []
    return [QuestionDraft(text=text, topic="product", why="Your answer changed.")]


def _story(request: InterviewRequest) -> Story:
    direction = direction_of(request.previous)
    if request.instruction_kind == "pivot":
        direction = request.instruction.strip()
    return Story(request.passages, direction)


def _brief(request: InterviewRequest) -> IdeaBriefDraft:
    narrowing = narrowing_of(request.previous)
    if request.instruction_kind == "narrow":
        narrowing = request.instruction.strip()
    elif request.instruction_kind == "pivot":
        narrowing = ""
    return compose_brief(
        _story(request),
        request.assumptions,
        narrowing=narrowing,
        previous=request.previous,
        thesis=request.thesis,
        denied=request.denied,
    )


def _confidence(content: str) -> Confidence:
    level = level_of(content)
    return Confidence(level=level, reason=REASONS[level])
