"""The register of assumptions, and the sources everything else rests on."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class Spot:
    """A section where an assumption stands, or that rests on it."""

    label: str
    href: str


@dataclass(frozen=True, kw_only=True)
class AssumptionRow(Part):
    """One assumption. Owns `#a-{mark}`."""

    template = "screens/assumptions/_row.html"

    mark: str
    text: str
    state: str
    question: str
    """What we asked, when it comes from a question the founder left open."""
    answer_href: str
    stands: tuple[Spot, ...]
    resting: tuple[Spot, ...]
    can_be_judged: bool
    decided: str
    note: str
    action: str
    rewrite: tuple[Spot, ...] = ()
    """After a denial: the sections that would be written again."""
    edited: tuple[Spot, ...] = ()
    """Sections the founder wrote that rest on it; they stay unless asked for."""


@dataclass(frozen=True, kw_only=True)
class AssumptionGroup:
    """Assumptions of one state."""

    title: str
    text: str
    rows: tuple[AssumptionRow, ...]


@dataclass(frozen=True, kw_only=True)
class AssumptionsPage(Screen):
    """`/projects/{id}/assumptions`."""

    template = "screens/assumptions/page.html"

    groups: tuple[AssumptionGroup, ...]
    open_count: int
    total: int
    sources_href: str
    next_label: str
    next_href: str
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class SourceRow:
    """Something the founder said or decided, and what rests on it."""

    id: str
    label: str
    origin: str
    text: str
    href: str
    resting: tuple[Spot, ...]


@dataclass(frozen=True, kw_only=True)
class SourcesPage(Screen):
    """`/projects/{id}/sources`."""

    template = "screens/assumptions/sources.html"

    rows: tuple[SourceRow, ...]
    assumptions_href: str
