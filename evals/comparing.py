"""What changed since an earlier report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SMALLEST = 0.0005


def compared(base: dict[str, Any], found: dict[str, Any]) -> str:
    """A section that names every score that moved, in all and by case."""
    lines = [*_moved("all cases", base, found), *_by_case(base, found)]
    title = f"## Since {base['model']}, {base['at']}"
    return "\n".join([title, "", *(lines or ["Nothing moved."])]) + "\n"


def _by_case(base: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    before = {case["name"]: case for case in base["cases"]}
    for case in found["cases"]:
        if case["name"] in before:
            yield from _moved(case["name"], before[case["name"]], case)
        else:
            yield f"- {case['name']}: new"
    gone = before.keys() - {case["name"] for case in found["cases"]}
    yield from (f"- {name}: not run this time" for name in sorted(gone))


def _moved(where: str, base: dict[str, Any], found: dict[str, Any]) -> Iterator[str]:
    for name, score in found["scores"].items():
        old = base["scores"].get(name, {}).get("share")
        new = score["share"]
        if old is None or new is None:
            if old != new:
                yield f"- {where}, {name}: {_percent(old)} to {_percent(new)}"
        elif abs(new - old) > SMALLEST:
            sign = "better" if new > old else "WORSE"
            yield f"- {where}, {name}: {_percent(old)} to {_percent(new)}, {sign}"


def _percent(share: float | None) -> str:
    return "not measured" if share is None else f"{share * 100:.1f}%"
