"""Servers of a benchmark: started, waited for, looked at, ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.loading import whole_body
from bench.measuring import Missing

ROOT = Path(__file__).resolve().parent.parent
LOOK_SECONDS = 0.004
START_PATIENCE = 60.0
END_PATIENCE = 15.0


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Ours without the operator's settings: a benchmark measures the defaults."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("COFOUNDER_") or name == "COFOUNDER_WHEEL_STORE"
    }
    return {**kept, **(extra or {})}


def cofounder() -> str:
    """The console script of this environment."""
    script = Path(sys.executable).with_name("cofounder")
    if not script.exists() or not (_package() / "cli.py").exists():
        raise Missing("the command line is not installed")
    return str(script)


def _package() -> Path:
    import cofounder as package

    return Path(package.__path__[0])


def serve_command(data_dir: Path, port: int) -> list[str]:
    """The server as its operator starts it."""
    words = ["serve", "--port", str(port), "--data-dir", str(data_dir)]
    return [cofounder(), *words, "--no-browser", "--non-interactive"]


class Server:
    """A started server process on a port; `seconds` is its start to the first 200."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process, self.port = process, port
        self.seconds = 0.0

    def resident_bytes(self) -> int:
        """Its own memory, without that of processes it started."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
        raise RuntimeError("a process without memory")


@contextlib.asynccontextmanager
async def serving(
    command: Sequence[str],
    port: int,
    path: str,
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
) -> AsyncIterator[Server]:
    """A server from its start to its end; it is ended with everything it started."""
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: ASYNC220 - starts at once
            command, stdout=output, stderr=output, env=environment(env), cwd=ROOT
        )
    server = Server(process, port)
    try:
        await asyncio.to_thread(_wait_for_200, process, port, path, log)
        server.seconds = time.perf_counter() - began
        yield server
    finally:
        await asyncio.to_thread(end, process)


def _wait_for_200(
    process: subprocess.Popen[bytes], port: int, path: str, log: Path
) -> None:
    deadline = time.monotonic() + START_PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"a server ended: {log.read_text()[-2000:]}")
        with contextlib.suppress(OSError):
            if _answers(port, path):
                return
        time.sleep(LOOK_SECONDS)
    raise RuntimeError(f"a server did not answer: {log.read_text()[-2000:]}")


def _answers(port: int, path: str) -> bool:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as asking:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        asking.sendall(request.encode())
        answer = b""
        while whole_body(answer) is None:
            piece = asking.recv(65536)
            if not piece:
                break
            answer += piece
        return answer.startswith(b"HTTP/1.1 200")


def end(process: subprocess.Popen[Any]) -> None:
    """Ask it to end, and end it when it does not."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(END_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def clear_cells(data_dir: Path) -> None:
    """Remove what a server run by root keeps outside its data folder."""
    from cofounder.sandbox.backends.places import ROOT_HOME, owner_of

    if os.getuid() == 0:
        shutil.rmtree(ROOT_HOME / owner_of(data_dir), ignore_errors=True)
