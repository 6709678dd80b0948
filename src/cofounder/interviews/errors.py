"""Facts about interviews."""

from __future__ import annotations

from cofounder.errors import Forbidden, Invalid, NotFound


class SessionNotFound(NotFound):
    """No such interview, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Session not found")


class BlankIdea(Invalid):
    """The idea has no characters but blanks (ONBD-01)."""

    def __init__(self) -> None:
        super().__init__("Tell us the idea in a sentence: the text is blank.")


class SessionLimitReached(Forbidden):
    """The plan's number of open onboarding sessions is used up (ONBD-05)."""

    code = "session_limit_reached"

    def __init__(self, used: int, limit: int) -> None:
        super().__init__(f"Active session limit reached ({used}/{limit})")


class WrongState(Invalid):
    """The interview is not in the state this needs."""

    code = "invalid_state"


class UnknownQuestion(Invalid):
    """The interview has no question with this id."""

    def __init__(self) -> None:
        super().__init__("This question is not part of the interview (any more).")


class AnswerRequired(Invalid):
    """The question may not be skipped, or an answer has no text."""


class MissingAnswers(Invalid):
    """Required questions are open (ONBD-04)."""

    code = "missing_required_answers"

    def __init__(self, question_ids: list[str]) -> None:
        super().__init__(
            "Some questions still need an answer.", missing_question_ids=question_ids
        )


class NotAllAnswered(Invalid):
    """The understanding interview has open questions (UNDR-08)."""

    code = "missing_required_answers"

    def __init__(self, answered: int, total: int, open_ids: list[str]) -> None:
        super().__init__(
            "Must answer all questions before finalizing. "
            f"Answered: {answered}/{total}",
            missing_question_ids=open_ids,
        )


class UnknownField(Invalid):
    """The thesis or brief has no such field, or it cannot be edited."""


class WrongFieldValue(Invalid):
    """The value does not fit the field: another kind, blank, or too long."""

    code = "validation_error"
