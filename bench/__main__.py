"""`python -m bench`: measure, print a table, write `bench/results.json`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bench.measuring import Missing, Plan, Row, Topic, row, skipped
from bench.printing import table
from bench.rows import TOPICS

RESULTS = Path(__file__).with_name("results.json")
TOPIC_SECONDS = 600.0


def main() -> int:
    """Measure what was asked for; 0 also when a target is missed."""
    chosen = _arguments()
    topics = [topic for topic in TOPICS if not chosen.only or topic.name in chosen.only]
    with tempfile.TemporaryDirectory(prefix="cofounder-bench-") as folder:
        plan = Plan(chosen.runs, chosen.quick, Path(folder))
        rows = uvloop.run(measure(topics, plan))
    print(table(rows))
    written = {"rows": [each.as_dict() for each in rows]}
    chosen.out.write_text(json.dumps(written, indent=2) + "\n", encoding="utf-8")
    return 0


async def measure(topics: Sequence[Topic], plan: Plan) -> list[Row]:
    """All rows of the topics, one topic after another."""
    rows: list[Row] = []
    for topic in topics:
        began = time.monotonic()
        rows += await _measured(topic, plan)
        spent = time.monotonic() - began
        print(f"{topic.name}: {spent:.1f} s", file=sys.stderr, flush=True)
    return rows


async def _measured(topic: Topic, plan: Plan) -> list[Row]:
    folder = plan.folder / topic.name
    folder.mkdir(mode=0o711)
    own = Plan(plan.runs, plan.quick, folder)
    try:
        async with asyncio.timeout(TOPIC_SECONDS):
            found = await topic.measure(own)
    except Missing as missing:
        return [skipped(spec, str(missing)) for spec in topic.specs]
    except Exception as error:  # one topic's failure never costs the others
        traceback.print_exc()
        why = f"failed: {type(error).__name__}: {error}"[:200]
        return [skipped(spec, why) for spec in topic.specs]
    return [
        row(spec, found[spec]) if spec in found else skipped(spec, "not measured")
        for spec in topic.specs
    ]


def _arguments() -> argparse.Namespace:
    names = [topic.name for topic in TOPICS]
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=names, metavar="NAME")
    parser.add_argument("--runs", type=int, default=3, help="interleaved runs per row")
    parser.add_argument("--quick", action="store_true", help="small counts")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="FILE")
    parser.epilog = f"NAME is one of: {', '.join(names)}"
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
