"""The demo's planner: the three fixed options, in the words of the brief (PLAN-09)."""

from __future__ import annotations

from cofounder.agents.composer.reading import capital, first_sentence, quote
from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.console import compose_console
from cofounder.agents.fake.story import Story, narrowing_of, story_of
from cofounder.plans.ports import (
    ConsoleOptions,
    ConsoleRequest,
    DraftOptions,
    OptionDraft,
    PlanRequest,
)
from cofounder.runs.calls import Reply


class DemoPlanner:
    """Names and figures are fixed; what stands around them is the founder's."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def draft(self, request: PlanRequest) -> Reply[DraftOptions]:
        """The demo set; feedback is answered in every option."""
        return await self.desk.answer(
            "planner.draft",
            request.context,
            request,
            lambda: compose_options(request),
            DraftOptions,
        )

    async def console_options(self, request: ConsoleRequest) -> Reply[ConsoleOptions]:
        """Answers to a question of the console, in the words of the brief."""
        return await self.desk.answer(
            "planner.console_options",
            request.context,
            request,
            lambda: compose_console(request),
            ConsoleOptions,
        )


def compose_options(request: PlanRequest) -> DraftOptions:
    """Fast MVP, Full-Featured Launch and Hybrid Approach for this brief."""
    story = story_of(request.passages, request.brief)
    wish = request.feedback.strip()
    scope = narrowing_of(request.brief)
    return DraftOptions(
        options=[_fast(story, wish, scope), _full(story, wish), _hybrid(story, wish)]
    )


def _fast(story: Story, wish: str, scope: str) -> OptionDraft:
    only = f" It stays with {quote(scope, 160)}." if scope else ""
    return OptionDraft(
        name="Fast MVP",
        is_recommended=True,
        time_to_ship="3-4 weeks",
        engineering_cost="$12-15k",
        risk_level="low",
        scope_coverage=70,
        pros=_points(
            f"People can keep {story.thing} in {story.name} within a month",
            f"We learn early whether {_better(story)}",
            "Little money is spent before the first honest answer",
            _answer(wish, "comes first and everything else waits"),
        ),
        cons=_points(
            f"{_later(story)} wait for the second version",
            "No accounts with different rights yet",
        ),
        technical_approach=f"One small web app with lists for {story.things}, a dashboard"
        f" and a front page that collects e-mail addresses.{only}{_limit(story)}",
        tradeoffs=_points("Speed now, polish later", "One team, one list at a time"),
        engineering_impact=f"One engineer for three to four weeks. Everything is built"
        f" around {story.thing}, so later parts have a firm base. The weakest spot is"
        " the number of people who test it.",
        cost_note="$12-15k to build, then roughly $7-30 a month to run.",
        technical_deep_dive=f"A single web service and one database. {_tables(story)}"
        " Backups every night, one environment for tests, one for people.",
    )


def _full(story: Story, wish: str) -> OptionDraft:
    return OptionDraft(
        name="Full-Featured Launch",
        is_recommended=False,
        time_to_ship="8-10 weeks",
        engineering_cost="$60-76k",
        risk_level="high",
        scope_coverage=95,
        pros=_points(
            f"Everything you described around {story.things} is there on day one",
            "Accounts, rights and payments are part of it",
            _answer(wish, "is built in full"),
        ),
        cons=_points(
            f"Two months pass before anyone tells us whether {_better(story)}",
            "A wrong guess is expensive to take back",
        ),
        technical_approach=f"The lists for {story.things}, plus accounts, payments,"
        f" messages and a help section, released together.{_limit(story)}",
        tradeoffs=_points("Completeness now, learning later"),
        engineering_impact="A team of three with a lead, two to three months. The parts"
        " depend on each other: records first, then rights, then payments.",
        cost_note="$60-76k to build, then roughly $70-110 a month to run.",
        technical_deep_dive=f"{_tables(story)} Separate services for payments and"
        " messages, a queue between them, and a test environment that mirrors both.",
    )


def _hybrid(story: Story, wish: str) -> OptionDraft:
    return OptionDraft(
        name="Hybrid Approach",
        is_recommended=False,
        time_to_ship="5-6 weeks",
        engineering_cost="$30-38k",
        risk_level="medium",
        scope_coverage=85,
        pros=_points(
            f"{capital(story.things)} work together from the start",
            "Room to change course after the third week",
            _answer(wish, "gets its own week"),
        ),
        cons=_points(
            "Costs twice as much as the fast way",
            f"Some wishes around {story.thing} still wait",
        ),
        technical_approach=f"The fast version first, then a second round with what the"
        f" first ten people miss most around {story.things}.{_limit(story)}",
        tradeoffs=_points("A pause to learn in the middle", "A second round of tests"),
        engineering_impact="Two engineers for five to six weeks, with a stop after the"
        " third to decide what the second half holds.",
        cost_note="$30-38k to build, then roughly $30-60 a month to run.",
        technical_deep_dive=f"{_tables(story)} The second half adds accounts and"
        " reminders without changing how records are kept.",
    )


def _answer(wish: str, outcome: str) -> str:
    return f"Your wish {quote(wish, 200)} {outcome}" if wish else ""


def _points(*points: str) -> list[str]:
    return [point for point in points if point][:5]


def _better(story: Story) -> str:
    told = story.on("problem")
    if told is None:
        return f"work with {story.things} gets easier"
    return f"this gets better: {quote(first_sentence(told.text), 140)}"


def _limit(story: Story) -> str:
    limit = story.said("constraint", limit=180)
    return f" It respects your limit: {limit}." if limit else ""


def _later(story: Story) -> str:
    rest = story.kinds[2:] or ("reminders", "reports")
    return capital(" and ".join(rest))


def _tables(story: Story) -> str:
    return f"One table each for {', '.join(story.kinds)}, with links between them."
