"""Wheels: packages for generated apps, fetched on the host and installed in a cell.

Fetching runs no package code: only ready-made wheels are taken, for the Python of the
cell, and every file is pinned by its hash. What was fetched once needs no index again.
"""

from __future__ import annotations

import asyncio
import hashlib
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cofounder.errors import Unavailable
from cofounder.sandbox import pip
from cofounder.sandbox.limits import MIB
from cofounder.sandbox.requirements import PackageRefused, Requirement, normalise, parse

__all__ = ["IndexUnreachable", "PackageRefused", "WheelSet", "WheelStore"]

LOCK = "requirements.lock"
MOST_BYTES = 200 * MIB
MOST_FILES = 60
PATIENCE = 300.0
UV = "/run/tools/uv"
VENV = "/workspace/.venv"


class IndexUnreachable(Unavailable):
    """No package index answers; what was fetched before still works."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            "The package index does not answer. Check the network, or the index that "
            "pip is configured to use, and try again.",
            transient=True,
            detail_line=detail[:300],
        )


@dataclass(frozen=True, slots=True)
class WheelSet:
    """A folder of wheels with their lock file; fit for `CellSpec.wheels`."""

    folder: Path
    packages: tuple[tuple[str, str], ...]  # name and version

    @property
    def digest(self) -> str:
        return self.folder.name

    def install_commands(self, interpreter: str) -> tuple[tuple[str, ...], ...]:
        """What to run in a BUILD cell, one after another; needs no network."""
        make = (interpreter, "-I", "-m", "venv", "--without-pip", VENV)
        return make, (
            *(UV, "pip", "install", "--offline", "--no-index", "--no-cache"),
            *("--no-config", "--link-mode", "copy", "--compile-bytecode"),
            *("--python", f"{VENV}/bin/python", "--find-links", "/wheels"),
            *("--require-hashes", "-r", f"/wheels/{LOCK}"),
        )


class WheelStore:
    """Wheel sets by content; a request remembers the set it led to."""

    def __init__(
        self, folder: Path, *, index_options: Sequence[str] | None = None
    ) -> None:
        self.folder = folder
        self.index_options = index_options
        self.fetching = asyncio.Lock()

    async def fetch(self, requirements: str, python_version: str) -> WheelSet:
        """The wheels for a requirements text and everything they need.

        Raises `PackageRefused` naming the culprit, or `IndexUnreachable`.
        """
        wanted = parse(requirements)
        key = _key(wanted, python_version)
        async with self.fetching:
            found = await asyncio.to_thread(self._find, key)
            if found:
                return found
            staging = await asyncio.to_thread(self._stage)
            try:
                await self._download(wanted, python_version, staging)
                return await asyncio.to_thread(self._keep, key, staging)
            finally:
                await asyncio.to_thread(shutil.rmtree, staging, ignore_errors=True)

    async def find(self, requirements: str, python_version: str) -> WheelSet | None:
        """The set fetched earlier for exactly this request, if any."""
        key = _key(parse(requirements), python_version)
        return await asyncio.to_thread(self._find, key)

    async def _download(
        self, wanted: Sequence[Requirement], python_version: str, staging: Path
    ) -> None:
        if not wanted:
            return
        options = self.index_options
        if options is None:
            options = await pip.configured_options()
        caps = pip.Caps(MOST_BYTES, MOST_FILES, PATIENCE)
        command = [*pip.DOWNLOAD, *options, *target_options(python_version)]
        lines = [requirement.text for requirement in wanted]
        outcome = await pip.download(command, lines, staging, caps)
        why = pip.refusal(outcome)
        if isinstance(why, pip.Unreachable):
            raise IndexUnreachable(why.line)
        if why:
            raise PackageRefused(why.package or ", ".join(lines), why.why)

    def _stage(self) -> Path:
        for name in ("sets", "requests"):
            (self.folder / name).mkdir(mode=0o755, parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=".fetching-", dir=self.folder))

    def _find(self, key: str) -> WheelSet | None:
        request = self.folder / "requests" / key
        if not request.is_file():
            return None
        folder = self.folder / "sets" / request.read_text().strip()
        return _load(folder) if (folder / LOCK).is_file() else None

    def _keep(self, key: str, staging: Path) -> WheelSet:
        """Write the lock, give the set the name of its content, note the request."""
        wheels = staging / "wheels"
        wheels.mkdir(exist_ok=True)
        lock = _lock(sorted(wheels.glob("*.whl")))
        (wheels / LOCK).write_text(lock)
        for path in wheels.iterdir():
            path.chmod(0o644)
        wheels.chmod(0o755)
        target = self.folder / "sets" / hashlib.sha256(lock.encode()).hexdigest()[:32]
        if not target.exists():
            wheels.rename(target)
        note = staging / "note"
        note.write_text(target.name)
        note.rename(self.folder / "requests" / key)
        return _load(target)


def target_options(python_version: str) -> list[str]:
    """Pip's description of the cell's interpreter: its version, and this machine."""
    major, minor = python_version.split(".")[:2]
    words = ["--python-version", python_version, "--implementation", "cp"]
    for abi in (f"cp{major}{minor}", "abi3", "none"):
        words += ["--abi", abi]
    for tag in _platforms():
        words += ["--platform", tag]
    return words


def _platforms() -> list[str]:
    """Every binary platform this C library can load, newest first."""
    machine = os.uname().machine
    version = re.fullmatch(r"2\.(\d+)", platform.libc_ver()[1] or "2.17")
    newest = int(version[1]) if version else 17
    modern = [f"manylinux_2_{minor}_{machine}" for minor in range(newest, 4, -1)]
    return [*modern, f"manylinux2014_{machine}", f"linux_{machine}"]


def _key(wanted: Sequence[Requirement], python_version: str) -> str:
    version = ".".join(python_version.split(".")[:2])
    lines = [requirement.text for requirement in wanted]
    text = "\n".join([version, os.uname().machine, *lines])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _lock(wheels: Sequence[Path]) -> str:
    lines: list[str] = []
    for path in wheels:
        name, version = _name_and_version(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{name}=={version} --hash=sha256:{digest}\n")
    return "".join(lines)


def _load(folder: Path) -> WheelSet:
    lines = (folder / LOCK).read_text().splitlines()
    pins = [line.split(" ", 1)[0].split("==", 1) for line in lines]
    return WheelSet(folder, tuple((name, version) for name, version in pins))


def _name_and_version(wheel: Path) -> tuple[str, str]:
    name, version = wheel.name.split("-")[:2]
    return normalise(name), version
