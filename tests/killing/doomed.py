"""A server under its supervisor and the model it asks, each a process of its own."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.fixtures.databases import MakeUrl

ROOT = Path(__file__).parents[2]


@dataclass
class Doomed:
    """A server under its supervisor, its model, and the rows they leave."""

    folder: Path
    url: str
    port: int
    model: str
    server: subprocess.Popen[Any]

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def deaths(self) -> list[str]:
        """The points that killed, in order."""
        marks = sorted(
            (self.folder / "points").iterdir(), key=lambda m: m.stat().st_mtime
        )
        return [mark.name.partition("#")[0] for mark in marks]

    def requests(self, *, full: bool = False) -> list[dict[str, Any]]:
        """What the model was asked; with all its words when `full`."""
        params = {"full": "1"} if full else {}
        return httpx2.get(f"{self.model}/__log", params=params).json()["requests"]

    def serve_faults(self, faults: list[dict[str, Any]]) -> None:
        """What the model does wrong from now on."""
        httpx2.post(f"{self.model}/__faults", json=faults).raise_for_status()

    def faults_left(self) -> list[dict[str, Any]]:
        """What it has not done wrong yet."""
        return httpx2.get(f"{self.model}/__faults").json()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def process(*command: str, **options: Any) -> Iterator[subprocess.Popen[Any]]:
    argv = [sys.executable, "-m", *command]
    with subprocess.Popen(argv, cwd=ROOT, **options) as started:
        try:
            yield started
        finally:  # what counts is in the rows; whoever is its child dies with it
            started.kill()


@pytest.fixture
def doom(tmp_path: Path, make_database_url: MakeUrl) -> Iterator[Any]:
    """`doom(points, **order)`: a server that dies at each of these points, once."""
    with contextlib.ExitStack() as stack:

        def start(points: list[str], **order: Any) -> Doomed:
            latency = ["--latency", "0.1"]
            wire = stack.enter_context(
                process(
                    "tests.wire.server", "--port", "0", *latency, stdout=subprocess.PIPE
                )
            )
            assert wire.stdout is not None
            model = wire.stdout.readline().decode().strip()
            url, port = make_database_url(), free_port()
            folder = tmp_path / str(port)
            folder.mkdir()
            given = {
                "data_dir": str(folder),
                "database_url": url,
                "port": port,
                "model_url": model,
                "kill_at": points,
                **order,
            }
            server = stack.enter_context(
                process("tests.killing.server", json.dumps(given))
            )
            return Doomed(folder, url, port, model, server)

        yield start
