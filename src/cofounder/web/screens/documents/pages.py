"""All documents of a project as cards, and how far their writing is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cofounder.web.views import Part, Screen

State = Literal["done", "running", "queued", "stale", "failed", "planned"]
StepState = Literal["done", "running", "later", "failed"]


@dataclass(frozen=True, kw_only=True)
class DocumentCard:
    """One document: what it says in a line, and how it stands."""

    title: str
    icon: str
    href: str
    state: State
    word: str
    summary: str
    aside: str
    badges: tuple[str, ...] = ()
    retry_action: str = ""
    stale_because: str = ""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A document of the run that is under way."""

    title: str
    state: StepState
    detail: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class Writing:
    """The run that writes: what is done, what is left, for how long already."""

    steps: tuple[Step, ...]
    headline: str
    elapsed_seconds: int
    cost: str
    note: str
    stop_action: str
    done: int

    @property
    def kept(self) -> str:
        """What stays after a stop."""
        noun = "document is" if self.done == 1 else "documents are"
        return f"{self.done} finished {noun} kept. The step in progress is discarded."


@dataclass(frozen=True, kw_only=True)
class Library(Part):
    """Everything polling swaps."""

    template = "screens/documents/_library.html"

    cards: tuple[DocumentCard, ...]
    others: tuple[DocumentCard, ...]
    writing: Writing | None
    said: str
    """How far it is, for screen readers: announced whenever it changes."""
    write_action: str
    write_label: str
    """Empty when there is nothing to write."""
    write_note: str
    exports: tuple[tuple[str, str], ...]
    assumptions_href: str
    assumptions: str
    locked: str = ""


@dataclass(frozen=True, kw_only=True)
class DocumentsPage(Screen):
    """`/projects/{id}/documents`."""

    template = "screens/documents/page.html"

    library: Library
    error: str = ""
