"""Durability, as far as the server's process is concerned (rows 42 and 47)."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from cofounder.demo.api import Api
from cofounder.demo.idea_files import read_idea
from cofounder.demo.journey import Journey
from cofounder.demo.servers import ServerProcess, make_token
from tests.cli.commands import cofounder, environment

IDEAS = Path(__file__).parents[2] / "examples/ideas"


@pytest.fixture
def server(tmp_path: Path, wheel_store: Path) -> Iterator[ServerProcess]:
    """A running server with a data folder of its own."""
    data = tmp_path / "data"
    known = environment(data, COFOUNDER_WHEEL_STORE=str(wheel_store))
    running = ServerProcess(data, tmp_path / "server.log", environment=known)
    running.start()
    yield running
    running.stop()
    running.clear()


def test_f47_a_second_server_ends_with_3_and_the_first_is_unharmed(
    server: ServerProcess,
) -> None:
    """faults.md 47; security.md 7.2."""
    second = cofounder("serve", "--no-browser", data_dir=server.data_dir)
    assert second.returncode == 3
    assert f"process {server.pid}" in second.stderr
    assert server.url in second.stderr
    with httpx2.Client(trust_env=False) as client:
        assert client.get(f"{server.url}/api/ready").status_code == 200
    assert server.stop() == 0
    assert not (server.data_dir / "server.json").exists()


def test_f42_a_server_killed_outright_comes_back_on_its_port(
    server: ServerProcess,
) -> None:
    """The port is free at once and the file left behind misleads nobody."""
    url = server.url
    with httpx2.Client(trust_env=False) as client:
        client.get(f"{url}/api/ready")
        server.kill()
    assert (server.data_dir / "server.json").exists()
    assert server.start() == url


@pytest.mark.sandbox
@pytest.mark.slow_journey
def test_f42_sigterm_with_a_build_and_a_stream_open_ends_with_0_and_resumes(
    server: ServerProcess,
) -> None:
    """faults.md 42: no new steps, ends in time with 0, goes on at the next start."""
    token = make_token(server.data_dir, server.environment)
    idea = read_idea(IDEAS / "one-sentence.yaml")
    journey = Journey(server.url, token, idea)
    assert journey.run(until="documents"), journey.results[-1]
    api = Api(server.url, token)
    body = {"project_id": journey.walk.project_id, "goal": "Build it."}
    job = api.post("/api/generation/start", body)["job_id"]
    opened = threading.Event()
    reading = threading.Thread(target=_read_stream, args=(api, job, opened))
    reading.start()
    assert opened.wait(30)
    assert server.stop() == 0
    reading.join(15)
    assert not reading.is_alive()
    server.start()
    assert journey.run(), journey.results[-1]
    assert journey.walk.job_id == job
    journey.close()
    api.close()


def _read_stream(api: Api, job: str, opened: threading.Event) -> None:
    """Follow a run's events until the server ends the stream."""
    try:
        with api.client.stream(
            "GET", f"{api.base_url}/api/runs/{job}/events"
        ) as answer:
            for _ in answer.iter_lines():
                opened.set()
    except httpx2.TransportError:
        pass
