"""`python -m evals`: walk the cases, write the report, say what was not reached."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import structlog

from cofounder.agents.choosing import choose_runner
from cofounder.errors import Invalid
from cofounder.runner import Runner
from cofounder.runs.ledger import Ledger
from cofounder.settings import Settings, load_settings
from evals.cases import Case, CaseError, load_all
from evals.judging import Judged, judge
from evals.outcomes import Outcome
from evals.reporting import OUT, report, totals_table, write
from evals.running import ledger_database, run_cases

REACHED, MISSED, WRONG_CALL = 0, 1, 2


def main(words: Sequence[str] | None = None) -> int:
    """0 when everything is reached that must be, 1 when not, 2 for a wrong call."""
    chosen = _arguments(words)
    try:
        cases = load_all(chosen.cases)
        base = _read(chosen.base)
        found = asyncio.run(_run(cases, _settings(chosen), chosen, base))
    except (CaseError, Invalid) as error:
        print(error, file=sys.stderr)
        return WRONG_CALL
    print(totals_table(found))
    print(f"\n{chosen.out / 'report.md'}")
    missed = [
        n for n, one in found["scores"].items() if one["must"] and one["met"] is False
    ]
    if missed:
        print(f"Missed: {', '.join(missed)}", file=sys.stderr)
    return MISSED if missed else REACHED


async def _run(
    cases: Sequence[Case],
    settings: Settings,
    chosen: argparse.Namespace,
    base: dict[str, Any] | None,
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="cofounder-evals-") as folder:
        async with ledger_database(Path(folder)) as database:
            runner = choose_runner(settings, Ledger(database))
            try:
                walk = run_cases(cases, runner, database, jobs=chosen.jobs)
                return await reported(walk, runner, chosen.out, base)
            finally:
                await runner.close()


async def reported(
    outcomes: AsyncIterator[Outcome],
    runner: Runner,
    out: Path,
    base: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The report, written again after each case: a stop loses only what is open."""
    judged: list[Judged] = []
    async for outcome in outcomes:
        _tell(outcome)
        judged.append(judge(outcome))
        judged.sort(key=lambda one: one.outcome.case.name)
        write(judged, runner, out, base)
    return report(judged, runner)


def _tell(outcome: Outcome) -> None:
    spent = outcome.spent
    failed = f", {len(outcome.failures)} failed" if outcome.failures else ""
    line = f"{outcome.case.name}: {spent.calls} calls, {spent.seconds:.1f} s{failed}"
    print(line, file=sys.stderr, flush=True)


def _settings(chosen: argparse.Namespace) -> Settings:
    """The operator's settings with the model of the call; without one, the demo."""
    if not chosen.model:
        return Settings(model=None, fake_scenario="happy_path")
    return load_settings(model=chosen.model)


def _read(path: Path | None) -> dict[str, Any] | None:
    if path is None:
        return None
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CaseError(f"{path} is no report: {error}") from None


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m evals", description=__doc__)
    parser.add_argument("--model", default="", metavar="PROVIDER:NAME")
    parser.add_argument("--cases", type=_names, default=[], metavar="A,B")
    parser.add_argument("--jobs", type=_count, default=2, help="cases at a time")
    parser.add_argument(
        "--base", type=Path, metavar="FILE", help="an earlier report.json"
    )
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR")
    parser.epilog = "Without --model the demo is walked, offline."
    return parser.parse_args(words)


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return count


def quiet() -> None:
    """Of the product's log only errors: the report says what happened."""
    errors = structlog.make_filtering_bound_logger(logging.ERROR)
    structlog.configure(wrapper_class=errors)


if __name__ == "__main__":
    quiet()
    sys.exit(main())
