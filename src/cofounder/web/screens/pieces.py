"""Small values that several screens show in the same way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConfidenceLevel = Literal["strong", "moderate", "needs_depth"]
InputType = Literal["text", "textarea", "multiple_choice"]


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a claim comes from; an assumption has no quote."""

    label: str
    """The chip: an answer's number, or "Idea"."""
    origin: str = ""
    """Said above the quote, such as "Your answer to question 4"."""
    quote: str = ""
    href: str | None = None
    is_assumed: bool = False


ASSUMED = Source(label="Assumed", is_assumed=True)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """What went wrong, what is safe, and how to find it in the log."""

    happened: str
    kept: str
    detail: str | None = None
    """Sanitised; folded away."""
    debug_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a set of questions is."""

    number: int
    total: int
    percent: int


@dataclass(frozen=True, kw_only=True)
class PastAnswer:
    """A question that has its answer."""

    number: int
    question: str
    answer: str
    edit_href: str
    assumption: str | None = None
    """For "I don't know" and "You decide": what we assume until told otherwise."""


@dataclass(frozen=True, kw_only=True)
class Question:
    """The question on the screen; `answer` is what a founder typed before."""

    id: str
    text: str
    why: str
    input_type: InputType
    options: tuple[str, ...] = ()
    answer: str = ""
    is_required: bool = True
    error: str = ""
    cancel_href: str | None = None
    """Set while an earlier answer is being edited."""

    @property
    def chosen(self) -> str:
        """The suggestion that was picked, or nothing."""
        return self.answer if self.answer in self.options else ""


@dataclass(frozen=True, kw_only=True)
class Thinking:
    """We are at it; the page asks again until there is news."""

    title: str
    detail: str = ""
    elapsed_seconds: int = 0
    poll_seconds: int = 1
