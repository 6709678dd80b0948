"""Composed apps run: their own tests pass, and a browser's requests work (GENR-03)."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

import httpx2
import pytest

from cofounder.agents.composer.codebase import compose_files
from cofounder.agents.composer.product import compose_product
from tests.agents.stories import wish

TESTED = ("bakery", "dog walking", "repair café", "beekeeping", "hostile")
DRIVEN = ("bakery", "german", "arabic", "hostile")


def write_app(name: str, folder: Path) -> dict[str, Any]:
    product = compose_product(wish(name))
    for path, text in compose_files(product).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return product.content


def environment(**more: str) -> dict[str, str]:
    kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
    return {**kept, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", **more}


@contextmanager
def serving(folder: Path, data: Path) -> Iterator[httpx2.Client]:
    """The app behind uvicorn, as its Procfile starts it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "uvicorn", "app.main:app", "--port", str(port)]
    app = subprocess.Popen(
        command, cwd=folder, env=environment(DATA_DIR=str(data)), stderr=subprocess.PIPE
    )
    try:
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            wait_until_up(client, app)
            yield client
    finally:
        app.terminate()
        app.communicate(timeout=10)


def wait_until_up(client: httpx2.Client, app: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        assert app.poll() is None, app.communicate()[1].decode()
        try:
            assert client.get("/health").json() == {"status": "ok"}
        except httpx2.ConnectError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("the app did not answer")


@pytest.mark.parametrize("name", TESTED)
def test_the_apps_own_tests_pass(name: str, tmp_path: Path) -> None:
    """PIPE-06: the checks are real; a plain environment is enough."""
    write_app(name, tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error"],
        cwd=tmp_path,
        env=environment(PYTHONPATH=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"\d\d passed", done.stdout)


@pytest.mark.parametrize("name", DRIVEN)
def test_a_record_lives_through_create_list_edit_delete(
    name: str, tmp_path: Path
) -> None:
    content = write_app(name, tmp_path)
    with serving(tmp_path, tmp_path / "data") as client:
        for kind in content["record_types"]:
            drive(client, kind)
        front = client.get("/")
        assert content["promise"] in unescape(front.text)
        assert "<script>" not in front.text


def drive(client: httpx2.Client, kind: dict[str, Any]) -> None:
    path = f"/records/{kind['key']}"
    title = kind["fields"][0]["key"]
    assert client.get(f"{path}/new").status_code == 200
    created = client.post(path, data={title: "Rye & <b>oats</b>"})
    assert created.status_code == 303
    assert created.headers["location"].startswith(path)
    page = client.get(path).text
    assert "Rye &amp; &lt;b&gt;oats&lt;/b&gt;" in page
    assert client.post(f"{path}/1", data={title: "Spelt"}).status_code == 303
    assert "Spelt" in client.get(path, params={"q": "spel"}).text
    assert "Spelt" in client.get(f"{path}/export.csv").text
    assert client.post(path, data={title: ""}).status_code == 422
    assert client.post(f"{path}/1/delete").status_code == 303
    assert "Spelt" not in client.get(path).text


def test_data_survive_a_restart_and_a_second_version(tmp_path: Path) -> None:
    """The data are in `$DATA_DIR`; new fields appear without losing any."""
    content = write_app("bakery", tmp_path)
    path = f"/records/{content['record_types'][0]['key']}"
    with serving(tmp_path, tmp_path / "data") as client:
        client.post(path, data={"name": "Rye flour"})
    shape = tmp_path / "app/data/product.json"
    content["record_types"][0]["fields"].append(
        {"key": "origin", "label": "Origin", "kind": "text"}
    )
    shape.write_text(json.dumps(content), encoding="utf-8")
    with serving(tmp_path, tmp_path / "data") as client:
        assert "Rye flour" in client.get(path).text
        assert "Origin" in client.get(f"{path}/1/edit").text
