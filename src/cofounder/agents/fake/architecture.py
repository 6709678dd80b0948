"""The demo's app architecture: parts in plain English, managed services, costs."""

from __future__ import annotations

from cofounder.agents.composer.catalogue import Archetype
from cofounder.agents.composer.reading import quote, shorten
from cofounder.agents.fake.story import Story
from cofounder.artifacts.contents import (
    AppArchitecture,
    Component,
    Connection,
    CostEstimate,
    CostLine,
)

WITH_DATES = frozenset({"date", "time"})


def compose_architecture(story: Story) -> AppArchitecture:
    """Four or five parts, joined, with what they cost to start and at 1,000 users."""
    remind = _has_dates(story)
    components = [_pages(story), _rules(story), _records(story), _doors(story)]
    if remind:
        components.append(_messages(story))
    return AppArchitecture(
        components=components,
        connections=_connections(story, remind=remind),
        cost_estimate=_costs(remind=remind),
        integration_recommendations=_integrations(story),
    )


def _pages(story: Story) -> Component:
    return Component(
        name="Pages people see",
        type="frontend",
        description=f"The screens of {story.name}: lists of {story.things}, a dashboard"
        " and a front page, made for phones first.",
        tech_recommendation="Vercel",
        alternatives=["Netlify"],
    )


def _rules(story: Story) -> Component:
    limit = story.said("constraint", limit=160)
    kept = f" It also keeps your limit: {limit}." if limit else ""
    return Component(
        name="Rules behind the pages",
        type="backend",
        description=f"Checks what is entered about {story.things} and decides who may"
        f" change it.{kept}",
        tech_recommendation="Render",
        alternatives=["Railway", "Fly.io"],
    )


def _records(story: Story) -> Component:
    return Component(
        name="Record book",
        type="database",
        description=f"Keeps {_listed(story.kinds)} safe, with a copy every night.",
        tech_recommendation="Supabase (Postgres)",
        alternatives=["Neon"],
    )


def _doors(story: Story) -> Component:
    who = story.said("target_user", limit=120)
    whom = f" for {who}" if who else ""
    return Component(
        name="Front door",
        type="auth",
        description=f"Signing in by an e-mailed link, without a password to forget{whom}.",
        tech_recommendation="Supabase Auth",
        alternatives=["Clerk"],
    )


def _messages(story: Story) -> Component:
    return Component(
        name="Messages",
        type="other",
        description=f"Reminds people in time when something about {story.thing} is due.",
        tech_recommendation="Postmark",
        alternatives=["Resend"],
    )


def _connections(story: Story, *, remind: bool) -> list[Connection]:
    found = [
        Connection(
            from_component="Pages people see",
            to_component="Rules behind the pages",
            protocol="Secure web requests",
            description=f"Every change to {story.things} goes through here.",
        ),
        Connection(
            from_component="Rules behind the pages",
            to_component="Record book",
            protocol="Database connection",
            description=f"Reads and keeps {story.things}.",
        ),
        Connection(
            from_component="Pages people see",
            to_component="Front door",
            protocol="Secure web requests",
            description="Asks who is there before anything is shown.",
        ),
    ]
    if remind:
        found.append(
            Connection(
                from_component="Rules behind the pages",
                to_component="Messages",
                protocol="Secure web requests",
                description=f"Hands over reminders about {story.thing}.",
            )
        )
    return found


def _costs(*, remind: bool) -> CostEstimate:
    lines = [
        CostLine(component="Pages people see", cost="$0-20", note="Free to begin with"),
        CostLine(
            component="Rules behind the pages", cost="$7-25", note="One small server"
        ),
        CostLine(
            component="Record book", cost="$0-25", note="Paid once backups matter"
        ),
        CostLine(
            component="Front door", cost="$0", note="Included with the record book"
        ),
    ]
    if remind:
        lines.append(
            CostLine(component="Messages", cost="$0-15", note="By the message")
        )
    start, scale = ("$7-30", "$70-110") if remind else ("$7-25", "$60-95")
    return CostEstimate(startup_monthly=start, scale_monthly=scale, breakdown=lines)


def _integrations(story: Story) -> list[str]:
    found = [f"Spreadsheet import, so that {shorten(story.thing, 60)} need no retyping"]
    used = story.on("alternatives")
    if used:
        found.append(f"A way over from what is used today: {quote(used.text, 140)}")
    if story.on("money"):
        found.append("Stripe for payments, once the price was agreed to in person")
    return found


def _has_dates(story: Story) -> bool:
    return any(
        plan.kind in WITH_DATES
        for kind in story.found.kinds
        if isinstance(kind, Archetype)
        for plan in kind.fields
    )


def _listed(kinds: tuple[str, ...]) -> str:
    *first, last = kinds
    return f"{', '.join(first)} and {last}" if first else last
