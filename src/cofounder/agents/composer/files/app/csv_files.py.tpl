"""CSV downloads that open cleanly, and safely, in a spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from fastapi import Response

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_response(
    name: str, heading: Sequence[str], rows: Iterable[Sequence[object]]
) -> Response:
    """A CSV file called `name`, in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in heading])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def harmless(cell: object) -> object:
    """`cell`, quoted when a spreadsheet would take its text for a formula."""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return "" if cell is None else cell
