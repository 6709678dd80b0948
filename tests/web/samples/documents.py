"""The library, a document, its editing, history and comparison; the assumptions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cofounder.web.screens.assumptions import pages as assumptions
from cofounder.web.screens.compare import pages as compare
from cofounder.web.screens.document import pages as document
from cofounder.web.screens.documents import pages as documents
from cofounder.web.screens.editing import pages as editing
from cofounder.web.screens.pieces import ASSUMED, Source
from cofounder.web.views import Screen
from tests.web.samples.shared import PROJECT

DOCUMENTS = f"{PROJECT}/documents"
BRIEF, SCOPE = f"{DOCUMENTS}/brief", f"{DOCUMENTS}/mvp_scope"
ANSWER = Source(
    label="6",
    origin="Your answer to “What goes wrong?”",
    quote="Last quarter nine items were lost",
)
DOUBT = document.Doubt(
    confirm_action=f"{PROJECT}/assumptions/f1/confirm",
    deny_action=f"{PROJECT}/assumptions/f1/deny",
    back=f"{BRIEF}#section-differentiation_points",
)
PROBLEM = document.DocumentSection(
    key="problem_statement",
    title="Problem",
    claims=(
        document.Claim(
            path="problem_statement",
            text="Last quarter nine items were lost.",
            sources=(ANSWER, Source(label="Idea", origin="Your idea", quote="lost")),
        ),
    ),
    is_edited=True,
    notes=(
        document.Note(text="Is that every week?", when="20 min ago", at="today"),
        document.Note(
            text="Ask Mara.", when="yesterday", at="x", quote="nine", is_anchored=False
        ),
    ),
    edit_href=f"{BRIEF}/edit/problem_statement",
    note_action=f"{BRIEF}/notes/problem_statement",
    note_draft="Not saved yet",
    note_quote="Every item",
    note_error="quote: these words do not stand in this section.",
)
DIFFERENT = document.DocumentSection(
    key="differentiation_points",
    title="What makes it different",
    is_list=True,
    claims=(
        document.Claim(
            path="differentiation_points/0",
            text="It starts with a label, not with an account.",
            sources=(ASSUMED,),
            doubt=DOUBT,
        ),
        document.Claim(
            path="differentiation_points/1", text="It texts.", is_denied=True
        ),
    ),
    edit_href=f"{BRIEF}/edit/differentiation_points",
    note_action=f"{BRIEF}/notes/differentiation_points",
)
LOCKED = document.DocumentSection(
    key="competitive_strategy", title="Competitive strategy", is_locked=True
)
FEATURES = document.DocumentSection(
    key="core_features",
    title="What we build first",
    items=(
        document.Item(
            id="F1",
            title="One number per item",
            claim=document.Claim(
                path="core_features/0", text="Written at the door.", sources=(ANSWER,)
            ),
            level="high",
            level_label="Must have",
            facts=("2 weeks",),
            criteria=("Somebody over sixty finds their kettle",),
            answer="We try it on a Saturday first.",
            references=(
                document.Reference(
                    label="V1", name="Know where it is", href=f"{BRIEF}#V1"
                ),
            ),
            flags=("It referred to F9, which is not there any more",),
        ),
    ),
    edit_href=f"{SCOPE}/edit/core_features",
    note_action=f"{SCOPE}/notes/core_features",
)
WEEKS = document.DocumentSection(
    key="total_duration_weeks", title="How long it takes", figure="4 weeks"
)
PATH = document.DocumentSection(
    key="critical_path", title="Critical path", trail=("Agree", "Build", "Try")
)
EMPTY = document.DocumentSection(key="out_of_scope", title="What waits")


def draw_document() -> Iterator[tuple[str, Screen]]:
    page = document.DocumentPage(
        title="Product brief",
        tone="done",
        state="Current",
        version="Version 4, edited by you, yesterday",
        counts="13 sources, 2 assumptions",
        is_demo=True,
        approved="Version 3 approved",
        approve_action=f"{BRIEF}/approve",
        approve_version=4,
        sections=(PROBLEM, DIFFERENT, FEATURES, WEEKS, PATH, EMPTY, LOCKED),
        rewrite=document.Rewrite(action=f"{BRIEF}/rewrite", edited_titles=("Problem",)),
        stale=document.Stale(
            reasons=("“Idea brief” went from version 1 to 2.",),
            keep_action=f"{BRIEF}/keep",
        ),
        failure="",
        exports=(document.Export(label="PDF", href=f"{BRIEF}.pdf", icon="file-text"),),
        history_href=f"{BRIEF}/history",
        library_href=DOCUMENTS,
    )
    yield "document", page
    asked = document.Rewrite(
        action=f"{BRIEF}/rewrite",
        edited_titles=("Problem",),
        instruction="Shorter",
        error="Too long.",
        is_open=True,
    )
    yield "document-asked", replace(page, rewrite=asked, stale=None)
    plain = document.Rewrite(action=f"{BRIEF}/rewrite", edited_titles=())
    yield (
        "document-failed",
        replace(
            page,
            tone="failed",
            state="Could not be written again",
            failure="The model failed.",
            rewrite=plain,
        ),
    )
    yield (
        "document-writing",
        replace(
            page,
            tone="running",
            state="Being written again",
            is_generating=True,
            rewrite=None,
            approved="Approved",
            approve_action="",
        ),
    )
    missing = document.NotWritten(
        title="Risk log",
        icon="shield-alert",
        text="What could go wrong, and what we do about it.",
        library_href=DOCUMENTS,
    )
    yield "document-empty", missing
    yield "document-first", replace(missing, is_generating=True)
    failed = replace(
        missing, failure="The model is busy.", retry_action=f"{DOCUMENTS}/write"
    )
    yield "document-failed", failed
    row = document.VersionRow(
        number=4,
        is_present=True,
        is_approved=True,
        reason="Made the value clearer",
        author="you",
        when="yesterday",
        at="2 May",
        added=11,
        removed=9,
        compare_href=f"{BRIEF}/compare?from=3&to=4",
        restore_action="",
    )
    older = replace(
        row,
        number=3,
        is_present=False,
        is_approved=False,
        restore_action=f"{BRIEF}/versions/3/restore",
    )
    yield (
        "document-history",
        document.HistoryPage(
            title="Product brief", document_href=BRIEF, versions=(row, older)
        ),
    )


def draw_editing() -> Iterator[tuple[str, Screen]]:
    page = editing.EditPage(
        title="Problem",
        document="Product brief",
        action=f"{BRIEF}/edit/problem_statement",
        cancel_href=BRIEF,
        version=4,
        mode="text",
        value="Nine items were lost.",
        hint="Your text replaces ours.",
    )
    yield "editing", page
    yield "editing-number", replace(page, mode="number", value="4", error="Too many.")
    yield (
        "editing-collision",
        replace(page, collision=editing.Collision(message="It changed.", now="Ten.")),
    )
    fields = (
        editing.FieldForm(name="items-1-name", label="Name", kind="line", value="One"),
        editing.FieldForm(name="items-1-d", label="What", kind="text", value="Text"),
        editing.FieldForm(name="items-1-l", label="Done", kind="lines", value="a\nb"),
        editing.FieldForm(name="items-1-n", label="Weeks", kind="number", value="2"),
        editing.FieldForm(
            name="items-1-p",
            label="Priority",
            kind="choice",
            value="low",
            choices=(("high", "High"), ("low", "Low")),
        ),
    )
    items = (editing.ItemForm(number=1, title="One", fields=fields),)
    yield "editing-items", replace(page, mode="items", value="", items=items)


def draw_compare() -> Iterator[tuple[str, Screen]]:
    before = compare.Side(
        label="Version 3",
        is_present=False,
        reason="Regenerated",
        author="co-founder",
        when="8 days ago",
        at="1 May",
    )
    page = compare.ComparePage(
        title="Product brief",
        document_href=BRIEF,
        action=f"{BRIEF}/compare",
        before=before,
        after=replace(before, label="Version 4", is_present=True),
        from_number=3,
        to_number=4,
        choices=(
            compare.Choice(number=4, label="Version 4"),
            compare.Choice(number=3, label="Version 3"),
        ),
        changes=(
            compare.Change(
                key="value_proposition",
                title="Value",
                pieces=(("same", "We "), ("removed", "call"), ("added", "text")),
                added=1,
                removed=1,
                is_edited=True,
                bring_back=f"{BRIEF}/versions/3/sections/value_proposition",
            ),
        ),
        unchanged=("Problem",),
        summary="1 of 6 sections differ.",
        restore_action=f"{BRIEF}/versions/3/restore",
    )
    yield "compare", page
    yield (
        "compare-same",
        replace(page, changes=(), summary="Both say the same.", restore_action=""),
    )


def draw_documents() -> Iterator[tuple[str, Screen]]:
    card = documents.DocumentCard(
        title="Product brief",
        icon="lightbulb",
        href=BRIEF,
        state="done",
        word="Current",
        summary="Why Mend Desk exists.",
        aside="v4, yesterday",
        badges=("Edited by you", "Approved"),
    )
    cards = (
        card,
        replace(card, title="MVP scope", state="stale", stale_because="Brief changed."),
        replace(card, title="Milestones", state="running", word="Being written"),
        replace(
            card, title="Risk log", state="failed", retry_action=f"{DOCUMENTS}/write"
        ),
        replace(card, title="How it works", state="planned", word="Not yet", badges=()),
    )
    library = documents.Library(
        cards=cards,
        others=(card,),
        writing=None,
        said="4 of 5 documents are written",
        write_action=f"{DOCUMENTS}/write",
        write_label="Write what is missing",
        write_note="1 document left.",
        exports=(("Strategy Package (PDF)", f"{PROJECT}/export/strategy-package.pdf"),),
        assumptions_href=f"{PROJECT}/assumptions",
        assumptions="3 open assumptions",
    )
    yield "documents", documents.DocumentsPage(library=library, error="It is busy.")
    step = documents.Step(title="Product brief", state="done", detail="", seconds=42)
    writing = documents.Writing(
        steps=(
            step,
            documents.Step(title="Scope", state="running", detail="", seconds=3),
            documents.Step(title="Risks", state="failed", detail="No.", seconds=9),
            documents.Step(title="How", state="later", detail="", seconds=0),
        ),
        headline="Writing your documents, 1 of 4 done",
        elapsed_seconds=65,
        cost="$0.12",
        note="The model takes its time.",
        stop_action=f"{DOCUMENTS}/stop",
        done=1,
    )
    busy = replace(library, writing=writing, write_label="", locked="It is parked.")
    yield "documents-writing", documents.DocumentsPage(library=busy)


def draw_assumptions() -> Iterator[tuple[str, Screen]]:
    spot = assumptions.Spot(label="MVP scope: What we build first", href=SCOPE)
    row = assumptions.AssumptionRow(
        mark="f1",
        text="Visitors can read a text message.",
        state="open",
        question="How should the visitor hear?",
        answer_href=f"{PROJECT}/understanding",
        stands=(spot,),
        resting=(spot,),
        can_be_judged=True,
        decided="",
        note="",
        action=f"{PROJECT}/assumptions/f1",
    )
    skipped = replace(row, mark="f2", can_be_judged=False, stands=(), resting=())
    denied = replace(
        row,
        mark="f3",
        state="denied",
        decided="yesterday",
        note="asked ten",
        rewrite=(spot,),
        edited=(spot,),
    )
    confirmed = replace(row, mark="f4", state="confirmed", decided="yesterday")
    groups = tuple(
        assumptions.AssumptionGroup(title=title, text="…", rows=rows)
        for title, rows in (
            ("Open", (row, skipped)),
            ("Not so", (denied,)),
            ("Confirmed", (confirmed,)),
        )
    )
    page = assumptions.AssumptionsPage(
        groups=groups,
        open_count=2,
        total=4,
        sources_href=f"{PROJECT}/sources",
        next_label="Back to the documents",
        next_href=DOCUMENTS,
        error="The note is too long.",
    )
    yield "assumptions", page
    yield "assumptions-none", replace(page, groups=(), total=0, open_count=0, error="")
    source = assumptions.SourceRow(
        id="source-1",
        label="Idea",
        origin="Your idea",
        text="Our repair café loses toasters.",
        href=f"{PROJECT}/understanding",
        resting=(spot,),
    )
    sources = assumptions.SourcesPage(
        rows=(source, replace(source, id="source-2", resting=())),
        assumptions_href=f"{PROJECT}/assumptions",
    )
    yield "sources", sources
    yield "sources-none", replace(sources, rows=())
