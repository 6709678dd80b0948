"""Facts about builds."""

from __future__ import annotations

from cofounder.errors import Conflict, Invalid, NotFound


class JobNotFound(NotFound):
    """No such build, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Job not found")


class JobOver(Conflict):
    """The build has ended."""

    code = "job_terminal"

    def __init__(self) -> None:
        super().__init__("This build has already ended.")


class NotReady(Conflict):
    """The build has no files to give yet."""

    code = "not_ready"

    def __init__(self) -> None:
        super().__init__("This build has no files yet.")


class JobNotReady(Invalid):
    """Only a ready build has a preview to be seen."""

    code = "job_not_ready"

    def __init__(self) -> None:
        super().__init__("This build is not ready.")


class BadCodebase(Invalid):
    """The written files break a rule; the message says which."""
