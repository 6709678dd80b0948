"""The workshop: where a build's files are installed and checked, in a sealed cell.

One cell per build, named after it: doing a step again starts clean. Nothing a model
wrote runs anywhere else, and without a passing sandbox nothing runs at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from cofounder.builds.codebase import has_tests, start_command
from cofounder.builds.log_lines import Line, LineBuffer
from cofounder.builds.progress import Check
from cofounder.builds.states import FailureClass
from cofounder.errors import CofounderError
from cofounder.sandbox import (
    BUILD_LIMITS,
    Capabilities,
    CellSpec,
    ExecResult,
    Phase,
    Sandbox,
    SandboxGone,
    SandboxRuntime,
    SandboxUnavailable,
    Stream,
)
from cofounder.sandbox.wheels import WheelStore

OnLines = Callable[[list[Line]], None]

PYTHON = "/workspace/.venv/bin/python"
APP_ENV = {
    "PATH": "/workspace/.venv/bin:/usr/local/bin:/usr/bin:/bin",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
}
CHECK_ENV = {**APP_ENV, "DATA_DIR": "/tmp/data"}  # noqa: S108 - in the cell
SERVE_ENV = {**APP_ENV, "DATA_DIR": "/data"}
COMPILE = (
    "import compileall, sys; "
    "sys.exit(not compileall.compile_dir('.', quiet=1, rx=__import__('re').compile"
    "(r'[.]venv')))"
)
UNITTEST = (
    "import os, sys, unittest; "
    "folder = 'tests' if os.path.isdir('tests') else '.'; "
    "found = unittest.defaultTestLoader.discover(folder); "
    "ran = unittest.TextTestRunner(stream=sys.stdout).run(found); "
    "sys.exit(not ran.testsRun or not ran.wasSuccessful())"
)
TAIL = 6_000


class WorkshopFailed(CofounderError):
    """Installing ended badly, for a reason in words and with its output."""

    def __init__(
        self,
        kind: FailureClass,
        message: str,
        detail: str = "",
        *,
        transient: bool = False,
    ) -> None:
        super().__init__(message, transient=transient)
        self.kind = kind
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a round of checks found; `output` is what a fix needs to read."""

    checks: list[Check]
    output: str
    failure_class: FailureClass = FailureClass.COMPILE_ERROR

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(check.status != "fail" for check in self.checks)


def label_of(build_id: UUID) -> str:
    """The name of a build's cell and of its snapshot."""
    return f"build-{build_id}"


class Workshop:
    """Installs, checks and keeps the workspaces of builds."""

    def __init__(self, runtime: SandboxRuntime, wheels: WheelStore) -> None:
        self.runtime = runtime
        self.wheels = wheels

    def capabilities(self) -> Capabilities:
        """What the sandbox of this machine offers, with reason and fix."""
        return self.runtime.capabilities()

    async def install(
        self, build_id: UUID, files: Mapping[str, str], on_lines: OnLines
    ) -> None:
        """A clean cell with the files and their packages; no package code runs.

        Wheels are fetched on the host, or taken from the store, and installed in the
        cell without a network (security.md 3.9).

        Raises:
            WorkshopFailed: no sandbox, a refused package, no index, a failed install.
        """
        offered = self.capabilities()
        if not (offered.available and offered.python_version and offered.interpreter):
            raise _unavailable(offered)
        try:
            wheels = await self.wheels.fetch(
                files.get("requirements.txt", ""), offered.python_version
            )
            cell = await self.runtime.create(
                CellSpec(
                    label=label_of(build_id),
                    phase=Phase.BUILD,
                    limits=BUILD_LIMITS,
                    wheels=wheels.folder,
                )
            )
            await cell.write({path: text.encode() for path, text in files.items()})
            for argv in wheels.install_commands(offered.interpreter):
                _check_install(await _exec(cell, argv, on_lines))
        except SandboxUnavailable as error:
            raise WorkshopFailed(FailureClass.SANDBOX, error.message) from error
        except WorkshopFailed:
            raise
        except SandboxGone:
            raise
        except CofounderError as error:
            raise WorkshopFailed(
                FailureClass.INSTALL_FAILURE, error.message, transient=error.transient
            ) from error

    async def check(
        self, build_id: UUID, files: Mapping[str, str], on_lines: OnLines
    ) -> Verdict:
        """Compile the files and run the app's own tests in the build's cell."""
        cell = await self._cell(build_id, files, on_lines)
        compiled = await self._run(cell, "Code compiles", ["-c", COMPILE], on_lines)
        if compiled[0].status == "fail" or not has_tests(files):
            none = Check("Own tests", "skipped", 0, "no tests")
            return Verdict([compiled[0], none], compiled[1])
        tests = await self._run(cell, "Own tests", test_arguments(files), on_lines)
        return Verdict([compiled[0], tests[0]], tests[1])

    async def keep(self, build_id: UUID, files: Mapping[str, str]) -> None:
        """Keep the installed workspace under the build's name, for its preview."""
        cell = await self._cell(build_id, files, lambda _lines: None)
        await cell.snapshot(label_of(build_id))

    async def discard(self, build_id: UUID) -> None:
        """End the build's cell, if it lives; snapshots stay."""
        try:
            cell = await self.runtime.attach(label_of(build_id))
        except (SandboxGone, SandboxUnavailable):
            return
        await cell.destroy()

    async def _cell(
        self, build_id: UUID, files: Mapping[str, str], on_lines: OnLines
    ) -> Sandbox:
        """The living cell; installed again when it was lost with its process."""
        try:
            return await self.runtime.attach(label_of(build_id))
        except SandboxGone:
            await self.install(build_id, files, on_lines)
            return await self.runtime.attach(label_of(build_id))

    async def _run(
        self, cell: Sandbox, name: str, arguments: list[str], on_lines: OnLines
    ) -> tuple[Check, str]:
        started = time.monotonic()
        result = await _exec(cell, [PYTHON, *arguments], on_lines)
        spent = int((time.monotonic() - started) * 1000)
        output = _output(result)
        ok = result.exit_code == 0 and result.killed is None
        summary = _last_line(output) if result.killed is None else result.detail
        return Check(name, "pass" if ok else "fail", spent, summary[:300]), output


def test_arguments(files: Mapping[str, str]) -> list[str]:
    """How the app's tests are run: with pytest if it asks for it, else unittest."""
    names = {
        line.strip().lower().partition("=")[0].partition("[")[0].rstrip("<>~! ")
        for line in files.get("requirements.txt", "").splitlines()
    }
    if "pytest" in names:
        return ["-m", "pytest", "-q", "-x"]
    return ["-c", UNITTEST]


def serve_argv(files: Mapping[str, str]) -> list[str]:
    """The command that serves the app, as its Procfile says it.

    The line is the app's own and runs in its cell; the cell's shell fills in `$PORT`.
    """
    return ["/bin/sh", "-c", start_command(files) or "exit 64"]


async def _exec(cell: Sandbox, argv: Sequence[str], on_lines: OnLines) -> ExecResult:
    buffer = LineBuffer()

    def heard(stream: Stream, chunk: bytes) -> None:
        lines = buffer.feed(stream.value, chunk)
        if lines:
            on_lines(lines)

    result = await cell.exec(argv, BUILD_LIMITS, env=CHECK_ENV, on_output=heard)
    rest = buffer.flush()
    if rest:
        on_lines(rest)
    return result


def _check_install(result: ExecResult) -> None:
    if result.killed is not None:
        raise WorkshopFailed(
            FailureClass.TIMEOUT if result.killed == "time" else FailureClass.SANDBOX,
            f"Installing was stopped: {result.detail}",
            _output(result),
        )
    if result.exit_code != 0:
        raise WorkshopFailed(
            FailureClass.INSTALL_FAILURE,
            "The app's packages could not be installed.",
            _output(result),
        )


def _unavailable(offered: Capabilities) -> WorkshopFailed:
    reason = " ".join(offered.reasons) or "The sandbox is not available."
    fix = f" {offered.fix}" if offered.fix else ""
    return WorkshopFailed(
        FailureClass.SANDBOX,
        f"The code is written, but this machine cannot run it safely. {reason}{fix} "
        "You can download the code and run it elsewhere.",
    )


def _output(result: ExecResult) -> str:
    text = (result.stdout + b"\n" + result.stderr).decode("utf-8", "replace")
    return text.strip()[-TAIL:]


def _last_line(output: str) -> str:
    lines = [line.strip(" =") for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "done"
