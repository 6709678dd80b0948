"""Starting one preview in a cell, and what each way of failing means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cofounder.errors import CofounderError
from cofounder.previews.models import Preview
from cofounder.previews.ports import Cell, Cells, Reason, Restorer
from cofounder.sandbox import (
    SERVE_LIMITS,
    AppDidNotStart,
    CellSpec,
    ExecResult,
    KillReason,
    Phase,
    SandboxGone,
    SandboxUnavailable,
    SnapshotMissing,
)

MOST_LOG_LINES = 200


@dataclass(frozen=True, slots=True)
class Served:
    """An app that answers."""

    cell: Cell
    socket_path: Path


class NotServed(Exception):
    """The app does not run; `crash` says whether that counts as its own fault."""

    def __init__(
        self, reason: Reason, hint: str, log: tuple[str, ...] = (), *, crash: bool
    ) -> None:
        super().__init__(hint)
        self.reason, self.hint, self.log, self.crash = reason, hint, log, crash

    @property
    def failure(self) -> dict[str, Any]:
        """How it is kept in the row."""
        return as_failure(self.reason, self.hint, self.log)


def as_failure(reason: Reason, hint: str, log: tuple[str, ...]) -> dict[str, Any]:
    """A failure as the row keeps it, with its last log lines."""
    lines = [line.replace("\x00", "") for line in log[-MOST_LOG_LINES:]]
    return {"reason": reason.value, "hint": hint.replace("\x00", ""), "log": lines}


async def serve(
    cells: Cells,
    restorer: Restorer | None,
    preview: Preview,
    on_ended: Callable[[Cell, ExecResult], None],
) -> Served:
    """Start the app of a preview; a lost snapshot is made again first.

    Raises:
        NotServed: it does not answer, with the reason and a sentence for visitors.
    """
    try:
        try:
            return await _start(cells, preview, on_ended)
        except SnapshotMissing:
            await _restore(restorer, preview)
            return await _start(cells, preview, on_ended)
    except AppDidNotStart as error:
        raise NotServed(Reason.FAILED, error.hint, error.log, crash=True) from error
    except SnapshotMissing as error:
        raise NotServed(Reason.EXPIRED, error.message, crash=True) from error
    except (SandboxUnavailable, SandboxGone) as error:
        raise NotServed(Reason.UNAVAILABLE, error.message, crash=False) from error


async def _restore(restorer: Restorer | None, preview: Preview) -> None:
    if restorer is None:
        raise SnapshotMissing(preview.snapshot)
    try:
        await restorer.restore(preview.build_id)
    except (SandboxUnavailable, SandboxGone):
        raise
    except CofounderError as error:
        raise NotServed(Reason.EXPIRED, error.message, crash=True) from error


async def _start(
    cells: Cells, preview: Preview, on_ended: Callable[[Cell, ExecResult], None]
) -> Served:
    spec = CellSpec(
        label=f"preview-{preview.build_id}",
        phase=Phase.SERVE,
        limits=SERVE_LIMITS,
        snapshot=preview.snapshot,
        volume=preview.volume,
    )
    cell = await cells.create(spec)
    try:
        endpoint = await cell.expose(
            preview.argv,
            SERVE_LIMITS,
            env=preview.env,
            on_ended=lambda result: on_ended(cell, result),
        )
    except BaseException:
        await cell.destroy()
        raise
    return Served(cell, endpoint.socket_path)


async def last_words(cell: Cell) -> tuple[str, ...]:
    """The app's last log lines, as far as the cell still knows them."""
    try:
        app = (await cell.stats()).app
    except CofounderError:
        return ()
    return app.log if app else ()


def ended_because(result: ExecResult | None) -> str | None:
    """Why a running app ended, for a visitor; None when it had simply run its time."""
    if result is None:
        return "The app stopped."
    if result.killed is KillReason.TIME:
        return None
    if result.killed is not None:
        return f"The app was stopped: {result.detail or result.killed.value}."
    return f"The app ended with code {result.exit_code}."
