"""The demo's answers to the decision console, in the words of the brief."""

from __future__ import annotations

from collections.abc import Callable

from cofounder.agents.composer.reading import capital, first_sentence, quote
from cofounder.agents.fake.story import Story, story_of
from cofounder.plans.ports import ConsoleOptions, ConsoleRequest, OptionDraft


def compose_console(request: ConsoleRequest) -> ConsoleOptions:
    """Two or three answers to the question; a wish is answered by the recommended one."""
    story = story_of(request.passages, request.brief)
    answers = ANSWERS[request.template](story)
    wish = request.wish.strip()
    if wish:
        best = next(option for option in answers if option.is_recommended)
        best.pros.append(f"Leaves room for what you added: {quote(wish, 200)}")
    return ConsoleOptions(options=answers)


def _money(story: Story) -> list[OptionDraft]:
    return [
        OptionDraft(
            name="Monthly subscription",
            is_recommended=True,
            time_to_ship="Adds 3-5 days",
            engineering_cost="Adds $1-2k",
            risk_level="low",
            scope_coverage=90,
            pros=[
                f"Fits people who use {story.thing} every week: {story.who()}",
                "Money comes in from the first month",
            ],
            cons=["Has to prove its worth every month", _price_doubt(story)],
            technical_approach=f"Everybody pays the same each month and gets all of"
            f" {story.name}. The first month is free.",
            engineering_impact="One paid state per account and a page to pay. Everything"
            " else stays as planned.",
            cost_note="About 3 percent of what is paid goes to the payment provider.",
            technical_deep_dive=_ledger(story),
        ),
        OptionDraft(
            name="Pay per use",
            time_to_ship="Adds 1-2 weeks",
            engineering_cost="Adds $4-6k",
            risk_level="medium",
            scope_coverage=85,
            pros=["Nobody pays for a quiet month", "Easy to try"],
            cons=[
                "Income is hard to foresee",
                f"Every use of {story.thing} is counted",
            ],
            technical_approach=f"Each use of {story.thing} has a small price, collected"
            " at the end of the month.",
            engineering_impact="Uses have to be counted, shown and corrected.",
            cost_note="Costs grow with use, and so does the income.",
            technical_deep_dive=_ledger(story),
        ),
        OptionDraft(
            name="Free for now",
            time_to_ship="Adds nothing",
            engineering_cost="Adds nothing",
            risk_level="medium",
            scope_coverage=100,
            pros=["We learn fastest", "Nothing stands between people and the product"],
            cons=["We learn nothing about what it is worth", "Costs are yours alone"],
            technical_approach="Everybody uses it for free until we know who comes back."
            " Then we ask those for money.",
            engineering_impact="None now; a page to pay later.",
            cost_note="Only the running costs, from your own pocket.",
            technical_deep_dive="No payment data at all, so nothing to protect yet.",
        ),
    ]


def _pricing(story: Story) -> list[OptionDraft]:
    return [
        OptionDraft(
            name="One price for everybody",
            is_recommended=True,
            time_to_ship="Adds 1 day",
            engineering_cost="Adds under $1k",
            risk_level="low",
            scope_coverage=90,
            pros=["Said in one sentence", "Cheapest to take back later"],
            cons=["Big users pay too little", "Small users may stay away"],
            technical_approach=f"One price, all of {story.name}. We raise it when nobody"
            " says no any more.",
            engineering_impact="One figure in the settings.",
            cost_note=_said_on_money(story),
            technical_deep_dive="A single price record with the day it began.",
        ),
        OptionDraft(
            name="Two levels",
            time_to_ship="Adds 1 week",
            engineering_cost="Adds $3-4k",
            risk_level="medium",
            scope_coverage=85,
            pros=[
                "Room for bigger users",
                f"{capital(story.things)} can differ by level",
            ],
            cons=["We have to guess the border", "Every feature needs a level"],
            technical_approach=f"A small level with {story.thing} and a full one with"
            " everything.",
            engineering_impact="Each part asks which level an account has.",
            cost_note="Support grows with the number of questions about the difference.",
            technical_deep_dive="Levels are data; every check reads one table.",
        ),
    ]


def _checkout(story: Story) -> list[OptionDraft]:
    return [
        OptionDraft(
            name="Hosted payment page",
            is_recommended=True,
            time_to_ship="Adds 2-3 days",
            engineering_cost="Adds $1k",
            risk_level="low",
            scope_coverage=90,
            pros=["Card data never touches us", "Works on every phone"],
            cons=["Looks like the provider's page", "Fees on every payment"],
            technical_approach=f"A button in {story.name} leads to the provider's page and"
            " back.",
            engineering_impact="One redirect there, one message back.",
            cost_note="About 3 percent per payment, nothing before the first one.",
            technical_deep_dive="A webhook with a signature; payments are matched by id.",
        ),
        OptionDraft(
            name="Invoice by hand",
            time_to_ship="Adds nothing",
            engineering_cost="Adds nothing",
            risk_level="low",
            scope_coverage=80,
            pros=["Starts today", "You speak with everybody who pays"],
            cons=["An hour of yours per ten customers", "Late payers need reminders"],
            technical_approach=f"You write the invoices for {story.who()} yourself until"
            " it hurts.",
            engineering_impact="None.",
            cost_note="Your time, nothing else.",
            technical_deep_dive="A list of who paid until when, kept by hand.",
        ),
    ]


def _scope(story: Story) -> list[OptionDraft]:
    rest = story.kinds[1] if len(story.kinds) > 1 else "reports"
    return [
        OptionDraft(
            name=f"Only {story.thing}",
            is_recommended=True,
            time_to_ship="Saves 1-2 weeks",
            engineering_cost="Saves $4-6k",
            risk_level="low",
            scope_coverage=55,
            pros=["Proof weeks earlier", f"One thing to explain: {story.thing}"],
            cons=[
                f"{capital(rest)} wait",
                "Some of the first people have to wait too",
            ],
            technical_approach=f"We build {story.thing} for {story.who()} and nothing"
            " else. Everything else goes on a list.",
            engineering_impact="Half the screens, one kind of record.",
            cost_note="The cheapest first version we can be proud of.",
            technical_deep_dive="One table, one list, one form.",
        ),
        OptionDraft(
            name="A thin version of everything",
            time_to_ship="Saves a few days",
            engineering_cost="Saves $1-2k",
            risk_level="medium",
            scope_coverage=75,
            pros=["Nothing visible is missing", "Keeps the whole story together"],
            cons=["Nothing is finished", "Harder to tell what people came for"],
            technical_approach=f"{capital(story.things)} together, each with the fewest"
            " fields that work.",
            engineering_impact="The same parts, thinner.",
            cost_note="Little saved, little lost.",
            technical_deep_dive="All tables, few columns; details are added later.",
        ),
    ]


ANSWERS: dict[str, Callable[[Story], list[OptionDraft]]] = {
    "monetization_model": _money,
    "pricing_structure": _pricing,
    "checkout_strategy": _checkout,
    "scope_narrowing": _scope,
}


def _said_on_money(story: Story) -> str:
    told = story.on("money")
    if told is None:
        return "You have not told us a price yet, so we would start low."
    return f"You told us: {quote(first_sentence(told.text), 160)}"


def _price_doubt(story: Story) -> str:
    told = story.on("money")
    return (
        "The price is still a guess"
        if told is None
        else "A fixed price may be too much for the smallest"
    )


def _ledger(story: Story) -> str:
    return f"Payments are their own records beside {', '.join(story.kinds)}."
