"""Attacks on the sandbox from inside, and the deaths of those who hold it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cofounder.sandbox import (
    BUILD_LIMITS,
    SERVE_LIMITS,
    AppDidNotStart,
    CellSpec,
    ExecResult,
    KillReason,
    Phase,
    SandboxGone,
)
from cofounder.sandbox.backends import processes
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.backends.cell import BubblewrapCell
from cofounder.sandbox.limits import MIB
from tests.sandbox.cells import bubblewrap, build_spec, need_isolation

SMALL = replace(
    SERVE_LIMITS, wall_seconds=20, processes=64, output_bytes=5 * MIB, start_seconds=1
)
DAEMONS = """
import os, signal, sys, time
for number in range(13):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            for descriptor in (0, 1, 2):
                os.close(descriptor)
            time.sleep(300)
        os._exit(0)
print("ready", flush=True)
time.sleep(float(sys.argv[1]))
"""


@pytest.fixture(scope="module")
async def runtime(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[BubblewrapRuntime]:
    async with bubblewrap(tmp_path_factory.mktemp("faults"), tested=False) as real:
        yield real


@pytest.fixture
async def cell(runtime: BubblewrapRuntime) -> AsyncIterator[BubblewrapCell]:
    made = await runtime.create(build_spec("attacked"))
    yield made
    await made.destroy()


async def until(holds: Callable[[], bool], patience: float = 10) -> None:
    async with asyncio.timeout(patience):
        while not holds():
            await asyncio.sleep(0.01)


def of_cell(cell: BubblewrapCell) -> list[int]:
    """Processes of the cell, seen by its user id or, without root, by its program."""
    uid = cell.folder.owner.uid
    assert uid is not None
    return [process.pid for process in processes.of_uid(uid)]


async def python(cell: BubblewrapCell, text: str, *words: str) -> ExecResult:
    await cell.write({"attack.py": text.encode()})
    return await cell.exec(["python3", "attack.py", *words], SMALL)


@pytest.mark.parametrize(
    "bomb",
    [
        "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
        (
            "import threading, time\nwhile True:\n"
            "    try: threading.Thread(target=time.sleep, args=(60,)).start()\n"
            "    except RuntimeError: time.sleep(0.01)"
        ),
    ],
    ids=["forks", "threads"],
)
async def test_f58_a_bomb_is_stopped_and_a_second_cell_can_fork_meanwhile(
    runtime: BubblewrapRuntime, cell: BubblewrapCell, bomb: str
) -> None:
    attack = asyncio.ensure_future(python(cell, bomb))
    healthy = await runtime.create(build_spec("healthy"))
    codes: list[int | None] = []
    while not attack.done():
        one = await healthy.exec(["sh", "-c", "/bin/true & wait $!"], SMALL)
        codes.append(one.exit_code)
    await healthy.destroy()
    assert set(codes) == {0}
    result = await attack
    assert result.killed is KillReason.PIDS
    assert "64" in result.detail


@pytest.mark.parametrize(
    "hog",
    [
        "x = bytearray(10 * 2**30)",
        (
            "import os, time\n"
            "for _ in range(8):\n"
            "    if os.fork() == 0:\n"
            "        x = bytearray(b'x') * (300 * 2**20); time.sleep(60); os._exit(0)\n"
            "time.sleep(60)"
        ),
    ],
    ids=["one_process", "eight_children"],
)
async def test_f59_a_memory_hog_is_killed_with_the_figure(
    cell: BubblewrapCell, hog: str
) -> None:
    await cell.write({"attack.py": hog.encode()})
    result = await cell.exec(
        ["python3", "attack.py"], replace(SMALL, address_space_bytes=None)
    )
    if result.killed is None:  # refused by the kernel before any page was touched
        assert b"MemoryError" in result.stderr
        return
    assert result.killed is KillReason.MEMORY
    assert result.detail == "the app exceeded 512 MB of memory"


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (
            "for n in range(5000): open(f'f{n}', 'w')\nimport time; time.sleep(60)",
            "files",
        ),
        (
            (
                "import os, time\nf = open('big', 'wb')\nos.unlink('big')\n"
                "for _ in range(40): f.write(bytes(2**20)); f.flush()\ntime.sleep(60)"
            ),
            "disk",
        ),
        (
            "import time\nopen('b', 'wb').write(bytes(40 * 2**20)); time.sleep(60)",
            "disk",
        ),
    ],
    ids=["many_files", "unlinked_file", "one_file"],
)
async def test_f60_filling_the_workspace_is_stopped_at_the_cap(
    cell: BubblewrapCell, attack: str, reason: str
) -> None:
    limits = replace(SMALL, disk_bytes=20 * MIB, files=1000)
    await cell.write({"attack.py": attack.encode()})
    result = await cell.exec(["python3", "attack.py"], limits)
    assert result.killed == reason
    assert any(figure in result.detail for figure in ("20 MB", "1000"))


async def test_f61_endless_output_keeps_head_and_tail_and_ends_the_cell(
    cell: BubblewrapCell,
) -> None:
    flood = "import os\nos.write(1, b'FIRST')\nwhile True: os.write(1, b'x' * 65536)"
    result = await python(cell, flood)
    assert result.killed is KillReason.OUTPUT
    assert result.detail == "the command printed more than 5 MB"
    assert result.stdout.startswith(b"FIRST")
    assert len(result.stdout) < 2 * MIB
    assert b"bytes left out]" in result.stdout


async def test_f62_an_app_that_never_listens_is_told_so_with_its_last_lines(
    cell: BubblewrapCell,
) -> None:
    script = "print('warming up', flush=True); import time; time.sleep(60)"
    with pytest.raises(AppDidNotStart) as caught:
        await cell.expose(["python3", "-c", script], SMALL)
    assert "not listening on $PORT (8000) after 1 s" in caught.value.hint
    assert caught.value.log == ("warming up",)
    assert not (await cell.stats()).running


async def test_f63_an_app_that_crashes_at_start_is_told_at_once(
    cell: BubblewrapCell,
) -> None:
    """The loop of restarts belongs to previews; a crash ends the wait here."""
    patient = replace(SMALL, start_seconds=60)
    with pytest.raises(AppDidNotStart) as caught:
        await cell.expose(["python3", "-c", "raise SystemExit('no database')"], patient)
    assert "ended with code 1" in caught.value.hint
    assert caught.value.log == ("no database",)


@pytest.mark.parametrize(
    ("address", "port", "hint"),
    [("127.0.0.1", 5173, "on port 5173"), ("127.0.0.9", 8000, "address 127.0.0.9")],
)
async def test_f64_the_hint_names_the_port_or_address_found(
    cell: BubblewrapCell, address: str, port: int, hint: str
) -> None:
    command = ["python3", "-m", "http.server", str(port), "--bind", address]
    with pytest.raises(AppDidNotStart) as caught:
        await cell.expose(command, SMALL)
    assert hint in caught.value.hint


@pytest.mark.skipif(os.getuid() != 0, reason="only root sees cells by their user id")
async def test_f65_daemonised_children_end_with_their_command(
    cell: BubblewrapCell,
) -> None:
    result = await python(cell, DAEMONS, "0")
    assert result.stdout == b"ready\n"
    assert of_cell(cell) == []


@pytest.mark.skipif(os.getuid() != 0, reason="only root sees cells by their user id")
async def test_f65_daemonised_children_end_when_the_work_is_cancelled(
    cell: BubblewrapCell,
) -> None:
    started = asyncio.Event()
    await cell.write({"attack.py": DAEMONS.encode()})
    running = asyncio.ensure_future(
        cell.exec(
            ["python3", "attack.py", "60"],
            SMALL,
            on_output=lambda *_: started.set(),
        )
    )
    await asyncio.wait_for(started.wait(), 10)
    await until(lambda: len(of_cell(cell)) > 13)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert of_cell(cell) == []


async def test_f65_a_command_beyond_its_time_is_ended(cell: BubblewrapCell) -> None:
    script = "trap '' TERM; sleep 60 & sleep 60"
    result = await cell.exec(["sh", "-c", script], replace(SMALL, wall_seconds=0.3))
    assert result.killed is KillReason.TIME
    assert result.exit_code is None


async def test_f65_a_new_command_ends_the_one_before(cell: BubblewrapCell) -> None:
    first = asyncio.ensure_future(cell.exec(["sleep", "60"], SMALL))
    while not (await cell.stats()).running:
        await asyncio.sleep(0.01)
    second = await cell.exec(["echo", "second"], SMALL)
    assert second.stdout == b"second\n"
    assert (await first).killed is KillReason.CANCELLED


async def test_f66_when_the_supervisor_dies_its_cells_die_and_work_goes_on(
    runtime: BubblewrapRuntime,
) -> None:
    cell = await runtime.create(build_spec("orphan"))
    running = asyncio.ensure_future(cell.exec(["sleep", "60"], SMALL))
    while not (await cell.stats()).running:
        await asyncio.sleep(0.01)
    assert runtime.supervision is not None
    os.kill(runtime.supervision.process.pid, signal.SIGKILL)
    with pytest.raises(SandboxGone):
        await running
    with pytest.raises(SandboxGone):
        await runtime.attach("orphan")
    if os.getuid() == 0:
        await until(lambda: of_cell(cell) == [])
    again = await runtime.create(build_spec("orphan"))
    assert (await again.exec(["echo", "alive"], SMALL)).stdout == b"alive\n"
    assert not cell.folder.path.exists()
    await again.destroy()


SERVER = """
import asyncio, sys
from pathlib import Path
from cofounder.sandbox import *
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime

async def main():
    runtime = BubblewrapRuntime(Path(sys.argv[1]), tested=False)
    await runtime.start()
    build = await runtime.create(CellSpec("build", Phase.BUILD, BUILD_LIMITS))
    await build.write({"daemons.py": sys.argv[2].encode()})
    await build.snapshot("app")
    spec = CellSpec("serve", Phase.SERVE, SERVE_LIMITS, snapshot="app", volume="data")
    serve = await runtime.create(spec)
    await serve.exec(["sh", "-c", "echo kept > /data/kept.txt"], SERVE_LIMITS)
    print(serve.folder.owner.uid, flush=True)
    await serve.exec(
        ["python3", "daemons.py", "300"], SERVE_LIMITS,
        on_output=lambda *_: print("running", flush=True),
    )

asyncio.run(main())
"""


@pytest.mark.skipif(os.getuid() != 0, reason="only root sees cells by their user id")
async def test_f66_after_kill_9_nothing_runs_leftovers_go_and_data_stays(
    tmp_path: Path,
) -> None:
    need_isolation()
    server = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SERVER, str(tmp_path), DAEMONS),
        stdout=asyncio.subprocess.PIPE,
    )
    assert server.stdout
    uid = int(await server.stdout.readline())
    assert await server.stdout.readline() == b"running\n"
    await until(lambda: len(processes.of_uid(uid)) > 13)
    server.kill()
    await server.wait()
    await until(lambda: processes.of_uid(uid) == [])

    async with bubblewrap(tmp_path, tested=False) as runtime:
        assert runtime.places is not None
        assert list(runtime.places.cells.iterdir()) == []
        spec = CellSpec(
            "serve", Phase.SERVE, SERVE_LIMITS, snapshot="app", volume="data"
        )
        serve = await runtime.create(spec)
        kept = await serve.exec(["cat", "/data/kept.txt"], SERVE_LIMITS)
        assert kept.stdout == b"kept\n"


async def test_f66_two_servers_on_one_machine_leave_each_other_alone(
    runtime: BubblewrapRuntime, tmp_path: Path
) -> None:
    mine = await runtime.create(build_spec("mine"))
    running = asyncio.ensure_future(mine.exec(["sleep", "1"], SMALL))
    async with bubblewrap(tmp_path, tested=False) as other:
        theirs = await other.create(build_spec("mine"))
        await other.sweep()
        if os.getuid() == 0:
            assert theirs.folder.owner != mine.folder.owner
    result = await running
    assert result.exit_code == 0
    await mine.destroy()


async def test_f68_removing_or_replacing_the_socket_has_no_effect(
    runtime: BubblewrapRuntime, cell: BubblewrapCell
) -> None:
    """The socket's name is nowhere in the cell, so an app has nothing to swap."""
    script = (
        "import http.server, os, subprocess\n"
        "found = subprocess.run(['find', '/', '-xdev', '-type', 's'],"
        " capture_output=True, text=True).stdout\n"
        "print('sockets:', found.split(), flush=True)\n"
        "a = (os.environ['HOST'], int(os.environ['PORT']))\n"
        "http.server.HTTPServer(a, http.server.SimpleHTTPRequestHandler).serve_forever()"
    )
    endpoint = await cell.expose(
        ["python3", "-c", script], replace(SMALL, start_seconds=20)
    )
    stats = await cell.stats()
    assert stats.app is not None
    assert stats.app.log[0] == "sockets: []"
    assert endpoint.socket_path.parent.stat().st_mode & 0o777 == 0o700
    assert endpoint.socket_path.is_socket()


def test_the_build_table_of_limits_is_the_one_agreed() -> None:
    assert (BUILD_LIMITS.memory_bytes, BUILD_LIMITS.processes) == (1024 * MIB, 256)
    assert (SERVE_LIMITS.memory_bytes, SERVE_LIMITS.processes) == (512 * MIB, 128)
    assert Phase.BUILD == "build"
