"""Facts about artifacts."""

from __future__ import annotations

from typing import Any

from cofounder.errors import Conflict, Invalid, NotFound


class ArtifactNotFound(NotFound):
    """No such artifact, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Artifact not found")


class VersionNotFound(NotFound):
    """The artifact has no version with this number."""

    def __init__(self) -> None:
        super().__init__("Version not found")


class BriefMissing(NotFound):
    """The project has no idea brief yet."""

    code = "brief_missing"

    def __init__(self) -> None:
        super().__init__("Complete understanding interview first")


class GenerationRunning(Conflict):
    """The artifact is being written right now (DOCU-07)."""

    code = "generation_running"

    def __init__(self) -> None:
        super().__init__("We are writing this right now. Try again in a moment.")


class VersionConflict(Conflict):
    """Somebody else changed the artifact meanwhile."""

    code = "version_conflict"

    def __init__(self, expected: int, actual: int, **extra: Any) -> None:
        super().__init__(
            f"This changed in the meantime: you have version {expected}, "
            f"the latest is {actual}. Your text is kept here; look at both.",
            expected_version=expected,
            version=actual,
            **extra,
        )


class EditsCollided(VersionConflict):
    """Two edits of one place: the answer carries both texts (`current_value`,
    `your_value`), so neither is lost.
    """


class MatchFailed(EditsCollided):
    """The same, for a client that named its version with `If-Match`."""


class BriefOvertaken(Conflict):
    """The brief was decided or edited anew while it was being written again."""

    def __init__(self) -> None:
        super().__init__("Your brief changed while we wrote it. Write it again.")


class UnknownSection(Invalid):
    """The artifact has no such editable section."""

    def __init__(self, key: str) -> None:
        super().__init__(f"section_key: there is no editable section '{key[:80]}'.")


class WrongValue(Invalid):
    """The value does not fit the section."""

    code = "validation_error"


class TooFewAnchors(Invalid):
    """The strategy graph does not rest on enough of the founder's words (PROV-05)."""


class NotWrittenYet(Invalid):
    """Something has to be written before this can be."""

    code = "invalid_state"

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” is not written yet. Write it first.")


class WholeOnly(Invalid):
    """The artifact is one piece: it is written as a whole, without instructions."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” is written as a whole: keep_edits and instruction "
            "work for the idea brief and the five documents."
        )


class AssumptionNotFound(NotFound):
    """The project takes nothing like this for granted."""

    def __init__(self) -> None:
        super().__init__("Assumption not found")


class NothingToJudge(Invalid):
    """A skipped question says nothing that could be true or false."""

    code = "invalid_state"

    def __init__(self) -> None:
        super().__init__(
            "You skipped this question and we chose nothing for you, so there is "
            "nothing to confirm. Answer it in the interview instead."
        )


class NothingRestsOnIt(Conflict):
    """No section has to be written again because of this."""

    code = "nothing_to_do"

    def __init__(self) -> None:
        super().__init__(
            "No section rests on this, so there is nothing to write again."
        )


class NothingLeftToWrite(Conflict):
    """Every section is the founder's own, and none of them is to change."""

    code = "nothing_to_do"

    def __init__(self) -> None:
        super().__init__(
            "You wrote every section of this yourself, so with your edits kept there "
            "is nothing for us to write again."
        )


class NotANumber(Invalid):
    """A version to compare has to be named by its number."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}: the number of a version, such as 2.")
