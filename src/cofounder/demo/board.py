"""The stages on stderr: a live table in a terminal, one line each elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, TextIO

from cofounder.demo.journey import Progress, StageResult

WIDTH = 12


def duration(seconds: float) -> str:
    """`4.2s`, `42s`, `1:05`."""
    if seconds < 10:
        return f"{seconds:.1f}s"
    if seconds < 60:
        return f"{seconds:.0f}s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Lines:
    """One line for each stage that ended."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def on_stage(self, progress: Progress) -> None:
        """Tell how a stage ended."""
        if progress.result is not None:
            self.stream.write(f"{line_of(progress.result)}\n")
            self.stream.flush()


def line_of(result: StageResult) -> str:
    """The result as one line of text."""
    sign = "ok    " if result.ok else "FAILED"
    took = duration(result.seconds)
    return f"{sign}  {result.name:<{WIDTH}} {took:>6}  {result.detail}"


class Table:
    """A table that grows in place, with the running stage's time."""

    def __init__(self, stream: TextIO, names: Sequence[str]) -> None:
        from rich.console import Console
        from rich.live import Live

        self.names = names
        self.results: dict[str, StageResult] = {}
        self.now = ""
        self.detail = ""
        self.since = time.monotonic()
        self.began = time.monotonic()
        self.live: Any = Live(
            get_renderable=self.render,
            console=Console(file=stream),
            refresh_per_second=5,
        )

    def __enter__(self) -> Table:
        self.live.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.now = ""
        self.live.stop()

    def on_stage(self, progress: Progress) -> None:
        """Show a beginning, a step or an end."""
        if progress.result is not None:
            self.results[progress.name] = progress.result
            self.now = ""
        else:
            if self.now != progress.name:
                self.since = time.monotonic()
            self.now, self.detail = progress.name, progress.detail

    def render(self) -> Any:
        """The table as it is in this moment."""
        from rich.table import Table as Rows
        from rich.text import Text

        rows = Rows(box=None, pad_edge=False, show_header=False)
        for name in self.names:
            sign, style, took, detail = self._row(name)
            # Text, not markup: a founder's brackets are only brackets.
            rows.add_row(
                Text(sign, style),
                Text(name, style),
                Text(took, style="dim", justify="right"),
                Text(detail, overflow="ellipsis", no_wrap=True),
            )
        total = duration(time.monotonic() - self.began)
        rows.add_row("", Text("total", "dim"), Text(total, "dim"), "")
        return rows

    def _row(self, name: str) -> tuple[str, str, str, str]:
        result = self.results.get(name)
        if result is not None:
            took = duration(result.seconds)
            if result.ok:
                return "✓", "green", took, result.detail
            return "✗", "bold red", took, result.detail
        if name == self.now:
            return "…", "cyan", duration(time.monotonic() - self.since), self.detail
        return "·", "dim", "", ""


def board(names: Sequence[str], stream: TextIO | None = None) -> Lines | Table:
    """The one that suits where stderr goes."""
    target = stream or sys.stderr
    return Table(target, names) if target.isatty() else Lines(target)
