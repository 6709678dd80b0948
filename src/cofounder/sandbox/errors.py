"""Facts about cells that stop what was asked."""

from __future__ import annotations

from cofounder.errors import Invalid, NotFound, Unavailable


class SandboxGone(Unavailable):
    """The cell is no more: destroyed, or lost with the process that held it."""

    code = "sandbox_expired"

    def __init__(self, label: str) -> None:
        super().__init__(
            "The sandbox of this work has ended; starting again makes a new one.",
            transient=True,
            label=label,
        )


class SnapshotMissing(NotFound):
    """The named snapshot was never taken, or was dropped."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The saved workspace “{name}” does not exist.", name=name)


class SandboxUnavailable(Unavailable):
    """No cell can be made on this machine, and nothing runs without one."""

    code = "isolation_unavailable"

    def __init__(
        self, reason: str, fix: str | None = None, *, transient: bool = False
    ) -> None:
        words = f"Builds and previews are off on this machine: {reason}"
        super().__init__(f"{words} {fix}" if fix else words, transient=transient)
        self.reason = reason
        self.fix = fix


class AppDidNotStart(Unavailable):
    """The app ended, or gave no HTTP answer in time; `hint` says what it did."""

    code = "sandbox_unreachable"

    def __init__(self, hint: str, log: tuple[str, ...]) -> None:
        super().__init__(f"The app did not start: {hint}")
        self.hint = hint
        self.log = log


class PathRefused(Invalid):
    """The path leaves the workspace, or cannot be a file's name."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"The file name “{path[:200]}” is refused: {why}.")
        self.path = path
        self.why = why
