"""Cells made with bubblewrap: own namespaces, own user, own filter, own limits."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path

from cofounder.sandbox.backends import places, seccomp, workspaces
from cofounder.sandbox.backends.cell import BubblewrapCell, CellFolder
from cofounder.sandbox.backends.places import Places
from cofounder.sandbox.backends.supervision import RequestRefused, Supervision
from cofounder.sandbox.backends.workspaces import Owner
from cofounder.sandbox.cells import Capabilities, CellSpec, Level, Phase, SweepReport
from cofounder.sandbox.errors import (
    SandboxGone,
    SandboxUnavailable,
    SnapshotMissing,
)
from cofounder.sandbox.limits import GIB, TOOL_LIMITS
from cofounder.sandbox.pip import copy_uv
from cofounder.sandbox.selftest import SelfTestReport, self_test

NAME = "bubblewrap"
DEFAULT_UIDS = range(61_000, 62_000)
FREE_SPACE_FLOOR = 2 * GIB
INTERPRETERS = ("/usr/bin/python3", "/usr/local/bin/python3")
NOT_STARTED = "the sandbox was not started."
INSTALL = "Install it with: apt-get install bubblewrap"
SOFT = "workspace size is held by a watchdog, not by a sized mount"
NO_GROUPS = "memory and process limits are held by a watchdog, not by control groups"
ASK_VERSION = "import platform; print(platform.python_version())"


class BubblewrapRuntime:
    """Makes cells below one folder; see `SandboxRuntime` for what it promises."""

    def __init__(
        self,
        data_dir: Path,
        *,
        cell_root: Path | None = None,
        uids: range = DEFAULT_UIDS,
        bwrap: str | None = None,
        interpreter: str | None = None,
        tested: bool = True,
    ) -> None:
        self.data_dir, self.cell_root, self.uids = data_dir, cell_root, uids
        self.bwrap = bwrap or shutil.which("bwrap") or ""
        self.interpreters = (
            (interpreter, *INTERPRETERS) if interpreter else INTERPRETERS
        )
        self.tested = tested
        self.places: Places | None = None
        self.supervision: Supervision | None = None
        self.cells: dict[str, BubblewrapCell] = {}
        self.making = asyncio.Lock()
        self.recovering: asyncio.Future[None] | None = None
        self.report: SelfTestReport | None = None
        self.offer = Capabilities(NAME, Level.NONE, (NOT_STARTED,))

    def capabilities(self) -> Capabilities:
        return self.offer

    async def start(self) -> None:
        missing = self._missing()
        if missing:
            self.offer = missing
            return
        try:
            self.places = await asyncio.to_thread(
                places.prepare, self.data_dir, self.cell_root
            )
            await asyncio.to_thread(_provide_tools, self.places)
            await self._supervised()
            await self.sweep()
            self.offer = await self._explore()
        except SandboxUnavailable as error:
            self.offer = _none(error.reason, error.fix)
        except (OSError, RequestRefused) as error:
            self.offer = _none(f"its folders or processes cannot be made ({error}).")

    async def stop(self) -> None:
        for cell in list(self.cells.values()):
            await cell.destroy()
        if self.recovering:
            await self.recovering
        if self.supervision:
            await self.supervision.stop()
            self.supervision = None
        self.offer = Capabilities(NAME, Level.NONE, (NOT_STARTED,))

    async def create(self, spec: CellSpec) -> BubblewrapCell:
        if not self.offer.available:
            raise SandboxUnavailable(self.offer.reasons[0], self.offer.fix)
        async with self.making:
            existing = self.cells.get(spec.label)
            if existing:
                await existing.destroy()
            await self._check_space()
            return await self._make(spec)

    async def attach(self, label: str) -> BubblewrapCell:
        cell = self.cells.get(label)
        if cell is None or cell.gone:
            raise SandboxGone(label)
        return cell

    async def sweep(self) -> SweepReport:
        supervision, held = await self._supervised(), self._places()
        report = await supervision.ask("sweep")
        living = {cell.folder.path.name for cell in self.cells.values()}
        count = await asyncio.to_thread(_sweep_folders, held, living)
        return SweepReport(
            count, report["processes"], report["leases"], report["cgroups"]
        )

    async def drop(
        self, *, snapshot: str | None = None, volume: str | None = None
    ) -> None:
        held = self._places()
        if snapshot is not None:
            await asyncio.to_thread(workspaces.remove_tree, held.snapshot(snapshot))
        if volume is not None:
            await asyncio.to_thread(workspaces.remove_tree, held.volume(volume))

    def _missing(self) -> Capabilities | None:
        """What rules out any cell before a process is started."""
        machine = os.uname()
        if machine.sysname != "Linux":
            return _none(f"bubblewrap needs Linux, and this is {machine.sysname}.")
        if machine.machine not in seccomp.MACHINES:
            return _none(f"there is no system call table for {machine.machine} yet.")
        if not self.bwrap or not os.access(self.bwrap, os.X_OK):
            return _none("bubblewrap (bwrap) is not installed.", INSTALL)
        return None

    async def _explore(self) -> Capabilities:
        """Find the cell's Python, then try to break out."""
        ping = await (await self._supervised()).ask("ping")
        reasons = (SOFT,) if ping["cgroups"] else (SOFT, NO_GROUPS)
        self.offer = Capabilities(NAME, Level.SOFT, reasons)
        interpreter, version = await self._find_interpreter()
        offer = replace(self.offer, interpreter=interpreter, python_version=version)
        self.offer = offer
        if not self.tested:
            return offer
        self.report = await self_test(self, quick=True)
        if self.report.passed:
            return offer
        return replace(
            offer,
            level=Level.NONE,
            reasons=self.report.reasons,
            failed_probes=self.report.failed,
            fix=self.report.fix,
        )

    async def _find_interpreter(self) -> tuple[str, str]:
        cell = await self.create(CellSpec("self-test", Phase.TOOL, TOOL_LIMITS))
        last = "no cell could be started."
        try:
            for path in self.interpreters:
                result = await cell.exec([path, "-I", "-c", ASK_VERSION], TOOL_LIMITS)
                if result.exit_code == 0:
                    return path, result.stdout.decode().strip()
                last = result.stderr.decode(errors="replace").strip() or result.detail
        finally:
            await cell.destroy()
        raise SandboxUnavailable(*_why_no_cell(last))

    async def _supervised(self) -> Supervision:
        """The living supervisor; a new one when the old one is gone."""
        if self.supervision is None or not self.supervision.alive:
            held = self._places()
            if self.supervision:
                await self.supervision.stop()
            self.supervision = await Supervision.start(
                {
                    "bwrap": self.bwrap,
                    "cell_root": str(held.root),
                    "owner": held.owner,
                    "uids": self._leased_range(),
                    "lease_folder": str(places.LEASES),
                },
                self._on_lost,
            )
        return self.supervision

    def _leased_range(self) -> list[int] | None:
        return [self.uids.start, self.uids.stop] if os.getuid() == 0 else None

    def _on_lost(self) -> None:
        """The supervisor died, and with it every cell: sweep and go on."""
        for cell in self.cells.values():
            cell.lose()
        self.cells.clear()
        self.recovering = asyncio.ensure_future(self._recover())

    async def _recover(self) -> None:
        """A new supervisor, which ends what the old one's death left alive."""
        async with self.making:
            with contextlib.suppress(OSError, SandboxGone, SandboxUnavailable):
                await self.sweep()

    def _places(self) -> Places:
        if self.places is None:
            raise SandboxUnavailable(NOT_STARTED)
        return self.places

    async def _check_space(self) -> None:
        if await asyncio.to_thread(self._places().free_bytes) < FREE_SPACE_FLOOR:
            raise SandboxUnavailable(
                "less than 2 GiB of disk space is free.",
                "Free some space and try again.",
                transient=True,
            )

    async def _make(self, spec: CellSpec) -> BubblewrapCell:
        if self.supervision is None or not self.supervision.alive:
            await self.sweep()
        supervision, held = await self._supervised(), self._places()
        name = f"c{secrets.token_hex(6)}"
        leased = await self._lease(supervision, name)
        try:
            folder = await asyncio.to_thread(_furnish, held, name, spec, leased)
        except BaseException:
            await supervision.ask("release", cell=name)
            raise
        cell = BubblewrapCell(
            spec, folder, supervision, held, self.offer.interpreter or "python3"
        )
        cell.on_destroyed = self._forget
        self.cells[spec.label] = cell
        return cell

    async def _lease(self, supervision: Supervision, name: str) -> Owner:
        try:
            return Owner((await supervision.ask("lease", cell=name))["uid"])
        except RequestRefused as error:
            raise SandboxUnavailable(
                f"no user id of {self.uids.start}-{self.uids.stop - 1} is free.",
                "Widen COFOUNDER_SANDBOX_UIDS.",
                transient=True,
            ) from error

    def _forget(self, cell: BubblewrapCell) -> None:
        if self.cells.get(cell.label) is cell:
            del self.cells[cell.label]


def _provide_tools(held: Places) -> None:
    """The installer for build cells; without one only installing fails, by name."""
    with contextlib.suppress(OSError, ImportError):
        copy_uv(held.tools / "uv")


def _none(reason: str, fix: str | None = None) -> Capabilities:
    return Capabilities(NAME, Level.NONE, (reason,), fix=fix)


def _furnish(held: Places, name: str, spec: CellSpec, owner: Owner) -> CellFolder:
    """Make the cell's folder with its workspace and data, owned by its user."""
    snapshot = held.snapshot(spec.snapshot) if spec.snapshot else None
    if snapshot and not snapshot.is_dir():
        raise SnapshotMissing(spec.snapshot or "")
    folder = workspaces.make_private(held.cells / name, owner)
    workspace = folder / "workspace"
    if snapshot and spec.phase is Phase.SERVE:
        workspace = snapshot
    elif snapshot:
        workspaces.copy_tree(snapshot, workspace, owner)
    else:
        workspaces.make_private(workspace, owner)
    wheels = _reachable_wheels(held, spec.wheels) if spec.wheels else None
    return CellFolder(folder, workspace, _volume(held, spec, owner), wheels, owner)


def _reachable_wheels(held: Places, wheels: Path) -> Path:
    """The wheel set itself, or a copy where a cell's user can walk to it."""
    wheels = wheels.resolve()
    if os.getuid() != 0 or wheels.is_relative_to(held.root):
        return wheels
    target = held.root / "wheels" / held.fingerprint(wheels)
    if not target.is_dir():
        target.parent.mkdir(mode=0o711, exist_ok=True)
        new = target.with_name(f"{target.name}.{os.urandom(4).hex()}")
        workspaces.copy_tree(wheels, new, Owner(0))
        with contextlib.suppress(FileExistsError):
            new.rename(target)
    return target


def _volume(held: Places, spec: CellSpec, owner: Owner) -> Path | None:
    if spec.volume is None or spec.phase is not Phase.SERVE:
        return None
    outer = held.volume(spec.volume)
    outer.mkdir(mode=0o711, exist_ok=True)
    data = outer / "data"
    if data.is_dir():
        workspaces.give_tree(data, owner)
    else:
        workspaces.make_private(data, owner)
    return data


def _sweep_folders(held: Places, living: set[str]) -> int:
    """Remove folders of cells that no longer are, and half-made snapshots."""
    count = 0
    for folder in held.cells.iterdir():
        if folder.name not in living:
            workspaces.remove_tree(folder)
            count += 1
    for folder in (held.root / "snapshots").glob("*.new"):
        workspaces.remove_tree(folder)
    for path in held.sockets.iterdir():
        if path.name.split(".")[0] not in living:
            with contextlib.suppress(OSError):
                path.unlink()
    return count


def _why_no_cell(words: str) -> tuple[str, str | None]:
    """Bubblewrap's own words turned into a cause and what repairs it."""
    lower = words.lower()
    if "namespace" in lower or "uid map" in lower or "not permitted" in lower:
        return (
            f"the system does not allow user namespaces ({words[:200]}).",
            (
                "Allow them with: sysctl -w kernel.unprivileged_userns_clone=1 "
                "kernel.apparmor_restrict_unprivileged_userns=0"
            ),
        )
    if "execvp" in lower:
        return (
            "no Python is visible inside a cell.",
            "Install it with: apt-get install python3",
        )
    return f"a cell could not be started ({words[:200]}).", None
