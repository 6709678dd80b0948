"""The table for people."""

from __future__ import annotations

from collections.abc import Sequence

from bench.measuring import Row

HEAD = ("row", "unit", "ours", "floor", "ratio", "target", "met")
WORDS = {True: "yes", False: "NO", None: "-"}


def table(rows: Sequence[Row]) -> str:
    """One line per row, with a second one where a note belongs to it."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(HEAD))]
    lines = [_line(line, widths) for line in cells]
    lines.insert(1, "  ".join("-" * width for width in widths))
    for number, row in reversed(list(enumerate(rows))):
        lines[number + 2 : number + 3] = [lines[number + 2], *_below(row)]
    return "\n".join(lines)


def _cells(row: Row) -> tuple[str, ...]:
    return (
        row.name,
        row.unit,
        figure(row.ours),
        figure(row.floor),
        figure(row.ratio),
        _target(row),
        WORDS[row.met],
    )


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first = [cells[0].ljust(widths[0]), cells[1].ljust(widths[1])]
    rest = [
        cell.rjust(width) for cell, width in zip(cells[2:], widths[2:], strict=True)
    ]
    return "  ".join([*first, *rest]).rstrip()


def _below(row: Row) -> list[str]:
    said = [f"next to {row.floor_name}"] if row.floor is not None else []
    if row.ours_range is not None and row.runs > 1:
        low, high = row.ours_range
        said.append(f"ours {figure(low)} to {figure(high)}")
    said += [row.note] if row.note else []
    return [f"    {'; '.join(said)}"] if said else []


def _target(row: Row) -> str:
    if row.target is None:
        return "-"
    sign = "<=" if row.better == "lower" else ">="
    return f"{row.target_of} {sign} {row.target:g}"


def figure(value: float | None) -> str:
    """Three digits that matter."""
    if value is None:
        return "-"
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"
