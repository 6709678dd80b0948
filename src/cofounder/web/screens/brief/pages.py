"""The Rationalised Idea Brief as cards in a fixed order."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.screens.leading import NextStep
from cofounder.web.screens.pieces import ConfidenceLevel, Source
from cofounder.web.views import Part, Screen


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A paragraph, or one item of a list, with where it comes from."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Judging:
    """An edited section whose confidence is not known yet, and why."""

    action: str
    is_waiting: bool
    """Else it failed, and `action` tries again."""


@dataclass(frozen=True, kw_only=True)
class BriefVersion:
    """A line of the brief's history."""

    number: int
    when: str
    who: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class BriefSection(Part):
    """One card. Its form posts `new_content`; a list is one item per line."""

    template = "screens/brief/_section.html"

    key: str
    title: str
    action: str
    claims: tuple[Claim, ...]
    is_list: bool = False
    version: int
    """What the form is about: an edit made elsewhere meanwhile is noticed."""
    confidence: ConfidenceLevel | None = None
    """None: not judged yet, because the edit is new or judging it failed."""
    reason: str = ""
    """Why we are as confident as we are, in words."""
    judging: Judging | None = None
    is_edited: bool = False
    is_open: bool = False
    draft: str | None = None
    """The text of a save that failed, kept in the field."""
    error: str = ""
    saved_meanwhile: str | None = None
    """On a conflict: the text somebody else saved, beside the draft."""

    @property
    def text(self) -> str:
        """What the field holds: the draft, else the claims, one per line."""
        if self.draft is not None:
            return self.draft
        return "\n".join(claim.text for claim in self.claims)


@dataclass(frozen=True, kw_only=True)
class LockedSection:
    """A section of a larger plan."""

    title: str
    plan: str


@dataclass(frozen=True, kw_only=True)
class BriefPage(Screen):
    """`/projects/{id}/brief`."""

    template = "screens/brief/page.html"

    version: int
    updated: str
    sections: tuple[BriefSection, ...]
    locked_sections: tuple[LockedSection, ...]
    """Titles and plans only; the content never reaches the page."""
    versions: tuple[BriefVersion, ...]
    """The latest first."""
    interview_again_action: str
    is_demo: bool
    assumption_count: int
    next_step: NextStep


@dataclass(frozen=True, kw_only=True)
class BriefEmptyPage(Screen):
    """There is no brief yet."""

    template = "screens/brief/empty.html"

    interview_href: str
