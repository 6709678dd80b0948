"""Packages that cannot be had: refused by name, before anything is installed."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import zipfile
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from cofounder.sandbox import BUILD_LIMITS, CellSpec, ExecResult, Phase
from cofounder.sandbox import wheels as wheels_module
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.backends.cell import BubblewrapCell
from cofounder.sandbox.requirements import parse
from cofounder.sandbox.wheels import IndexUnreachable, PackageRefused, WheelStore
from tests.sandbox.cells import bubblewrap

PYTHON = "3.11.2"


def make_wheel(
    folder: Path, name: str, version: str, needs: tuple[str, ...] = ()
) -> Path:
    """A real, installable wheel with one module that knows its version."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": f"version = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        + "".join(f"Requires-Dist: {need}\n" for need in needs),
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\n"
        "Root-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(
        f"{path},{_digest(text)},{len(text)}\n" for path, text in files.items()
    )
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n"
    wheel = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in files.items():
            archive.writestr(path, text)
    return wheel


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


@pytest.fixture
def index(tmp_path: Path) -> Path:
    folder = tmp_path / "index"
    folder.mkdir()
    make_wheel(folder, "alpha", "1.0", ("beta>=2",))
    make_wheel(folder, "beta", "2.1")
    (folder / "sourceonly-1.0.tar.gz").write_bytes(b"not even an archive")
    return folder


@pytest.fixture
def store(tmp_path: Path, index: Path) -> WheelStore:
    options = ["--no-index", "--find-links", str(index)]
    return WheelStore(tmp_path / "store", index_options=options)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("-e .", "editable"),
        ("--index-url https://example.invalid/simple", "options"),
        ("-r other.txt", "options"),
        ("git+https://example.invalid/x.git", "address"),
        ("thing @ https://example.invalid/thing.whl", "address"),
        ("./local", "folder"),
        ("/etc/passwd", "folder"),
        ("name with spaces", "not a package name"),
        ("x;__import__('os')==1", ""),
    ],
)
async def test_f69_anything_but_a_named_package_is_refused_by_name(
    store: WheelStore, line: str, why: str
) -> None:
    with pytest.raises(PackageRefused) as caught:
        await store.fetch(f"beta\n{line}\n", PYTHON)
    assert caught.value.requirement.split(";")[0] in line
    assert why in caught.value.why


def test_requirements_are_read_in_one_spelling() -> None:
    text = "# a comment\nFoo_Bar[x] >= 1.0 , <2  # why\n\nfoo.bar==1 --hash=sha256:ab\n"
    assert [r.text for r in parse(text)] == ["foo-bar==1", "foo-bar[x]>=1.0,<2"]


async def test_f69_a_package_the_index_does_not_have_is_named(
    store: WheelStore,
) -> None:
    with pytest.raises(PackageRefused) as caught:
        await store.fetch("beta\nno-such-thing-here\n", PYTHON)
    assert caught.value.requirement == "no-such-thing-here"


async def test_f69_a_package_that_is_only_source_is_refused_and_not_run(
    store: WheelStore,
) -> None:
    with pytest.raises(PackageRefused) as caught:
        await store.fetch("sourceonly", PYTHON)
    assert caught.value.requirement == "sourceonly"
    assert "wheel" in caught.value.why


async def test_f69_a_set_beyond_the_caps_is_refused(
    store: WheelStore, index: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wheels_module, "MOST_FILES", 1)
    with pytest.raises(PackageRefused) as caught:
        await store.fetch("alpha", PYTHON)
    assert "more than 1 packages" in caught.value.why
    with (index / "beta-9.0-py3-none-any.whl").open("wb") as huge:
        huge.truncate(300 << 20)
    monkeypatch.setattr(wheels_module, "MOST_FILES", 60)
    with pytest.raises(PackageRefused):
        await store.fetch("beta==9.0", PYTHON)


async def test_f69_an_index_that_does_not_answer_is_a_transient_fact(
    tmp_path: Path,
) -> None:
    closed = ["--index-url", "http://127.0.0.1:9/simple", "--retries", "1"]
    store = WheelStore(tmp_path / "store", index_options=closed)
    with pytest.raises(IndexUnreachable) as caught:
        await store.fetch("fastapi", PYTHON)
    assert caught.value.transient


async def test_f69_what_was_fetched_once_needs_no_index_again(
    store: WheelStore, index: Path
) -> None:
    first = await store.fetch("alpha", PYTHON)
    assert first.packages == (("alpha", "1.0"), ("beta", "2.1"))
    for path in index.iterdir():
        path.unlink()
    assert await store.fetch("alpha\n", "3.11.9") == first
    assert await store.find("Alpha", PYTHON) == first
    assert await store.find("beta", PYTHON) is None


@pytest.fixture(scope="module")
async def runtime(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[BubblewrapRuntime]:
    async with bubblewrap(tmp_path_factory.mktemp("deps"), tested=False) as real:
        yield real


async def install(
    runtime: BubblewrapRuntime, folder: Path, commands: Sequence[Sequence[str]]
) -> tuple[BubblewrapCell, list[ExecResult]]:
    spec = CellSpec("install", Phase.BUILD, BUILD_LIMITS, wheels=folder)
    cell = await runtime.create(spec)
    results = [await cell.exec(command, BUILD_LIMITS) for command in commands]
    return cell, results


async def test_a_fetched_set_is_installed_in_a_cell_without_network(
    runtime: BubblewrapRuntime, store: WheelStore
) -> None:
    """PIPE-04 by security 3.9: wheels in, hashes checked, nothing asked of an index."""
    found = await store.fetch("alpha", PYTHON)
    python = runtime.capabilities().interpreter or ""
    cell, results = await install(runtime, found.folder, found.install_commands(python))
    assert [r.exit_code for r in results] == [0, 0], results
    script = "import alpha, beta; print(alpha.version, beta.version)"
    ran = await cell.exec([".venv/bin/python", "-c", script], BUILD_LIMITS)
    assert ran.stdout == b"1.0 2.1\n"
    await cell.destroy()


async def test_a_wheel_that_was_changed_after_fetching_is_not_installed(
    runtime: BubblewrapRuntime, store: WheelStore
) -> None:
    found = await store.fetch("alpha", PYTHON)
    await asyncio.to_thread(make_wheel, found.folder, "beta", "2.1", ("alpha",))
    python = runtime.capabilities().interpreter or ""
    cell, results = await install(runtime, found.folder, found.install_commands(python))
    assert results[1].exit_code != 0
    assert b"hash" in results[1].stderr.lower()
    await cell.destroy()
