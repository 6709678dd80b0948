"""The sandbox seam: every backend and the fake keep the same promises."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from cofounder.sandbox import (
    BUILD_LIMITS,
    SERVE_LIMITS,
    CellSpec,
    ExecResult,
    PathRefused,
    Phase,
    Sandbox,
    SandboxGone,
    SandboxRuntime,
    SnapshotMissing,
    Stream,
)
from tests.fakes.sandbox import FakeSandbox, FakeSandboxRuntime, succeeded
from tests.sandbox.cells import bubblewrap, build_spec

APP = b"""
import http.server, os, sys
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/stop":
            os._exit(7)
        body = b"<h1>GET " + self.path.encode() + b"</h1>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
address = os.environ["HOST"], int(os.environ["PORT"])
http.server.ThreadingHTTPServer(address, Page).serve_forever()
"""
SERVE = ["python3", "app.py"]


@pytest.fixture(scope="module", params=["bubblewrap", "fake"])
async def runtime(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[SandboxRuntime]:
    if request.param == "fake":
        fake = FakeSandboxRuntime()
        fake.script("hello", ExecResult(3, b"hello\n", b"oh\n", 1))
        yield fake
        await fake.stop()
        return
    data_dir = tmp_path_factory.mktemp("sandbox")
    async with bubblewrap(data_dir) as real:
        yield real
    shutil.rmtree(data_dir)


async def ask(path: Path, target: str) -> bytes:
    """The whole answer of an app behind a Unix socket."""
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(f"GET {target} HTTP/1.0\r\nHost: app\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    await writer.wait_closed()
    return answer


async def exposed(runtime: SandboxRuntime, label: str, **options: object) -> Sandbox:
    building = await runtime.create(build_spec("contract-build"))
    await building.write({"app.py": APP})
    await building.snapshot("contract-app")
    await building.destroy()
    spec = CellSpec(
        label, Phase.SERVE, SERVE_LIMITS, snapshot="contract-app", volume="contract"
    )
    return await runtime.create(spec)


async def test_a_command_gives_its_code_and_both_outputs(
    runtime: SandboxRuntime,
) -> None:
    """SNDB-01: streamed output arrives as well as the final result."""
    cell = await runtime.create(build_spec())
    heard: list[tuple[Stream, bytes]] = []
    result = await cell.exec(
        ["/bin/sh", "-c", "echo hello; echo oh >&2; exit 3"],
        BUILD_LIMITS,
        on_output=lambda stream, chunk: heard.append((stream, chunk)),
    )
    assert (result.exit_code, result.killed) == (3, None)
    assert (result.stdout, result.stderr) == (b"hello\n", b"oh\n")
    assert sorted(heard) == [(Stream.STDERR, b"oh\n"), (Stream.STDOUT, b"hello\n")]


async def test_written_files_are_read_back_by_pattern(runtime: SandboxRuntime) -> None:
    cell = await runtime.create(build_spec())
    await cell.write({"a.txt": b"1", "deep/er/b.txt": b"2", "deep/c.bin": b"\0\xff"})
    await cell.write({"a.txt": b"replaced"})
    texts = await cell.read("**/*.txt")
    assert [(a.path, a.content) for a in texts] == [
        ("a.txt", b"replaced"),
        ("deep/er/b.txt", b"2"),
    ]
    assert [a.path for a in await cell.read("deep/*")] == ["deep/c.bin"]


@pytest.mark.parametrize(
    "path", ["/etc/x", "../x", "a/../../x", "", "a//b", "a\0b", "a\nb", "con.txt"]
)
async def test_a_path_that_is_no_workspace_file_is_refused(
    runtime: SandboxRuntime, path: str
) -> None:
    """PIPE-03: nothing is written when one of the names is refused."""
    cell = await runtime.create(build_spec())
    with pytest.raises(PathRefused):
        await cell.write({"fine.txt": b"", path: b"x"})
    assert await cell.read("**/*") == []


async def test_creating_a_label_again_starts_clean(runtime: SandboxRuntime) -> None:
    first = await runtime.create(build_spec())
    await first.write({"old.txt": b"old"})
    second = await runtime.create(build_spec())
    assert await second.read("**/*") == []
    with pytest.raises(SandboxGone):
        await first.read("**/*")
    assert await runtime.attach("build") is second


async def test_a_destroyed_cell_is_gone_and_destroying_twice_is_fine(
    runtime: SandboxRuntime,
) -> None:
    cell = await runtime.create(build_spec("short-lived"))
    await cell.destroy()
    await cell.destroy()
    with pytest.raises(SandboxGone):
        await runtime.attach("short-lived")
    with pytest.raises(SandboxGone):
        await cell.exec(["/bin/true"], BUILD_LIMITS)


async def test_a_snapshot_outlives_its_cell_until_it_is_dropped(
    runtime: SandboxRuntime,
) -> None:
    cell = await runtime.create(build_spec())
    await cell.write({"kept.txt": b"kept"})
    await cell.snapshot("keep")
    await cell.destroy()
    again = await runtime.create(
        CellSpec("again", Phase.BUILD, BUILD_LIMITS, snapshot="keep")
    )
    assert [a.content for a in await again.read("*")] == [b"kept"]
    await runtime.drop(snapshot="keep")
    await runtime.drop(snapshot="keep", volume="never-was")
    with pytest.raises(SnapshotMissing):
        await runtime.create(
            CellSpec("late", Phase.BUILD, BUILD_LIMITS, snapshot="keep")
        )


async def test_a_served_workspace_cannot_be_written_from_outside(
    runtime: SandboxRuntime,
) -> None:
    cell = await exposed(runtime, "read-only")
    with pytest.raises(PathRefused):
        await cell.write({"x.txt": b""})
    await cell.destroy()


async def test_an_exposed_app_answers_on_the_socket_of_the_host(
    runtime: SandboxRuntime,
) -> None:
    """GENR-04: visits reach the app, and stats know that it runs."""
    cell = await exposed(runtime, "serving")
    endpoint = await cell.expose(SERVE, SERVE_LIMITS)
    assert b"<h1>GET /a?b=c</h1>" in await ask(endpoint.socket_path, "/a?b=c")
    stats = await cell.stats()
    assert stats.running
    assert stats.app is not None
    assert stats.app.ended is None
    assert any("/a?b=c" in line for line in stats.app.log)
    await cell.destroy()


async def test_the_end_of_an_exposed_app_is_told_once(runtime: SandboxRuntime) -> None:
    cell = await exposed(runtime, "ending")
    ended: asyncio.Future[ExecResult] = asyncio.get_running_loop().create_future()
    endpoint = await cell.expose(SERVE, SERVE_LIMITS, on_ended=ended.set_result)
    if isinstance(cell, FakeSandbox):
        await cell.crash(7)
    else:
        await ask(endpoint.socket_path, "/stop")
    result = await asyncio.wait_for(ended, 10)
    assert result.exit_code == 7
    stats = await cell.stats()
    assert not stats.running
    assert stats.app is not None
    assert stats.app.ended == result
    await cell.destroy()


async def test_the_fake_answers_what_was_scripted_and_then_the_last_again() -> None:
    fake = FakeSandboxRuntime()
    fake.script("pytest", ExecResult(1, b"", b"red", 1), succeeded("green"))
    cell = await fake.create(build_spec())
    codes = [(await cell.exec(["pytest"], BUILD_LIMITS)).exit_code for _ in range(3)]
    assert codes == [1, 0, 0]
    assert fake.commands == [("build", ("pytest",))] * 3
