"""A document as it is read: sections of statements, each with where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.screens.pieces import Source
from cofounder.web.views import Part, Screen

Tone = Literal["done", "running", "stale", "failed", "locked"]


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """An assumption with the two ways to settle it."""

    confirm_action: str
    deny_action: str
    back: str
    """Where confirming leads: the section the statement stands in."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One statement, its sources, and what the founder can say of it.

    `doubt` is set while it is assumed; `is_denied` when the founder said it is not so.
    """

    path: str
    text: str
    sources: tuple[Source, ...] = ()
    doubt: Doubt | None = None
    is_denied: bool = False

    @property
    def id(self) -> str:
        """The claim's id on the page."""
        return self.path.replace("/", "-")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A chip that leads to what an item refers to."""

    label: str
    name: str
    href: str


Level = Literal["", "high", "medium", "low"]


@dataclass(frozen=True, kw_only=True)
class Item:
    """A listed item: a feature, a milestone, a risk, a step.

    `level` is a priority or a severity; `facts` are short ones such as "2 weeks";
    `flags` say which of its references do not hold.
    """

    id: str
    title: str
    claim: Claim
    level: Level = ""
    level_label: str = ""
    facts: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    answer: str = ""
    """What we do about a risk."""
    references: tuple[Reference, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Note:
    """A founder's note; without `is_anchored` the words it was put on are gone."""

    text: str
    when: str
    at: str
    quote: str = ""
    is_anchored: bool = True


@dataclass(frozen=True, kw_only=True)
class DocumentSection(Part):
    """One section. It holds claims, or items, or a figure."""

    template = "screens/document/_section.html"

    key: str
    title: str
    claims: tuple[Claim, ...] = ()
    items: tuple[Item, ...] = ()
    figure: str = ""
    trail: tuple[str, ...] = ()
    """Names that follow each other, such as the critical path."""
    is_list: bool = False
    is_edited: bool = False
    is_locked: bool = False
    notes: tuple[Note, ...] = ()
    edit_href: str = ""
    note_action: str = ""
    note_draft: str = ""
    note_quote: str = ""
    note_error: str = ""


@dataclass(frozen=True, kw_only=True)
class Stale:
    """Why a document is out of date and what can be done."""

    reasons: tuple[str, ...]
    keep_action: str


@dataclass(frozen=True, kw_only=True)
class Rewrite:
    """Asking for the document again; with edits the founder says what happens to them."""

    action: str
    edited_titles: tuple[str, ...]
    instruction: str = ""
    error: str = ""
    is_open: bool = False


@dataclass(frozen=True, kw_only=True)
class Export:
    """A file to download."""

    label: str
    href: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class DocumentPage(Screen):
    """`/projects/{id}/documents/{kind}`."""

    template = "screens/document/page.html"

    title: str
    tone: Tone
    state: str
    version: str
    counts: str
    is_demo: bool
    approved: str
    """"Approved" with its version, or nothing."""
    approve_action: str
    """Set while the present version is not approved."""
    approve_version: int
    sections: tuple[DocumentSection, ...]
    rewrite: Rewrite | None
    stale: Stale | None
    failure: str
    exports: tuple[Export, ...]
    history_href: str
    library_href: str
    is_generating: bool = False


@dataclass(frozen=True, kw_only=True)
class NotWritten(Screen):
    """There is no such document yet."""

    template = "screens/document/empty.html"

    title: str
    icon: str
    text: str
    library_href: str
    is_generating: bool = False
    failure: str = ""
    retry_action: str = ""
    """Set when writing it was tried and failed."""


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """A saved version: who, when, why, and how much it changed."""

    number: int
    is_present: bool
    is_approved: bool
    reason: str
    author: str
    when: str
    at: str
    added: int
    removed: int
    compare_href: str
    restore_action: str


@dataclass(frozen=True, kw_only=True)
class HistoryPage(Screen):
    """`/projects/{id}/documents/{kind}/history`."""

    template = "screens/document/history.html"

    title: str
    document_href: str
    versions: tuple[VersionRow, ...]
