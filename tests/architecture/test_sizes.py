"""Sizes: a ratchet, so that files and functions stay small as the tree grows.

The percentiles are compared with the larger of the house's figures and the committed
baseline; `python -m tests.architecture.test_sizes` writes the baseline again.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.architecture.tree import ROOT, SOURCE, functions, length, modules

BASELINE = Path(__file__).with_name("sizes.json")
# What the house style gives as examples; a smaller tree may sit anywhere below.
HOUSE = {
    "function_median": 10,
    "function_p95": 45,
    "file_median": 90,
    "file_p95": 350,
    "template_median_bytes": 2048,
    "template_p95_bytes": 8192,
    "test_p95": 45,
}
FILE_LIMIT = 400
# Long on purpose, with the reason. Empty is the right state.
LONG_FILES: dict[str, str] = {
    "src/cofounder/migrations/versions/0001_the_tables_of_the_first_release.py": (
        "a schema from empty, one statement a table"
    ),
}


def percentile(values: list[int], share: float) -> int:
    """The value below which `share` of the sorted values lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def lines(text: str) -> int:
    return text.count("\n")


def measure() -> dict[str, int]:
    """The percentiles of the tree as it is."""
    ours = [length(each) for module in modules() for each in functions(module)]
    tests = [
        length(each)
        for module in modules(ROOT / "tests")
        for each in functions(module)
        if each.name.startswith("test_")
    ]
    files = [lines(module.text) for module in modules() if module.text]
    templates = [path.stat().st_size for path in SOURCE.rglob("templates/**/*.html")]
    return {
        "function_median": percentile(ours, 0.5),
        "function_p95": percentile(ours, 0.95),
        "file_median": percentile(files, 0.5),
        "file_p95": percentile(files, 0.95),
        "template_median_bytes": percentile(templates, 0.5),
        "template_p95_bytes": percentile(templates, 0.95),
        "test_p95": percentile(tests, 0.95),
    }


def ten_longest() -> str:
    """The longest functions and files, for whoever has to split one."""
    named = sorted(
        (
            (length(each), f"{module.name}:{each.lineno} {each.name}")
            for module in modules()
            for each in functions(module)
        ),
        reverse=True,
    )
    files = sorted(((lines(m.text), m.name) for m in modules()), reverse=True)
    rows = [f"{count:5} {name}" for count, name in named[:10]]
    rows += ["  ---"] + [f"{count:5} {name}" for count, name in files[:10]]
    return "\n".join(["the ten longest functions and files:", *rows])


def test_percentiles_do_not_grow_past_the_house_or_the_baseline() -> None:
    print(ten_longest())
    baseline: dict[str, int] = json.loads(BASELINE.read_text(encoding="utf-8"))
    grown = {
        name: (value, allowed)
        for name, value in measure().items()
        if value > (allowed := max(HOUSE[name], baseline[name]))
    }
    assert not grown, f"{grown} (measured, allowed)\n{ten_longest()}"


def test_the_baseline_is_not_looser_than_it_must_be() -> None:
    baseline: dict[str, int] = json.loads(BASELINE.read_text(encoding="utf-8"))
    assert baseline.keys() == HOUSE.keys()
    loose = {
        name: (baseline[name], value)
        for name, value in measure().items()
        if baseline[name] > HOUSE[name] and baseline[name] > value
    }
    assert not loose, f"tighten the baseline (stored, measured): {loose}"


def test_qual_06_no_file_is_longer_than_four_hundred_lines() -> None:
    """QUAL-06, by the house's stricter figure."""
    everything = [*modules(), *modules(ROOT / "tests")]
    long = {
        module.name: lines(module.text)
        for module in everything
        if lines(module.text) > FILE_LIMIT and module.name not in LONG_FILES
    }
    assert not long


if __name__ == "__main__":
    BASELINE.write_text(json.dumps(measure(), indent=2) + "\n", encoding="utf-8")
