"""`cofounder demo`: the whole journey once, on a server of its own, checked and kept.

Nothing of it stays running. The exit code is 0 only when every stage held.
"""

from __future__ import annotations

import os
import signal
import time
from argparse import Namespace
from dataclasses import asdict, dataclass
from importlib import resources
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import urlsplit

from cofounder import clock
from cofounder.commands.running import FAILED, MISUSED, Stop, settings_from
from cofounder.commands.speaking import answer_json, complain, note
from cofounder.demo.board import board, duration
from cofounder.demo.deciding import artifact_versions
from cofounder.demo.idea_files import BadIdeaFile, IdeaFile, parse_idea, read_idea
from cofounder.demo.journey import STAGE_NAMES, Journey
from cofounder.demo.screenshot import find_browser, take_screenshot
from cofounder.demo.servers import ServerFailed, ServerProcess, make_token
from cofounder.demo.usage import Usage, usage_of
from cofounder.settings import Settings, load_settings

SAMPLE = "sample-idea.yaml"


@dataclass(slots=True)
class Outcome:
    """What the demo made, beside the stages."""

    artifacts: list[dict[str, Any]]
    screenshot: Path | None = None
    usage: Usage | None = None


def run(options: Namespace) -> int:
    """Walk the journey and report; 1 when a stage did not hold."""
    began = time.monotonic()
    settings = settings_from(options)
    idea = _idea(options.idea_file)
    out = _out_folder(options.out, settings)
    server = _server(out, options.port, settings)
    signal.signal(signal.SIGTERM, _end)
    note(f"Results go to {out}")
    journey: Journey | None = None
    outcome = Outcome([])
    try:
        with board(("server", *STAGE_NAMES)) as shown:
            # The stage "server" is timed like the others: it is part of the wait.
            journey = Journey("", "", idea, on_stage=shown.on_stage, out=out)
            with journey.timed("server") as found:
                token = _start(server)
                journey.base_url = server.url
                journey.log_in(token)
                found(server.url)
            if journey.run():
                outcome = _keep(journey, out)
    except ServerFailed as error:
        complain(str(error))
    finally:
        server.stop()
        if journey is not None:
            journey.close()
    assert journey is not None
    outcome.usage = _usage(server, journey)
    server.clear()
    report = _report(journey, outcome, round(time.monotonic() - began, 2))
    if options.json:
        answer_json(report)
    _tell(journey, report, out)
    return 0 if journey.is_verified else FAILED


def _idea(path: str | None) -> IdeaFile:
    try:
        if path is None:
            sample = resources.files("cofounder.demo") / SAMPLE
            return parse_idea(sample.read_text(encoding="utf-8"))
        idea = read_idea(Path(path).expanduser())
    except BadIdeaFile as error:
        raise Stop(str(error), MISUSED) from error
    for key in idea.ignored:
        note(f"{path}: the key “{key[:60]}” means nothing here and is ignored.")
    return idea


def _out_folder(given: str | None, settings: Settings) -> Path:
    if given is not None:
        out = Path(given).expanduser().absolute()
    else:
        name = clock.now().strftime("%Y%m%d-%H%M%S")
        out = settings.data_dir / "demos" / f"{name}-{os.getpid()}"
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Stop(
            f"--out: {out} cannot be made: {error.strerror}.", MISUSED
        ) from error
    return out


def _server(out: Path, port: int | None, settings: Settings) -> ServerProcess:
    number = 1
    while (data_dir := out / ("data" if number == 1 else f"data-{number}")).exists():
        number += 1
    # What the operator chose stays; what would reach beyond this demo does not.
    environment = {
        **os.environ,
        "COFOUNDER_WHEEL_STORE": str(settings.resolved_wheel_store),
        "COFOUNDER_PREVIEW_DOMAIN": "localhost",
        "COFOUNDER_INSTANCE": f"demo-{os.getpid()}",
    }
    return ServerProcess(
        data_dir, out / "server.log", port=port or 0, environment=environment
    )


def _start(server: ServerProcess) -> str:
    server.data_dir.mkdir(mode=0o700)
    server.start()
    return make_token(server.data_dir, server.environment)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + signal.SIGTERM)


def _keep(journey: Journey, out: Path) -> Outcome:
    """The extras of a journey that held: the list of documents and a picture."""
    outcome = Outcome(artifact_versions(journey.walk))
    if find_browser() is None:
        note("No Chromium on this machine: no screenshot.")
        return outcome
    target = out / "preview.png"
    # A first start of a browser may fail for reasons of its own.
    if any(take_screenshot(journey.walk.preview_url, target) for _ in range(2)):
        outcome.screenshot = target
    else:
        note("Chromium took no screenshot; the preview itself was checked.")
    return outcome


def _usage(server: ServerProcess, journey: Journey) -> Usage:
    if not journey.walk.project_id:
        return Usage(0, 0, None)
    return usage_of(load_settings(data_dir=server.data_dir), journey.walk.project_id)


def _report(journey: Journey, outcome: Outcome, total: float) -> dict[str, Any]:
    walk = journey.walk
    return {
        "project_id": walk.project_id or None,
        "stages": [
            {"name": r.name, "seconds": r.seconds, "ok": r.ok} for r in journey.results
        ],
        "artifacts": outcome.artifacts,
        "build_version": walk.build_version or None,
        "preview_url": walk.preview_url or None,
        "preview_host": urlsplit(walk.preview_url).netloc or None,
        "app_zip": None if walk.app_zip is None else str(walk.app_zip),
        "screenshot": None if outcome.screenshot is None else str(outcome.screenshot),
        **asdict(outcome.usage or Usage(0, 0, None)),
        "total_seconds": total,
    }


def _tell(journey: Journey, report: dict[str, Any], out: Path) -> None:
    took = duration(report["total_seconds"])
    if not journey.is_verified:
        failed = next((r for r in journey.results if not r.ok), None)
        where = f"{failed.name}: {failed.detail}" if failed else "it was interrupted"
        note(f"\nThe journey ended after {took}. {where}")
        note(f"What was made so far, and the server's log: {out}")
        return
    note(f"\nEvery stage held, in {took}.")
    for name, key in (("App", "app_zip"), ("Screenshot", "screenshot")):
        if report[key]:
            note(f"{name + ':':<12} {report[key]}")
    note(f"{'Documents:':<12} {out / 'documents'}")
    note(f"{'Preview was:':<12} {report['preview_url']} (the server has ended)")
    note(f"To go on with it: cofounder serve --data-dir {_data_of(out)}")


def _data_of(out: Path) -> Path:
    return max(out.glob("data*"), key=lambda path: path.stat().st_mtime)
