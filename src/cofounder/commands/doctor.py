"""`cofounder doctor`: how this machine is doing, in words.

It starts a cell of its own in a folder of its own, so that a running server is not
disturbed, and it never calls a model.
"""

from __future__ import annotations

import asyncio
from argparse import Namespace
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from cofounder.commands.findings import Finding, State
from cofounder.commands.looking import (
    look_at_browser,
    look_at_data,
    look_at_database,
    look_at_model,
    look_at_sandbox,
    look_at_server,
    look_at_wheels,
)
from cofounder.commands.running import FAILED, settings_from
from cofounder.commands.speaking import answer, answer_json
from cofounder.settings import Settings

Look = Callable[[Settings], Awaitable[Finding]]
LOOKS: tuple[tuple[str, Look], ...] = (
    ("data folder", look_at_data),
    ("database", look_at_database),
    ("sandbox", look_at_sandbox),
    ("demo packages", look_at_wheels),
    ("model", look_at_model),
    ("browser", look_at_browser),
    ("server", look_at_server),
)
SIGNS = {State.OK: "ok     ", State.NOTE: "note   ", State.PROBLEM: "PROBLEM"}


def run(options: Namespace) -> int:
    """Look at everything; 1 when there is a problem, notes do not count."""
    settings = settings_from(options)
    findings = asyncio.run(_look(settings))
    problems = [f for f in findings if f.state is State.PROBLEM]
    if options.json:
        checks = [{**asdict(f), "state": f.state.value} for f in findings]
        answer_json({"ok": not problems, "checks": checks})
    else:
        for finding in findings:
            _tell(finding)
        answer(_summary(len(problems)))
    return FAILED if problems else 0


async def _look(settings: Settings) -> list[Finding]:
    findings: list[Finding] = []
    for name, look in LOOKS:
        try:
            finding = await look(settings)
        except Exception as error:
            # A check that breaks is a finding too; the others still have their say.
            words = f"this check itself failed: {type(error).__name__}: {error}"
            finding = Finding(State.PROBLEM, words)
        findings.append(finding.named(name))
    return findings


def _tell(finding: Finding) -> None:
    answer(f"{SIGNS[finding.state]}  {finding.name:<14} {finding.message}")
    if finding.fix:
        answer(f"{'':<25}Fix: {finding.fix}")


def _summary(count: int) -> str:
    if not count:
        return "Everything that cofounder needs works."
    return "1 problem found." if count == 1 else f"{count} problems found."
