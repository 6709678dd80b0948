"""Facts about artifacts."""

from __future__ import annotations

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

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(
            f"This changed in the meantime: you have version {expected}, "
            f"the latest is {actual}. Your text is kept here; look at both.",
            expected_version=expected,
            version=actual,
        )


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
