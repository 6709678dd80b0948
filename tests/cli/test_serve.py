"""A real server: its address, its login link, its data folder, its neighbours."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from cofounder.demo.servers import ServerProcess
from tests.cli.commands import cofounder, environment
from tests.fixtures.databases import MakeUrl

LINK = re.compile(r"Log in once with: (http://127\.0\.0\.1:\d+)/login\?token=(\S+)")


@pytest.fixture(scope="module")
def server(
    tmp_path_factory: pytest.TempPathFactory, make_database_url: MakeUrl
) -> Iterator[ServerProcess]:
    """One server for this module."""
    folder = tmp_path_factory.mktemp("serve")
    data = folder / "data"
    known = environment(data, COFOUNDER_DATABASE_URL=make_database_url())
    running = ServerProcess(data, folder / "server.log", environment=known)
    running.start()
    yield running
    assert running.stop() == 0
    running.clear()


def beside(server: ServerProcess, *words: str) -> subprocess.CompletedProcess[str]:
    url = server.environment["COFOUNDER_DATABASE_URL"]
    return cofounder(*words, data_dir=server.data_dir, COFOUNDER_DATABASE_URL=url)


def test_server_json_tells_where_and_who(server: ServerProcess) -> None:
    told = json.loads((server.data_dir / "server.json").read_bytes())
    assert (told["url"], told["pid"]) == (server.url, server.pid)
    assert told["version"]


def test_auth_01_the_printed_link_logs_in_once(server: ServerProcess) -> None:
    """AUTH-01."""
    found = LINK.search(server.log.read_text(encoding="utf-8"))
    assert found is not None
    assert found[1] == server.url
    with httpx2.Client(base_url=server.url, trust_env=False) as client:
        exchange = {"token": found[2]}
        assert client.post("/api/auth/exchange", json=exchange).status_code == 200
        assert client.get("/api/auth/me").json()["tier"] == "cto_scale"
        assert client.post("/api/auth/exchange", json=exchange).status_code == 401


def test_auth_03_a_token_made_beside_the_server_works(server: ServerProcess) -> None:
    """AUTH-03, security.md 7.2: no lock, no engine."""
    made = beside(server, "token", "create", "--email", "b@example.org")
    assert made.returncode == 0, made.stderr
    proof = {"Authorization": f"Bearer {made.stdout.strip()}"}
    with httpx2.Client(base_url=server.url, trust_env=False) as client:
        me = client.get("/api/auth/me", headers=proof).json()
    assert me["email"] == "b@example.org"


def test_a_login_link_made_beside_the_server_leads_to_it(
    server: ServerProcess,
) -> None:
    made = beside(server, "token", "login")
    assert made.stdout.startswith(f"{server.url}/login?token=")
    assert made.stderr == ""


def test_a_taken_port_that_was_asked_for_ends_with_4(
    server: ServerProcess, tmp_path: Path
) -> None:
    port = str(server.port)
    done = cofounder("serve", "--no-browser", "--port", port, data_dir=tmp_path)
    assert done.returncode == 4
    assert f"process {server.pid}" in done.stderr
    assert not (tmp_path / "server.json").exists()


def test_migrating_beside_a_server_is_refused(server: ServerProcess) -> None:
    done = beside(server, "migrate")
    assert done.returncode == 3
    assert server.url in done.stderr


def test_the_browser_opens_with_the_link_that_logs_in(tmp_path: Path) -> None:
    """`cofounder` alone serves on loopback; here "the browser" notes the address."""
    noted = tmp_path / "address"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {noted}.new\nmv {noted}.new {noted}\n')
    browser.chmod(0o755)
    known = environment(tmp_path / "data", BROWSER=f"{browser} %s", COFOUNDER_PORT="0")
    process = subprocess.Popen(
        [sys.executable, "-m", "cofounder"],
        env=known,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        printed = ""
        while "Log in once" not in printed:
            line = process.stdout.readline()
            assert line, "the server ended"
            printed += line
        for _ in range(200):
            if noted.exists():
                break
            time.sleep(0.05)
        found = LINK.search(printed)
        assert found is not None
        assert noted.read_text().strip() == f"{found[1]}/login?token={found[2]}"
    finally:
        process.terminate()
        process.communicate(timeout=12)
        ServerProcess(tmp_path / "data", tmp_path / "log").clear()
    assert process.returncode == 0
