"""The self-test finds holes: it passes here, and fails where it should."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

import cofounder
from cofounder.sandbox import BUILD_LIMITS, CellSpec, ExecResult, Phase
from cofounder.sandbox import probes as probe_list
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.selftest import self_test
from tests.fakes.sandbox import FakeSandbox, FakeSandboxRuntime
from tests.sandbox.cells import bubblewrap, build_spec, need_isolation


@pytest.fixture(scope="module")
async def runtime(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[BubblewrapRuntime]:
    async with bubblewrap(tmp_path_factory.mktemp("selftest")) as real:
        yield real


def test_there_are_at_least_sixty_probes_and_sixteen_quick_ones() -> None:
    assert len(probe_list.PROBES) >= 60
    assert len(probe_list.QUICK) == 16
    assert set(probe_list.QUICK) | set(probe_list.CONTROL) <= set(probe_list.PROBES)


async def test_no_probe_gets_out_and_the_control_does(
    runtime: BubblewrapRuntime,
) -> None:
    """Threats 1 to 4, judged inside, outside and by the negative control."""
    report = await self_test(runtime, quick=False)
    assert report.failed == ()
    assert report.passed
    assert len(report.tried) == len(probe_list.PROBES)


async def test_the_quick_test_ran_at_start(runtime: BubblewrapRuntime) -> None:
    assert runtime.report is not None
    assert runtime.report.passed
    assert len(runtime.report.tried) == 16


async def test_a_cell_without_isolation_is_found_out(tmp_path: Path) -> None:
    """A runtime that runs commands on the host must not pass for a sandbox."""

    async def on_host(cell: FakeSandbox, argv: tuple[str, ...]) -> ExecResult:
        for name, content in cell.files.items():
            (tmp_path / name).write_bytes(content)
        process = await asyncio.create_subprocess_exec(
            sys.executable, *argv[1:], cwd=tmp_path, stdout=asyncio.subprocess.PIPE
        )
        printed, _ = await process.communicate()
        return ExecResult(process.returncode, printed, b"", 1)

    fake = FakeSandboxRuntime()
    fake.script("probes.py", on_host)
    fake.script("musts.py", on_host)
    report = await self_test(fake, quick=True)
    assert not report.passed
    assert {"canary_file", "loopback_v4", "seen_tcp4"} <= set(report.reached)
    assert report.fix


async def test_a_cell_that_says_nothing_is_inconclusive() -> None:
    report = await self_test(FakeSandboxRuntime(), quick=True)
    assert not report.passed
    assert report.reached == ()
    assert len(report.inconclusive) == 16


async def test_no_host_path_and_no_variable_of_the_server_is_inside(
    runtime: BubblewrapRuntime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threat 2, SNDB-02: the cell knows only what it was given."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-canary")
    cell = await runtime.create(build_spec("clean"))
    script = "env; cat /proc/1/environ /proc/1/cmdline; ls /proc/self/fd"
    result = await cell.exec(["sh", "-c", script], BUILD_LIMITS, env={"MINE": "yes"})
    assert b"MINE=yes" in result.stdout
    assert b"canary" not in result.stdout
    assert b"cofounder" not in result.stdout
    names = [x for x in result.stdout.split() if b"=" in x]
    inside = {name.split(b"=")[0].split(b"\0")[-1] for name in names}
    assert inside <= {
        b"PATH", b"HOME", b"LANG", b"TMPDIR", b"MALLOC_ARENA_MAX", b"PWD", b"MINE",
    }  # fmt: skip


@pytest.mark.skipif(os.getuid() != 0, reason="only root can lease user ids")
async def test_two_cells_run_under_two_ids_that_are_not_root(
    runtime: BubblewrapRuntime,
) -> None:
    first = await runtime.create(build_spec("one"))
    second = await runtime.create(build_spec("two"))
    uids = {cell.folder.owner.uid for cell in (first, second)}
    assert len(uids) == 2
    assert all(uid in range(61_000, 62_000) for uid in uids)
    result = await first.exec(["sh", "-c", "echo x > made; id -u"], BUILD_LIMITS)
    assert result.stdout == b"65534\n"
    made = (first.folder.workspace / "made").stat()
    assert made.st_uid == first.folder.owner.uid


@pytest.mark.skipif(os.getuid() != 0, reason="only root can close a folder to itself")
async def test_a_data_folder_under_a_closed_parent_still_builds(
    tmp_path: Path,
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    wheels = closed / "wheels"
    wheels.mkdir(mode=0o700)
    (wheels / "requirements.lock").write_text("")
    async with bubblewrap(closed / "data", tested=False) as runtime:
        spec = CellSpec("shut", Phase.BUILD, BUILD_LIMITS, wheels=wheels)
        cell = await runtime.create(spec)
        await cell.write({"a.txt": b"a"})
        result = await cell.exec(["ls", "/workspace", "/wheels"], BUILD_LIMITS)
        assert b"a.txt" in result.stdout
        assert b"requirements.lock" in result.stdout


AS_A_USER = """
import asyncio, os, sys
os.setgroups([]); os.setgid(61990); os.setuid(61990)
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from cofounder.sandbox import *
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.selftest import self_test

async def main():
    runtime = BubblewrapRuntime(Path(sys.argv[1], "data"))
    await runtime.start()
    print(runtime.capabilities())
    report = await self_test(runtime, quick=False)
    cell = await runtime.create(CellSpec("user", Phase.BUILD, BUILD_LIMITS))
    await cell.write({"a/b.txt": b"mine"})
    result = await cell.exec(["cat", "a/b.txt"], BUILD_LIMITS)
    await runtime.stop()
    print("RESULT", report.passed, report.failed, result.stdout)

asyncio.run(main())
"""


@pytest.mark.skipif(os.getuid() != 0, reason="an ordinary user is tested as itself")
async def test_an_ordinary_user_gets_cells_that_pass_too(tmp_path: Path) -> None:
    """Security 3.2: without root the backend uses the user's own namespace."""
    need_isolation()
    python = Path("/usr/bin/python3")
    if not python.exists():
        pytest.skip("no Python that an ordinary user may run")
    # Under /tmp itself: the folder of this test is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="user-"))
    try:
        source = Path(cofounder.__file__).parent
        shutil.copytree(source / "sandbox", folder / "cofounder/sandbox")
        for name in ("__init__.py", "errors.py", "ids.py"):
            shutil.copy(source / name, folder / "cofounder" / name)
        (folder / "data").mkdir()
        os.chown(folder / "data", 61990, 61990)
        folder.chmod(0o755)
        process = await asyncio.create_subprocess_exec(
            *(str(python), "-c", AS_A_USER, str(folder)),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        printed, complaint = await process.communicate()
    finally:
        shutil.rmtree(folder)
    assert b"RESULT True () b'mine'" in printed, (printed, complaint)
