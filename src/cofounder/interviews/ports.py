"""What interviews ask of a language model: the role `interviewer`.

Requests carry the call context and the founder's words as passages; answers are
schemas that a model's output must pass. The server assigns every id (LLMC-05).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field, field_validator

from cofounder.interviews.brief import BriefText, Level, ThesisSnapshot
from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext, Reply

Topic = Literal[
    "target_user",
    "problem",
    "alternatives",
    "money",
    "constraint",
    "risk",
    "experiment",
    "market",
    "product",
    "other",
]
InputType = Literal["text", "textarea", "multiple_choice"]

INPUT_TYPES: dict[str, InputType] = {
    "text": "text",
    "short_text": "text",
    "textarea": "textarea",
    "long_text": "textarea",
    "paragraph": "textarea",
    "multiple_choice": "multiple_choice",
    "select": "multiple_choice",
    "dropdown": "multiple_choice",
    "single_select": "multiple_choice",
    "multi_select": "multiple_choice",
    "radio": "multiple_choice",
    "checkbox": "multiple_choice",
}


class QuestionDraft(BaseModel):
    """A question as a model proposes it; unknown input types become `textarea`."""

    model_config = ConfigDict(extra="ignore")

    text: Annotated[str, Field(min_length=5, max_length=500)]
    topic: Topic = "other"
    input_type: InputType = "textarea"
    required: bool = True
    options: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        default_factory=list[str], max_length=8
    )
    follow_up_hint: str | None = Field(default=None, max_length=300)
    why: str = Field(
        default="",
        max_length=300,
        description="One short sentence for the founder: why we ask this.",
    )

    @field_validator("input_type", mode="before")
    @classmethod
    def known_input_type(cls, value: Any) -> Any:
        """ONBD-02: aliases become their type, anything unknown a text area."""
        return INPUT_TYPES.get(str(value).lower(), "textarea")


class OnboardingQuestions(BaseModel):
    """Five to seven questions tailored to the idea (ONBD-02)."""

    questions: list[QuestionDraft] = Field(min_length=5, max_length=7)


class UnderstandingQuestions(BaseModel):
    """The deeper questions; the server cuts to the tier and adds the closing one."""

    questions: list[QuestionDraft] = Field(min_length=3, max_length=16)


class Contradiction(BaseModel):
    """Two answers that cannot both hold, each with the words that clash.

    `first` and `second` are labels of the prompt (`S1`); the quotes are copied exactly.
    Code checks them and drops what is not exact, and asks the founder which holds.
    """

    first: str = Field(max_length=20)
    first_quote: str = Field(min_length=1, max_length=160)
    second: str = Field(max_length=20)
    second_quote: str = Field(min_length=1, max_length=160)
    question: str = Field(
        default="",
        max_length=500,
        description="Quotes both, word for word, and asks which one holds.",
    )
    why: str = Field(
        default="",
        max_length=300,
        description="One short sentence for the founder: why it matters.",
    )


class Relevance(BaseModel):
    """What an answer does to the remaining questions, and to the other answers.

    `preserve_indices` count from 0 over the remaining questions as they were given
    (UNDR-04).
    """

    needs_regeneration: bool
    preserve_indices: list[int] = Field(default_factory=list[int])
    new_questions: list[QuestionDraft] = Field(
        default_factory=list[QuestionDraft], max_length=2
    )
    contradictions: list[Contradiction] = Field(
        default_factory=list[Contradiction], max_length=4
    )


class Evidence(BaseModel):
    """Proof of one statement: where it stands and the founder's words behind it.

    `path` is a section or `section/index`; `source` is a label of the prompt (`S1`);
    `quote` is copied exactly. Code checks it and drops what is not exact (PROV-03).
    """

    path: str = Field(max_length=120)
    source: str = Field(max_length=20)
    quote: str = Field(min_length=1, max_length=1_000)


class IdeaBriefDraft(BaseModel):
    """The idea brief as a model proposes it, with its proofs and confidence."""

    brief: BriefText
    confidence: dict[str, Level] = Field(default_factory=dict[str, Level])
    reasons: dict[str, str] = Field(
        default_factory=dict[str, str],
        description="For each section, why we are as confident as we are.",
    )
    evidence: list[Evidence] = Field(default_factory=list[Evidence])
    decided: dict[str, str] = Field(
        default_factory=dict[str, str],
        description="For each 'you decide' question's label, what we chose.",
    )


class Confidence(BaseModel):
    """How well a section is supported (BRIF-02)."""

    level: Level = "moderate"
    reason: str = Field(default="", max_length=300)


@dataclass(frozen=True, slots=True)
class Assumption:
    """A question the founder skipped or left to us (UNDR-05)."""

    label: str
    question: str
    action: Literal["skip", "you_decide"]


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """Everything said so far. The first passage is the idea itself.

    `question_limit` bounds what may be asked; `remaining` are the open questions of a
    relevance check and `edited` the answer it is about, which is a new one unless
    `is_edit`; `instruction` is the text of a narrow or pivot decision, with
    `previous` the present brief; `denied` is what the founder said is not so; `section`
    and `content` belong to a confidence check.
    """

    context: CallContext
    passages: tuple[Passage, ...]
    assumptions: tuple[Assumption, ...] = ()
    question_limit: int = 7
    remaining: tuple[str, ...] = ()
    edited: Passage | None = None
    is_edit: bool = True
    thesis: dict[str, Any] = field(default_factory=dict[str, Any])
    instruction: str = ""
    instruction_kind: Literal["", "narrow", "pivot"] = ""
    previous: dict[str, Any] = field(default_factory=dict[str, Any])
    denied: tuple[str, ...] = ()
    section: str = ""
    content: str = ""


class Interviewer(Protocol):
    """The co-founder who asks and listens."""

    async def onboarding_questions(
        self, request: InterviewRequest
    ) -> Reply[OnboardingQuestions]:
        """Five to seven first questions about the idea (API-030)."""
        ...

    async def thesis(self, request: InterviewRequest) -> Reply[ThesisSnapshot]:
        """The thesis snapshot from idea and answers (ONBD-06)."""
        ...

    async def understanding_questions(
        self, request: InterviewRequest
    ) -> Reply[UnderstandingQuestions]:
        """The deeper questions, at most `question_limit` minus the closing one."""
        ...

    async def relevance(self, request: InterviewRequest) -> Reply[Relevance]:
        """What an answer leaves of the remaining questions, and what it contradicts."""
        ...

    async def idea_brief(self, request: InterviewRequest) -> Reply[IdeaBriefDraft]:
        """The idea brief; follows `instruction` when there is one (GATE-08, -09)."""
        ...

    async def confidence(self, request: InterviewRequest) -> Reply[Confidence]:
        """How well one edited section is supported (BRIF-03)."""
        ...
