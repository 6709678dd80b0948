"""A real web app from its requirements to a preview that keeps its data (GENR-04)."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from cofounder.sandbox import BUILD_LIMITS, SERVE_LIMITS, CellSpec, Phase
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.wheels import (
    IndexUnreachable,
    PackageRefused,
    WheelSet,
    WheelStore,
)
from tests.sandbox.cells import bubblewrap

REQUIREMENTS = "fastapi\nuvicorn\npython-multipart\njinja2\n"
APP = b"""
import os, sqlite3
from fastapi import FastAPI, Form
from fastapi.responses import HTMLResponse, RedirectResponse

def connect():
    database = sqlite3.connect(os.environ.get("DATA_DIR", "/tmp") + "/app.db")
    database.execute("create table if not exists loaves (name text)")
    return database

app = FastAPI()

@app.get("/", response_class=HTMLResponse)
def loaves():
    return "|".join(row[0] for row in connect().execute("select name from loaves"))

@app.post("/loaves")
def add(name: str = Form()):
    with connect() as database:
        database.execute("insert into loaves values (?)", (name,))
    return RedirectResponse("/", 303)
"""
TESTS = b"import app\nassert app.loaves() == ''\napp.add('rye')\n"
UVICORN = [".venv/bin/python", "-m", "uvicorn", "app:app", "--port", "8000"]


async def fetched(store: WheelStore, version: str) -> WheelSet:
    try:
        return await store.fetch(REQUIREMENTS, version)
    except (IndexUnreachable, PackageRefused) as error:
        pytest.skip(f"no package index answers here: {error}")


async def visit(path: Path, request: str) -> str:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer.decode()


async def built(runtime: BubblewrapRuntime, wheels: WheelSet) -> None:
    cell = await runtime.create(
        CellSpec("demo", Phase.BUILD, BUILD_LIMITS, wheels=wheels.folder)
    )
    await cell.write({"app.py": APP, "test_app.py": TESTS})
    commands = wheels.install_commands(runtime.capabilities().interpreter or "")
    for command in (*commands, (".venv/bin/python", "test_app.py")):
        result = await cell.exec(command, BUILD_LIMITS)
        assert result.exit_code == 0, result
    await cell.snapshot("demo")
    await cell.destroy()


async def test_an_app_is_built_without_network_and_served_with_lasting_data(
    tmp_path: Path,
) -> None:
    spec = CellSpec("demo", Phase.SERVE, SERVE_LIMITS, snapshot="demo", volume="demo")
    form = "name=sourdough"
    post = (
        "POST /loaves HTTP/1.1\r\nHost: app\r\nConnection: close\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(form)}\r\n\r\n{form}"
    )
    get = "GET / HTTP/1.1\r\nHost: app\r\nConnection: close\r\n\r\n"
    async with bubblewrap(tmp_path / "data", tested=False) as runtime:
        version = runtime.capabilities().python_version or ""
        await built(runtime, await fetched(WheelStore(tmp_path / "store"), version))
        cell = await runtime.create(spec)
        app = await cell.expose(UVICORN, SERVE_LIMITS, env={"DATA_DIR": "/data"})
        assert "303 See Other" in await visit(app.socket_path, post)
        await cell.destroy()

        again = await runtime.create(spec)
        app = await again.expose(UVICORN, SERVE_LIMITS, env={"DATA_DIR": "/data"})
        assert (await visit(app.socket_path, get)).endswith("sourdough")
