"""The report of a run: the same in JSON for machines and Markdown for people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from cofounder import clock
from cofounder.runner import Runner
from evals.comparing import compared
from evals.judging import Judged, Verdict, verdicts
from evals.outcomes import Spent
from evals.scores.scoring import Check
from evals.transcripts import transcript

OUT = Path(__file__).with_name("out")
WORST_OF_EACH = 4
QUOTED = 220
SIGNS = {True: "yes", False: "**no**", None: "-"}
SHORT = {
    "steps_completed": "steps",
    "provenance_coverage": "provenance",
    "quotes_kept": "quotes",
    "anchors_kept": "anchors",
    "references_kept": "references",
    "quotes_raw": "quotes raw",
    "references_raw": "refs raw",
    "hidden_facts": "hidden",
    "contradictions_noticed": "contradictions",
    "statements_sourced": "sourced",
    "on_topic": "topic",
    "said_once": "once",
    "we_voice": "we",
    "readable": "readable",
    "length_budget": "length",
    "answers_language": "language",
}


def report(judged: Sequence[Judged], runner: Runner) -> dict[str, Any]:
    """Everything a run found out."""
    totals = verdicts(judged, runner.mode)
    return {
        "model": runner.label,
        "mode": runner.mode.value,
        "at": clock.now().isoformat(timespec="seconds"),
        "passed": not any(verdict.is_failed for verdict in totals),
        "scores": {verdict.name: _figures(verdict) for verdict in totals},
        "cases": [_case(one) for one in judged],
    }


def _figures(verdict: Verdict) -> dict[str, Any]:
    share = None if verdict.share is None else round(verdict.share, 4)
    return {**asdict(verdict), "share": share}


def _case(one: Judged) -> dict[str, Any]:
    outcome = one.outcome
    case = outcome.case
    about = {"field": case.field, "language": case.language, "tier": case.tier.value}
    return {
        "name": case.name,
        **about,
        "scores": {score.name: score.as_dict() for score in one.scores},
        "failures": [asdict(failure) for failure in outcome.failures],
        "spent": asdict(outcome.spent),
    }


def write(
    judged: Sequence[Judged],
    runner: Runner,
    folder: Path,
    base: dict[str, Any] | None = None,
) -> None:
    """Write `report.json`, `report.md` and a transcript of each case."""
    found = report(judged, runner)
    cases = folder / "cases"
    cases.mkdir(parents=True, exist_ok=True)
    whole = json.dumps(found, indent=2, ensure_ascii=False)
    (folder / "report.json").write_text(whole + "\n", encoding="utf-8")
    text = markdown(found, judged)
    if base is not None:
        text = f"{text}\n{compared(base, found)}"
    (folder / "report.md").write_text(text, encoding="utf-8")
    for one in judged:
        path = cases / f"{one.outcome.case.name}.md"
        path.write_text(transcript(one.outcome), encoding="utf-8")


def markdown(found: dict[str, Any], judged: Sequence[Judged]) -> str:
    """The report for people: totals, cases, what it took, the worst lines."""
    word = "reached" if found["passed"] else "MISSED"
    parts = [
        f"# Evaluation of {found['model']}",
        f"{len(judged)} cases, {found['at']}. What must be reached is {word}.",
        totals_table(found),
        "## Cases",
        _cases_table(judged),
        "## What it took",
        _spent_table(judged),
        *_failures(judged),
        "## Worst lines first",
        *_worst(found, judged),
    ]
    return "\n\n".join(parts) + "\n"


def totals_table(found: dict[str, Any]) -> str:
    """One line per score."""
    rows = [
        (
            name,
            percent(one["share"]),
            f"{one['good']}/{one['of']}",
            f"{percent(one['least'])}{' (must)' if one['must'] else ''}",
            SIGNS[one["met"]],
        )
        for name, one in found["scores"].items()
    ]
    return table(("score", "share", "holds", "wanted", "reached"), rows)


def _cases_table(judged: Sequence[Judged]) -> str:
    rows = [
        (
            f"[{one.outcome.case.name}](cases/{one.outcome.case.name}.md)",
            one.outcome.case.language,
            *(percent(one.score(name).share) for name in SHORT),
        )
        for one in judged
    ]
    return table(("case", "in", *SHORT.values()), rows)


def _spent_table(judged: Sequence[Judged]) -> str:
    rows = [
        (
            one.outcome.case.name,
            *_spent(one.outcome.spent),
            str(len(one.outcome.failures)),
        )
        for one in judged
    ]
    head = "case calls depth repairs retries input cached output cost seconds failures"
    return table(tuple(head.split()), rows)


def _spent(spent: Spent) -> tuple[str, ...]:
    cost = spent.cost_microdollars
    return (
        str(spent.calls),
        str(spent.depth),
        str(spent.repairs),
        str(spent.retries),
        str(spent.input_tokens),
        str(spent.cached_tokens),
        str(spent.output_tokens),
        "unknown" if cost is None else f"${cost / 1_000_000:.4f}",
        f"{spent.seconds:.1f}",
    )


def _failures(judged: Sequence[Judged]) -> list[str]:
    lines = [
        f"- {one.outcome.case.name}, {failure.step}: {flat(failure.error)}"
        for one in judged
        for failure in one.outcome.failures
    ]
    return ["## Failures", "\n".join(lines)] if lines else []


def _worst(found: dict[str, Any], judged: Sequence[Judged]) -> list[str]:
    """The scores that hold least first, each with some of the words that fail it."""
    shares = {name: one["share"] for name, one in found["scores"].items()}
    wrong = [name for name, share in shares.items() if share is not None and share < 1]
    wrong.sort(key=lambda name: shares[name])
    parts: list[str] = []
    for name in wrong:
        parts += [
            f"### {name}: {percent(shares[name])}",
            "\n".join(_lines(name, judged)),
        ]
    return parts or ["Nothing to complain about."]


def _lines(name: str, judged: Sequence[Judged]) -> list[str]:
    """One finding of each case, then the second of each, up to a handful."""
    by_case = [
        (one.outcome.case.name, one.score(name).findings)
        for one in judged
        if one.score(name).findings
    ]
    by_case.sort(key=lambda pair: -len(pair[1]))
    deepest = max((len(findings) for _, findings in by_case), default=0)
    rows = [
        _line(case, findings[depth])
        for depth in range(deepest)
        for case, findings in by_case
        if depth < len(findings)
    ]
    rest = len(rows) - WORST_OF_EACH
    more = [f"- and {rest} more, see report.json"] if rest > 0 else []
    return rows[:WORST_OF_EACH] + more


def _line(case: str, finding: Check) -> str:
    why = f" ({finding.why})" if finding.why else ""
    return f"- {case}, {finding.where}{why}: {flat(finding.text)}"


def flat(text: str) -> str:
    """One line of somebody's text, shortened, that no Markdown takes for its own."""
    line = " ".join(text.split())[:QUOTED].replace("`", "'")
    return f"`{line}`" if line else "(nothing)"


def percent(share: float | None) -> str:
    """A share as people read it; never 100 % where something is missing."""
    if share is None:
        return "-"
    return (
        "100%" if share >= 1 else f"{min(share * 100, 99.9):.1f}%".replace(".0%", "%")
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
