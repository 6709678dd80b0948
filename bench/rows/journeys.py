"""The whole demo journey: what a founder waits for when the model takes no time."""

from __future__ import annotations

import asyncio
import json
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench.hosting import clearing
from bench.measuring import Plan, Samples, Spec, Topic
from bench.processes import ROOT, cofounder, environment
from bench.seeding import url_of
from cofounder.builds.models import Build
from cofounder.builds.states import Stage
from cofounder.db import Database

JOURNEY = Spec(
    "whole demo journey, demo runner, installing packages excluded",
    "s",
    "none: its stages have no common floor",
    target=20,
    target_of="ours",
)
IDEAS = ROOT / "examples" / "ideas"
PATIENCE = 240.0


async def journeys(plan: Plan) -> dict[Spec, Samples]:
    """`cofounder demo` as anybody would run it, once per run."""
    ideas = sorted(IDEAS.glob("*.yaml"))
    runs = 1 if plan.quick else plan.runs
    found: list[float] = []
    notes: list[str] = []
    for number in range(runs):
        out = plan.folder / f"out-{number}"
        async with clearing(out / "data"):
            words = [cofounder(), "demo", "--json", "--non-interactive"]
            words += ["--idea-file", str(ideas[number % len(ideas)]), "--out", str(out)]
            told = await asyncio.to_thread(_demo, words)
        installing = await _installing(out / "data")
        found.append(told["total_seconds"] - installing)
        notes.append(f"{installing:.1f}")
    return {JOURNEY: Samples(found, note=f"installing took {', '.join(notes)} s")}


def _demo(words: list[str]) -> dict[str, Any]:
    done = subprocess.run(
        words,
        capture_output=True,
        env=environment(),
        timeout=PATIENCE,
    )
    if done.returncode != 0:
        raise RuntimeError(done.stderr.decode()[-500:])
    return json.loads(done.stdout)


async def _installing(data_dir: Path) -> float:
    """Seconds the journey's builds spent in their stage `deps`."""
    database = Database(url_of(data_dir))
    try:
        async with database.reading() as session:
            builds = (await session.scalars(select(Build))).all()
    finally:
        await database.close()
    entries = [entry for build in builds for entry in build.stage_times]
    return sum(_seconds(entry) for entry in entries if entry["stage"] == Stage.DEPS)


def _seconds(entry: dict[str, str]) -> float:
    began, ended = entry["started_at"], entry["ended_at"]
    spent = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
    return spent.total_seconds()


TOPICS = (Topic("journey", (JOURNEY,), journeys),)
