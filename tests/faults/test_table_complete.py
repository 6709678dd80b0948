"""Every row of the fault table that is in force has a test."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent.parent
# In force with the first release; a row leaves this list never, and joins it with
# the part it speaks of.
IN_FORCE = [
    *range(26, 40),
    *range(40, 43),
    44,
    47,
    *range(52, 55),
    *range(55, 59),
    *range(61, 67),
    *range(68, 73),
    *range(75, 80),
]


def rows_with_a_test() -> set[int]:
    """Numbers of all tests called `test_f<row>_…`, wherever they are."""
    named = re.compile(r"^(?:    )?(?:async )?def test_((?:f\d+_)+)", re.MULTILINE)
    return {
        int(number)
        for file in TESTS.rglob("test_*.py")
        for rows in named.findall(file.read_text(encoding="utf-8"))
        for number in re.findall(r"\d+", rows)
    }


def test_every_row_in_force_has_a_test() -> None:
    missing = sorted(set(IN_FORCE) - rows_with_a_test())
    assert not missing, f"rows without a test: {missing}"


def test_no_test_names_a_row_that_does_not_exist() -> None:
    assert max(rows_with_a_test()) <= 80
