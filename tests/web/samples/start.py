"""Signing in, errors, Home and onboarding."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.errors import pages as errors
from cofounder.web.screens.home import pages as home
from cofounder.web.screens.kept import pages as kept
from cofounder.web.screens.login import pages as login
from cofounder.web.screens.onboarding import pages as onboarding
from cofounder.web.screens.pieces import (
    Progress,
)
from cofounder.web.views import Screen
from tests.web.samples.shared import (
    CHOICE,
    FAILURE,
    HISTORY,
    IDEA,
    PROJECT,
    WAITING,
    draw_question,
)

UNFINISHED = onboarding.OpenIdea(
    idea=IDEA,
    progress="3 of 6 questions answered",
    changed="2026-03-01 10:00 UTC",
    continue_href="/new/s1",
    abandon_action="/new/s1/abandon",
)


def draw_login() -> Iterator[tuple[str, Screen]]:
    yield "login", login.LoginPage(token="abc")
    yield (
        "login-expired",
        login.LoginExpiredPage(
            reason="It was used already, or is older than fifteen minutes."
        ),
    )
    yield "login-kept", login.LoginKeptPage()
    typed = kept.field_of("answer", f"{IDEA}\n{IDEA}")
    kind = kept.field_of("question_id", "q1")
    yield "kept", kept.KeptPage(id="0192f7a3", fields=(kind, typed))
    yield "kept-again", kept.KeptPage(id="0192f7a3", fields=(typed,), is_settled=True)
    yield "error-404", errors.not_found()
    yield "error-403", errors.forbidden("Your account is suspended.")
    yield (
        "error-409",
        errors.conflict(
            "Pending gate must be resolved first.",
            label="Decide the direction",
            href=f"{PROJECT}/gate",
        ),
    )
    yield "error-422", errors.invalid("name: too long.", href=PROJECT)
    yield "error-503", errors.unavailable("The store is full.", href=PROJECT)
    yield "error-500", errors.broken("0192f7a3c1")


def draw_home() -> Iterator[tuple[str, Screen]]:
    yield "home-first", home.FirstRunPage()
    yield "home-first-error", home.FirstRunPage(error="Tell us your idea first.")
    card = home.ProjectCard(
        name="Mend Desk",
        description=IDEA,
        href=PROJECT,
        stage="Validated",
        changed="2 hours ago",
        changed_at="2026-03-14 10:12 UTC",
        action_label="Make Decision",
        action_href=f"{PROJECT}/gate",
        needs_you="Direction to decide",
    )
    cards = (
        card,
        replace(
            card,
            name="Dog walks",
            action_label="Continue to Build",
            needs_you=None,
            is_building=True,
        ),
        replace(
            card,
            name="Bread list",
            action_label="Resume Project",
            action_posts=True,
            needs_you=None,
            is_parked=True,
        ),
    )
    open_one = home.OpenOnboarding(
        idea="A shared shelf for tools in our street",
        progress="3 of 6 answered",
        continue_href="/new/s1",
        abandon_action="/new/s1/abandon",
    )
    yield "home", home.HomePage(projects=cards, onboarding=open_one)
    active = home.ActiveProject(
        name="Mend Desk",
        stage="Validated",
        changed="2 hours ago",
        park_action=f"{PROJECT}/park",
        delete_action=f"{PROJECT}/delete",
        error="Type the name exactly.",
    )
    limit = home.ProjectLimit(used=2, limit=2, projects=(active,))
    yield "home-limit", home.HomePage(projects=cards, limit=limit)
    yield "home-none", home.HomePage(projects=())
    yield "home-no-match", home.HomePage(projects=(), query="zebra")


def draw_onboarding() -> Iterator[tuple[str, Screen]]:
    yield "onboarding-idea", onboarding.OnboardingPage(step=onboarding.IdeaStep())
    yield (
        "onboarding-short",
        onboarding.OnboardingPage(
            step=onboarding.IdeaStep(idea="Track broken toasters", is_short=True)
        ),
    )
    yield (
        "onboarding-blank",
        onboarding.OnboardingPage(
            step=onboarding.IdeaStep(error="Tell us your idea first.")
        ),
    )
    yield (
        "onboarding-welcome-back",
        onboarding.OnboardingPage(
            step=onboarding.WelcomeBackStep(
                ideas=(UNFINISHED,), can_start=False, limit="1 unfinished idea"
            )
        ),
    )
    yield (
        "onboarding-welcome-back-many",
        onboarding.OnboardingPage(
            step=onboarding.WelcomeBackStep(
                ideas=(UNFINISHED, replace(UNFINISHED, abandon_action="")),
                can_start=True,
                limit="3 unfinished ideas",
            )
        ),
    )
    yield (
        "onboarding-no-room",
        onboarding.OnboardingPage(
            step=onboarding.IdeaStep(idea=IDEA, error="No room.", has_others=True)
        ),
    )
    step = onboarding.QuestionStep(
        session_href="/new/s1",
        progress=Progress(number=4, total=6, percent=50),
        idea=IDEA,
        history=HISTORY[1:],
        question=draw_question(),
    )
    yield "onboarding-question", onboarding.OnboardingPage(step=step)
    yield (
        "onboarding-choice",
        onboarding.OnboardingPage(step=replace(step, question=CHOICE)),
    )
    yield (
        "onboarding-text",
        onboarding.OnboardingPage(
            step=replace(
                step,
                question=replace(
                    draw_question(answer="Piet", error="Say a little more."),
                    input_type="text",
                    cancel_href="/new/s1",
                ),
            )
        ),
    )
    waiting = replace(step, thinking=WAITING)
    yield (
        "onboarding-thinking",
        onboarding.OnboardingPage(step=waiting, is_waiting=True),
    )
    failed = replace(step, failure=FAILURE, retry_action="/new/s1/retry")
    yield "onboarding-failure", onboarding.OnboardingPage(step=failed)
    yield (
        "onboarding-done",
        onboarding.OnboardingPage(step=replace(step, question=None)),
    )
    yield from draw_snapshot()


def draw_snapshot() -> Iterator[tuple[str, Screen]]:
    line = onboarding.SnapshotField(
        name="problem",
        label="Problem",
        value="Items go missing between intake and repair.",
        is_edited=True,
    )
    step = onboarding.SnapshotStep(
        session_href="/new/s1",
        idea=IDEA,
        summary=(
            line,
            replace(
                line,
                name="target_user",
                label="For whom",
                value="The two people at the intake table.",
                is_edited=False,
            ),
        ),
        more=(
            replace(
                line,
                name="assumptions",
                label="Assumptions",
                value="Visitors have phones\nTexts are cheap",
                is_list=True,
            ),
            replace(line, name="risks", label="Risks", value="", is_locked=True),
        ),
        is_demo=True,
    )
    yield "onboarding-snapshot", onboarding.OnboardingPage(step=step)
    editing = replace(step, editing="problem", error="Write at least one word.")
    yield "onboarding-snapshot-edit", onboarding.OnboardingPage(step=editing)
    created = replace(step, project_href=PROJECT, error="It has a project already.")
    yield "onboarding-snapshot-created", onboarding.OnboardingPage(step=created)
