"""A real server in a process of its own: started, found, ended.

Also killed and started again on its port, which is how a test interrupts a journey.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx2

from cofounder.demo.api import StageFailed
from cofounder.sandbox.backends.places import ROOT_HOME, owner_of

START_SECONDS = 90.0
END_SECONDS = 12.0


class ServerFailed(StageFailed):
    """The server did not start; the message holds the end of its log."""


class ServerProcess:
    """`cofounder serve` on loopback with a data folder of its own."""

    def __init__(
        self,
        data_dir: Path,
        log: Path,
        *,
        port: int = 0,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir
        self.log = log
        self.port = port
        self.environment = dict(os.environ if environment is None else environment)
        self.url = ""
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self.process is not None
        return self.process.pid

    def start(self) -> str:
        """Start it, on the same port as before, and return its address when ready.

        Raises:
            ServerFailed: it ended, or did not answer in time.
        """
        command = [sys.executable, "-m", "cofounder", "serve", "--no-browser"]
        command += ["--host", "127.0.0.1", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data-dir", str(self.data_dir)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self.url = self._ready()
        self.port = int(self.url.rpartition(":")[2])
        return self.url

    def _ready(self) -> str:
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            self._check_running()
            url = self._announced()
            if url is not None and _answers(url):
                return url
            time.sleep(0.05)
        self.stop()
        raise ServerFailed(f"The server did not answer in time.\n{self._tail()}")

    def _announced(self) -> str | None:
        """The address in `server.json`, when this process has written it."""
        try:
            told = json.loads((self.data_dir / "server.json").read_bytes())
        except (OSError, ValueError):
            return None
        return told["url"] if told["pid"] == self.pid else None

    def _check_running(self) -> None:
        assert self.process is not None
        code = self.process.poll()
        if code is not None:
            raise ServerFailed(f"The server ended with code {code}.\n{self._tail()}")

    def _tail(self) -> str:
        try:
            return self.log.read_text(encoding="utf-8", errors="replace")[-2_000:]
        except OSError:
            return ""

    def kill(self) -> None:
        """`kill -9`: nothing of it gets to say goodbye."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int | None:
        """End it in an orderly way and return its exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.process.wait()

    def clear(self) -> None:
        """Remove what a root server that has ended kept outside its data folder."""
        if os.getuid() == 0:
            shutil.rmtree(ROOT_HOME / owner_of(self.data_dir), ignore_errors=True)


def _answers(url: str) -> bool:
    try:
        with httpx2.Client(trust_env=False, timeout=5.0) as client:
            return client.get(f"{url}/api/ready").status_code == 200
    except httpx2.TransportError:
        return False


def make_token(data_dir: Path, environment: Mapping[str, str] | None = None) -> str:
    """A token of the local owner, made by the command, beside the running server.

    Raises:
        ServerFailed: the command failed.
    """
    command = [sys.executable, "-m", "cofounder", "token", "create", "--name", "demo"]
    done = subprocess.run(
        [*command, "--data-dir", str(data_dir)],
        env=dict(os.environ if environment is None else environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise ServerFailed(f"No token could be made.\n{done.stderr[-1_000:]}")
    return done.stdout.strip()
