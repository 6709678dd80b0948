"""The last third of the journey: build, preview, a record, the app's files."""

from __future__ import annotations

import io
import re
import time
import zipfile
from typing import Any

from cofounder.demo.api import StageFailed
from cofounder.demo.using import use_app, visit
from cofounder.demo.walk import Walk, require

LABELS = {
    "queued": "Queued...",
    "starting": "Starting...",
    "scaffold": "Scaffolding workspace...",
    "code": "Writing code...",
    "deps": "Installing dependencies...",
    "checks": "Running checks...",
    "ready": "Build complete!",
    "failed": "Build failed",
    "scheduled": "Scheduled...",
}
STATUS_KEYS = set(
    "job_id status stage_label preview_url build_version error_message failure_class "
    "debug_id sandbox_expires_at sandbox_paused snapshot_url docs_ready checks "
    "awaiting wake_at".split()
)
PARTS = ("README.md", ".env.example", "Procfile", "requirements.txt")
VERSION = re.compile(r"build_v\d+_\d+")
MOST_UNPACKED = 64 << 20


def build(walk: Walk) -> str:
    """Start the build and follow it to ready (GENR-02, GENR-11, GENR-15)."""
    walk.job_id = walk.settle(
        lambda: _find_build(walk), lambda: _start(walk), what="build"
    )
    status = _until_over(walk)
    if status["status"] == "failed":
        why = f"{status['failure_class']}: {status['error_message']}"
        raise StageFailed(f"build: {why}")
    require(status["preview_url"], "build: ready without a preview address")
    require(VERSION.fullmatch(status["build_version"] or ""), "build: no version")
    walk.build_version = status["build_version"]
    walk.preview_url = status["preview_url"]
    return f"{walk.build_version}, {_check_checks(status['checks'])}"


def _start(walk: Walk) -> None:
    body = {"project_id": walk.project_id, "goal": walk.idea.idea}
    walk.job_id = walk.api.post("/api/generation/start", body)["job_id"]


def _find_build(walk: Walk) -> str | None:
    """The newest build of the project that did not fail before we came."""
    for row in walk.api.get(f"/api/generation/project/{walk.project_id}"):
        if row["status"] != "failed" or row["job_id"] == walk.job_id:
            return row["job_id"]
    return None


def _until_over(walk: Walk) -> dict[str, Any]:
    end = time.monotonic() + walk.api.patience.run_seconds
    while time.monotonic() < end:
        status = walk.api.get(f"/api/generation/{walk.job_id}/status")
        require(set(status) >= STATUS_KEYS, "build: the status lacks keys")
        stage, label = status["status"], status["stage_label"]
        require(LABELS.get(stage) == label, f"build: “{label}” is not {stage}'s label")
        walk.seen_stages[stage] = label
        if stage in ("ready", "failed"):
            return status
        walk.tell(label)
        time.sleep(walk.api.patience.look_seconds)
    raise StageFailed("build: it did not end in time")


def _check_checks(checks: list[dict[str, Any]]) -> str:
    failed = [check for check in checks if check["status"] not in ("pass", "skip")]
    require(not failed, f"build: ready although checks failed: {failed}")
    passed = [check for check in checks if check["status"] == "pass"]
    require(passed, "build: ready, but nothing was checked")
    return f"{len(passed)} checks passed"


def preview(walk: Walk) -> str:
    """Fetch the app on its own origin; it speaks the founder's words."""
    app = visit(walk)
    page = app.open("/")
    require(page.status == 200, f"preview: it answers {page.status}")
    found = common_words(walk.book.spoken, page.text)
    require(found, "preview: the first page has no word of the idea")
    app.close()
    return f"200, {len(found)} words of the idea"


def record(walk: Walk) -> str:
    """Make a record through the app's own form and find it after a reload."""
    app = visit(walk)
    try:
        return use_app(app)
    finally:
        app.close()


def files(walk: Walk) -> str:
    """Save the app as a zip and look into it (API-108, PIPE-02)."""
    data = walk.api.download(f"/api/generation/{walk.job_id}/workspace").content
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        size = sum(entry.file_size for entry in archive.infolist())
        require(size <= MOST_UNPACKED, "app: its files are too large")
        require(archive.testzip() is None, "app: its zip is damaged")
    except zipfile.BadZipFile as error:
        raise StageFailed("app: this is no zip") from error
    names = [n for n in archive.namelist() if not n.endswith("/")]
    missing = [p for p in PARTS if not any(_is(n, p) for n in names)]
    require(not missing, f"app: the zip lacks {', '.join(missing)}")
    require(any("test" in name for name in names), "app: it has no tests")
    pins = next(name for name in names if _is(name, "requirements.txt"))
    _check_pins(archive.read(pins).decode("utf-8"))
    if walk.out is not None:
        walk.app_zip = walk.out / f"{walk.build_version}.zip"
        walk.app_zip.write_bytes(data)
    return f"{len(names)} files"


def _is(name: str, part: str) -> bool:
    return name == part or (name.count("/") == 1 and name.endswith(f"/{part}"))


def _check_pins(text: str) -> None:
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    loose = [line for line in lines if line and "==" not in line]
    require(not loose, f"app: not pinned: {', '.join(loose[:3])}")


def viewed(walk: Walk) -> str:
    """Tell that the preview was seen, which opens Gate 2 once (SOLD-01)."""

    def second_gate() -> str | None:
        gates = walk.api.get(f"/api/gates/project/{walk.project_id}")
        found = [g["gate_id"] for g in gates if g["gate_type"] == "solidification"]
        return found[0] if found else None

    path = f"/api/generation/{walk.job_id}/preview-viewed"
    walk.settle(second_gate, lambda: walk.api.post(path), what="feedback")
    again = walk.api.post(path)
    require(
        again == {"gate_id": None, "status": "gate_already_created"},
        "feedback: the second gate was opened twice",
    )
    return "gate 2 is open"


def common_words(spoken: list[str], page: str) -> set[str]:
    """The words of the founder that stand on the page.

    Scripts without spaces are compared by pairs of characters.
    """
    said = _words(" ".join(spoken))
    return said & _words(page)


def _words(text: str) -> set[str]:
    folded = text.casefold()
    words = set(re.findall(r"[^\W\d_]{4,}", folded))
    for run in re.findall(
        r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+", folded
    ):
        words |= {run[i : i + 2] for i in range(len(run) - 1)}
    return words
