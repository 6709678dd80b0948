"""What leaves cofounder, before it has a form: chapters, sections, blocks; pure.

PDF, Markdown and the offline site show the same book, so that what a plan includes,
what is assumed and what rests on what is decided once. Text here is the founder's or
the model's, verbatim; every form makes it harmless in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from cofounder.artifacts.contents import ArtifactType

Style = Literal["features", "milestones", "risks", "journey", "cards"]


@dataclass(frozen=True, slots=True)
class Note:
    """A source of a statement: the words, where they were said, the reference."""

    kind: str
    ref: str
    quote: str
    origin: str


@dataclass(frozen=True, slots=True)
class Line:
    """One statement. `notes` are numbers of the chapter's notes, from 1."""

    text: str
    id: str = ""
    assumed: bool = False
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """What an item rests on in another document; `gone` when it is not there."""

    id: str
    name: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Detail:
    """More about an item: lines under a label; `checks` are criteria to tick."""

    label: str
    lines: tuple[str, ...]
    key: str
    style: Literal["text", "list", "checks"] = "text"


@dataclass(frozen=True, slots=True)
class Item:
    """A listed thing: a feature, a milestone, a risk, a step, an option.

    `key` says what `title` is called in the schema. `level` is its priority, severity
    or risk. Weeks count from 1; `flags` are references that do not hold, in words.
    """

    title: str
    key: str = "title"
    text: str = ""
    id: str = ""
    level: str = ""
    badges: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    refers: tuple[Reference, ...] = ()
    relation: str = ""
    flags: tuple[str, ...] = ()
    assumed: bool = False
    notes: tuple[int, ...] = ()
    start: int = 0
    weeks: int = 0
    is_critical: bool = False

    @property
    def when(self) -> str:
        """`week 1`, `weeks 2-4`."""
        last = self.start + self.weeks - 1
        if last <= self.start:
            return f"week {last}"
        return f"weeks {self.start}-{last}"


@dataclass(frozen=True, slots=True)
class Prose:
    """A paragraph or several."""

    line: Line
    block: Literal["prose"] = "prose"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of statements; `ordered` when their order says something."""

    lines: tuple[Line, ...]
    ordered: bool = False
    block: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Items:
    """Listed things of one sort; `total` are the weeks a timeline spans."""

    style: Style
    items: tuple[Item, ...]
    total: int = 0
    block: Literal["items"] = "items"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; the first column heads its rows."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    block: Literal["grid"] = "grid"


Block = Prose | Bullets | Items | Grid


@dataclass(frozen=True, slots=True)
class Part:
    """A section: a field of the schema (`key`) under its title."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    confidence: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """One artifact as a plan shows it."""

    kind: ArtifactType
    title: str
    summary: str
    parts: tuple[Part, ...]
    notes: tuple[Note, ...]
    assumed: int
    version: int
    written_at: datetime
    generated_by: str
    number: int = 0

    @property
    def is_demo(self) -> bool:
        """Whether it was composed without a model."""
        return self.generated_by == "demo"


@dataclass(frozen=True, slots=True)
class Gap:
    """A chapter of the package that is not written yet."""

    number: int
    title: str


@dataclass(frozen=True, slots=True)
class Book:
    """What one export holds. `title` is "Strategy Package" or the document's own."""

    startup: str
    title: str
    tier: str
    white_label: bool
    at: datetime
    chapters: tuple[Chapter, ...]
    gaps: tuple[Gap, ...] = ()
    combined: bool = False

    @property
    def is_demo(self) -> bool:
        """Whether any of it was composed without a model."""
        return any(chapter.is_demo for chapter in self.chapters)
