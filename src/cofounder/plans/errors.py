"""Facts about plans."""

from __future__ import annotations

from cofounder.errors import Conflict, Invalid, NotFound


class PlanMissing(NotFound):
    """The project has no plan yet."""

    code = "plan_missing"

    def __init__(self) -> None:
        super().__init__("There is no execution plan yet.")


class OptionMissing(NotFound):
    """The plan has no option with this id."""

    code = "option_missing"

    def __init__(self) -> None:
        super().__init__("This option is not part of the plan.")


class OptionOutOfDate(NotFound):
    """The options were made for an earlier direction (GATE-11)."""

    code = "option_missing"

    def __init__(self) -> None:
        super().__init__(
            "These options were made for an earlier direction. Generate new ones."
        )


class FeedbackMissing(Invalid):
    """Different options were asked for without saying what should differ."""

    code = "validation_error"

    def __init__(self) -> None:
        super().__init__("feedback: say what should be different.")


class NothingSelected(NotFound):
    """No option was chosen yet."""

    code = "nothing_selected"

    def __init__(self) -> None:
        super().__init__("No option is chosen yet.")


class PlanNotSelected(Conflict):
    """A build needs a chosen option (PLAN-02)."""

    code = "plan_not_selected"

    def __init__(self) -> None:
        super().__init__("Choose an execution plan first")


class PlanAlreadySelected(Conflict):
    """An option is chosen; ask for different options with feedback (PLAN-07, -08)."""

    code = "plan_already_selected"

    def __init__(self) -> None:
        super().__init__(
            "An option is chosen already. Ask for different options to change it."
        )
