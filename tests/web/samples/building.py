"""Builds, the overview and settings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.build import pages as build
from cofounder.web.screens.gallery import pages as gallery
from cofounder.web.screens.overview import pages as overview
from cofounder.web.screens.settings import pages as settings
from cofounder.web.views import Screen
from tests.web.samples.documents import (
    BRIEF,
    DIFFERENT,
    FEATURES,
    PATH,
    PROBLEM,
    WEEKS,
)
from tests.web.samples.shared import (
    FAILURE,
    PROJECT,
)


def _segments(*states: build.SegmentState) -> tuple[build.Segment, ...]:
    labels = (
        "Designing",
        "Writing code",
        "Installing dependencies",
        "Starting app",
        "Ready",
    )
    return tuple(
        build.Segment(label=label, state=state)
        for label, state in zip(labels, states, strict=True)
    )


FEED = (
    build.FeedEntry(
        title="Designing",
        sentence="Five screens and a ticket number that never repeats.",
        state="done",
        seconds=14,
    ),
    build.FeedEntry(
        title="Starting app",
        sentence="It started. One check failed.",
        state="failed",
        seconds=21,
    ),
    build.FeedEntry(
        title="Writing code, again",
        sentence="Making room for two lines on the label.",
        state="running",
        seconds=57,
    ),
)


LOG = (
    build.LogLine(at="0:41", source="system", text="Installing 11 packages"),
    build.LogLine(at="0:44", source="stdout", text="listening on 3000"),
    build.LogLine(at="0:52", source="stderr", text="expected 2 lines, got 1"),
)


GOAL = "Take in an item, print a label, tell the visitor when it is ready."


def draw_build() -> Iterator[tuple[str, Screen]]:
    start = build.BuildStartPage(
        plan_name="Fast MVP",
        plan_summary="A ticket per item, a text when it is ready.",
        plan_facts=(("Time to Ship", "3-4 weeks"), ("Risk Level", "Low")),
        plan_href=f"{PROJECT}/plan",
        start_action=f"{PROJECT}/build/start",
        goal=GOAL,
    )
    yield "build-start", start
    yield (
        "build-start-error",
        replace(start, error="Write a goal.", sandbox_note="No sandbox here."),
    )
    yield (
        "build-locked",
        replace(
            start,
            locked_reason="Choose a plan first",
            locked_label="Compare options",
            locked_href=f"{PROJECT}/plan",
        ),
    )
    versions = (
        build.VersionLink(
            label="v0.1", href=f"{PROJECT}/build/build_v0_1", state="done"
        ),
        build.VersionLink(
            label="v0.2",
            href=f"{PROJECT}/build/build_v0_2",
            state="running",
            is_current=True,
        ),
    )
    running = build.BuildProgress(
        label="Writing code...",
        version="v0.1",
        plan_name="Fast MVP plan",
        goal=GOAL,
        segments=_segments("done", "now", "back", "back", "later"),
        narration="Making room for two lines on the label.",
        elapsed_seconds=312,
        feed=FEED,
        log=LOG,
        cancel_action=f"{PROJECT}/build/cancel",
        cost="$0.73",
        earlier_log_href="?log=200#log",
        is_log_open=True,
        attempt=2,
        note="Still working, this is normal.",
    )

    def page(body: build.BuildProgress | build.BuildResult | build.BuildFailure):
        return build.BuildPage(
            body=body,
            versions=versions,
            is_demo=True,
            is_waiting=isinstance(body, build.BuildProgress),
        )

    yield "build-running", page(running)
    queued = replace(
        running,
        feed=(),
        log=(),
        attempt=1,
        is_stopping=True,
        note="You are #4 in queue.",
        segments=_segments("later", "later", "later", "later", "later"),
    )
    yield "build-queued", page(queued)
    preview = build.Preview(
        state="active",
        url="/-/sample-app",
        frame_url="/-/sample-app",
        tab_href="/-/sample-app",
        host="mend-desk.preview.localhost",
        title="Mend Desk, running",
        resume_action=f"{PROJECT}/build/build_v0_1/resume",
    )
    ready = build.BuildResult(
        version="v0.1",
        took="4m 23s",
        summary="Mend Desk gives every item a number at the door.",
        goal=GOAL,
        preview=preview,
        checks=(
            build.Check(name="Take in an item", status="pass", summary="4 tests"),
            build.Check(name="Print a label", status="fail", summary="1 of 2 failed"),
            build.Check(name="Text the visitor", status="skipped", summary="no tests"),
        ),
        feed=FEED[:1],
        log=LOG,
        download_href=f"{PROJECT}/build/build_v0_1/download",
        again_action=f"{PROJECT}/build/start",
        earlier_log_href="?log=200#log",
        is_first_view=True,
    )
    yield "build-ready", page(ready)
    viewed = replace(
        ready,
        next_label="Decide what comes next",
        next_href=f"{PROJECT}/gate",
        is_log_open=True,
    )
    yield "build-viewed", page(viewed)
    for state in ("none", "loading", "sleeping", "unavailable"):
        shown = replace(
            preview,
            state=state,
            url="",
            reason="bubblewrap is not installed on this server.",
            fix="apt-get install bubblewrap, then restart.",
        )
        yield f"build-{state}", page(replace(ready, preview=shown))
    failed = build.BuildFailure(
        version="v0.1",
        failure=replace(FAILURE, happened="Builds need a sandbox."),
        is_cancelled=False,
        segments=_segments("done", "done", "failed", "later", "later"),
        feed=FEED[:2],
        log=LOG,
        again_action=f"{PROJECT}/build/start",
        goal=GOAL,
        fix="apt-get install bubblewrap",
        download_href="/zip",
    )
    yield "build-failed", page(failed)
    due = replace(
        failed,
        next_label="Decide the direction",
        next_href=f"{PROJECT}/gate",
        earlier_log_href="?log=200#log",
        is_log_open=True,
    )
    yield "build-failed-closed", page(due)
    stopped = replace(failed, is_cancelled=True, fix="", download_href=None, feed=())
    yield "build-cancelled", page(stopped)


PANEL = overview.SlideOver(
    title="Product brief",
    tone="done",
    state="Current",
    version="Version 4, yesterday",
    sections=(PROBLEM, DIFFERENT, FEATURES, WEEKS, PATH),
    actions=(("Edit", BRIEF), ("History", f"{BRIEF}/history")),
    exports=(("Export PDF", f"{BRIEF}.pdf"), ("Export Markdown", f"{BRIEF}.md")),
    document_href=BRIEF,
    rewrite_action=f"{BRIEF}/rewrite",
    close_href=PROJECT,
)


def draw_overview() -> Iterator[tuple[str, Screen]]:
    art = overview.ArtifactCard(
        title="Idea brief",
        icon="lightbulb",
        summary="Why Mend Desk exists, for whom, and what it must never break.",
        href=f"{PROJECT}/brief",
        state="done",
        word="Current",
        aside="v4, yesterday",
    )
    page = overview.OverviewPage(
        href=PROJECT,
        needs_you=2,
        waiting=(
            overview.Waiting(
                icon="signpost",
                text="The direction waits for your decision.",
                label="Decide",
                href=f"{PROJECT}/gate",
            ),
        ),
        name="Mend Desk",
        description="Tickets for every broken toaster and kettle.",
        stages=gallery.GalleryPage().stages,
        percent=80,
        stage_label="Validated",
        stage_name="Validated Direction",
        next_action=overview.NextAction(
            title="Build the first version",
            text="Your plan and scope are ready. You only watch.",
            label="Start build",
            href=f"{PROJECT}/build",
            also_label="Write the documents",
            also_href=f"{PROJECT}/documents",
            estimate="6–9 min",
        ),
        criteria=(
            overview.ExitCriterion(label="Direction decided", is_met=True),
            overview.ExitCriterion(label="A build passes all checks", is_met=False),
        ),
        artifacts=(
            art,
            replace(art, title="Strategy", icon="waypoints", state="running"),
            replace(art, title="Timeline", icon="calendar-days", state="stale"),
            replace(
                art,
                title="Architecture",
                icon="blocks",
                state="failed",
                retry_action=f"{PROJECT}/generating/retry",
            ),
            replace(
                art,
                title="MVP scope",
                version=4,
                is_edited=True,
                panel_href=f"{PROJECT}?panel=mvp_scope",
            ),
            replace(art, title="Risk log", icon="shield", state="planned", href=""),
        ),
        builds=(
            overview.BuildRow(
                label="v0.1",
                href=f"{PROJECT}/build/build_v0_1",
                state="done",
                word="Ready",
                summary="Built in 4m 23s, 3 of 3 checks passed",
                when="yesterday",
            ),
        ),
        changes=(
            overview.Change(
                icon="signpost",
                text="Direction decided: proceed",
                when="2 days ago",
                at="2026-03-12 10:00 UTC",
            ),
        ),
        costs=(("So far", "$1.62"), ("Working time", "14m 52s")),
        risks=(
            overview.Risk(
                text="The direction was decided 8 days ago.",
                remedy="Starting the build clears this.",
                dismiss_action=f"{PROJECT}/risks/stale_decision/dismiss",
            ),
        ),
    )
    yield "overview", page
    yield "overview-panel", replace(page, panel=PANEL)
    yield (
        "overview-parked",
        replace(
            page,
            parked_note="Waiting for March.",
            risks=(),
            builds=(),
            next_action=replace(page.next_action, posts=True, estimate=""),
        ),
    )


def draw_settings() -> Iterator[tuple[str, Screen]]:
    page = settings.SettingsPage(
        models=(("Strong", "anthropic:claude-opus"), ("Balanced", "ollama:qwen")),
        sandbox=settings.SandboxReport(is_available=True, level="bubblewrap, tested"),
        data_folder="/home/mara/.local/share/cofounder",
        database="SQLite in the data folder",
        version="0.1.0",
        licences=(
            settings.Licence(name="htmx", licence="0BSD", href="/static/vendor/x"),
        ),
    )
    yield "settings", page
    missing = settings.SandboxReport(
        is_available=False,
        level="Not available",
        reasons=("bubblewrap is not installed.",),
        fix="apt-get install bubblewrap",
    )
    yield "settings-no-sandbox", replace(page, sandbox=missing)
    yield "gallery", gallery.GalleryPage()
