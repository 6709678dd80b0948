"""Running pip on the host: configured, isolated, watched, and its failures read.

Pip gets an environment built here: certificates and proxies, and no variable of the
server. Index settings are asked of pip itself and passed on as options.
"""

from __future__ import annotations

import ast
import asyncio
import contextlib
import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PIP = (sys.executable, "-I", "-m", "pip", "--disable-pip-version-check", "--no-input")
DOWNLOAD = (
    *PIP,
    "--isolated",
    *("download", "--no-cache-dir", "--progress-bar", "off", "--retries", "2"),
    *("--only-binary", ":all:"),
)
NETWORK_VARIABLES = (
    "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
    "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    "http_proxy", "https_proxy", "all_proxy", "no_proxy",
)  # fmt: skip
SETTINGS = (
    "index-url", "extra-index-url", "find-links", "trusted-host", "cert",
    "client-cert", "proxy",
)  # fmt: skip
# Later ones win, as they do for pip.
LEVELS = ("global", "user", "site", "download", ":env:")
LOOK = 0.2
LONGEST_OUTPUT = 1 << 20
SIZE = re.compile(r"Downloading (\S+) \(([\d.]+) ([kMGT]?B)\)")
UNITS = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
UNREACHABLE = re.compile(
    r"after connection broken|Could not fetch URL|Max retries exceeded|"
    r"Temporary failure in name resolution|NewConnectionError|ReadTimeoutError|"
    r"Connection (?:refused|reset)|\b50[0234] (?:Server Error|Bad Gateway)"
)
NO_MATCH = re.compile(r"No matching distribution found for (\S[^(\n]*)")
CONFLICT = re.compile(r"Cannot install (.+?) because these package versions")
DAMAGED = re.compile(r"Wheel '?([^' ]+)'? (?:located at \S+ )?is invalid")
INVALID = re.compile(r"Invalid requirement: '?([^'\n]+)")


@dataclass(frozen=True, slots=True)
class Caps:
    """How much one download may bring, and how long it may take."""

    total_bytes: int
    files: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Outcome:
    """What pip did; `excess` says which cap stopped it, with the package if known."""

    code: int
    text: str
    excess: tuple[str | None, str] | None = None
    timed_out: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """A package that cannot be had, and why."""

    package: str | None
    why: str


@dataclass(frozen=True, slots=True)
class Unreachable:
    """No index answered; pip's own line is for the log, not for the founder."""

    line: str


async def configured_options() -> list[str]:
    """The operator's index settings, as options for an isolated pip."""
    process = await asyncio.create_subprocess_exec(
        *PIP,
        *("config", "list"),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    printed, _ = await process.communicate()
    found: dict[str, tuple[int, str]] = {}
    for line in printed.decode(errors="replace").splitlines():
        name, _, value = line.partition("=")
        level, _, setting = name.rpartition(".")
        if setting in SETTINGS and level in LEVELS:
            rank = LEVELS.index(level)
            if setting not in found or found[setting][0] <= rank:
                found[setting] = rank, str(ast.literal_eval(value))
    return _as_options({name: value for name, (_, value) in found.items()})


def _as_options(settings: dict[str, str]) -> list[str]:
    """Some settings hold several values, each an option of its own."""
    words: list[str] = []
    for name, value in sorted(settings.items()):
        for single in value.split():
            words += [f"--{name}", single]
    return words


async def download(
    command: Sequence[str], requirements: Sequence[str], staging: Path, caps: Caps
) -> Outcome:
    """Run pip into `staging/wheels`; everything it writes stays below `staging`."""
    for name in ("home", "temporary", "wheels"):
        await asyncio.to_thread((staging / name).mkdir)
    process = await asyncio.create_subprocess_exec(
        *command,
        *("--dest", str(staging / "wheels")),
        *requirements,
        cwd=staging,
        env=_environment(staging),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    watch = _Watch(process, staging, caps)
    try:
        return await watch.run()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


class _Watch:
    """Reads what pip says and looks at what it has written."""

    def __init__(
        self, process: asyncio.subprocess.Process, staging: Path, caps: Caps
    ) -> None:
        self.process, self.staging, self.caps = process, staging, caps
        self.text = ""

    async def run(self) -> Outcome:
        reading = asyncio.ensure_future(self._read())
        try:
            async with asyncio.timeout(self.caps.seconds):
                while not reading.done():
                    await asyncio.wait({reading}, timeout=LOOK)
                    excess = await self._excess()
                    if excess:
                        return Outcome(1, self.text, excess)
                return Outcome(await self.process.wait(), self.text)
        except TimeoutError:
            return Outcome(1, self.text, timed_out=True)
        finally:
            reading.cancel()

    async def _read(self) -> None:
        assert self.process.stdout
        while chunk := await self.process.stdout.read(65536):
            if len(self.text) < LONGEST_OUTPUT:
                self.text += chunk.decode(errors="replace")

    async def _excess(self) -> tuple[str | None, str] | None:
        """The cap that is passed: by announcement, by count or by size on disk."""
        allowed = self.caps.total_bytes // (1 << 20)
        announced = SIZE.findall(self.text)
        for name, number, unit in announced:
            if float(number) * UNITS[unit] > self.caps.total_bytes:
                return _package(name), f"it is larger than {allowed} MiB"
        latest = _package(announced[-1][0]) if announced else None
        size, files = await asyncio.to_thread(_measure, self.staging)
        if files > self.caps.files:
            return latest, f"it needs more than {self.caps.files} packages"
        if size > self.caps.total_bytes:
            return latest, f"its packages are larger than {allowed} MiB together"
        return None


def refusal(outcome: Outcome) -> Refusal | Unreachable | None:
    """Why the download failed, as a fact with a name; None when it did not."""
    if outcome.excess:
        return Refusal(*outcome.excess)
    if outcome.timed_out:
        return Unreachable("the download took too long")
    if outcome.code == 0:
        return None
    broken = UNREACHABLE.search(outcome.text)
    if broken:
        return Unreachable(broken[0])
    return _named_refusal(outcome.text)


def _named_refusal(text: str) -> Refusal:
    if found := CONFLICT.search(text):
        return Refusal(found[1].strip(), "the versions asked for contradict each other")
    if found := NO_MATCH.search(text):
        return Refusal(
            found[1].strip(),
            "the index has no ready-made package (wheel) of it for this Python",
        )
    if found := INVALID.search(text):
        return Refusal(found[1].strip(), "it is not a package name with versions")
    if found := DAMAGED.search(text):
        return Refusal(_package(found[1]), "its file on the index is damaged")
    errors = [line for line in text.splitlines() if line.startswith("ERROR")]
    last = errors[-1].removeprefix("ERROR: ")[:200] if errors else "it gave no reason"
    return Refusal(None, f"pip could not fetch it ({last})")


def _package(file_name: str) -> str:
    return file_name.rsplit("/", 1)[-1].split("-", 1)[0]


def _measure(staging: Path) -> tuple[int, int]:
    """Bytes below the folder, and how many wheels are there already."""
    total = 0
    for folder, _, names in os.walk(staging):
        for name in names:
            with contextlib.suppress(OSError):
                total += os.lstat(os.path.join(folder, name)).st_size
    return total, sum(1 for _ in (staging / "wheels").glob("*.whl"))


def _environment(staging: Path) -> dict[str, str]:
    kept = {n: os.environ[n] for n in NETWORK_VARIABLES if n in os.environ}
    path = os.pathsep.join(("/usr/local/bin", "/usr/bin", "/bin"))
    home, temporary = str(staging / "home"), str(staging / "temporary")
    return {**kept, "PATH": path, "HOME": home, "TMPDIR": temporary}


def copy_uv(target: Path) -> None:
    """Put our uv where cells can see it; done again only when it changed."""
    from uv import find_uv_bin  # a package with nothing but this function and a binary

    source = Path(find_uv_bin())
    about = source.stat()
    if target.exists():
        there = target.stat()
        if (there.st_size, int(there.st_mtime)) == (about.st_size, int(about.st_mtime)):
            return
    new = target.with_name(f".{target.name}-{os.getpid()}")
    shutil.copyfile(source, new)
    new.chmod(0o755)
    os.utime(new, ns=(about.st_atime_ns, about.st_mtime_ns))
    new.rename(target)
