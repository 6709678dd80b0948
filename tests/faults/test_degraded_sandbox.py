"""Machines that cannot isolate: builds are off, with the reason and the repair."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cofounder.sandbox import Level, SandboxUnavailable
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.backends.workspaces import remove_tree
from tests.sandbox.cells import build_spec, need_isolation


async def refused(runtime: BubblewrapRuntime) -> BubblewrapRuntime:
    """Start, see that nothing can be made, and clean up."""
    await runtime.start()
    assert runtime.capabilities().level is Level.NONE
    assert not runtime.capabilities().available
    with pytest.raises(SandboxUnavailable):
        await runtime.create(build_spec())
    return runtime


async def test_f57_a_missing_bwrap_is_named_with_the_command_that_installs_it(
    tmp_path: Path,
) -> None:
    runtime = await refused(BubblewrapRuntime(tmp_path, bwrap=str(tmp_path / "none")))
    offer = runtime.capabilities()
    assert "bwrap" in offer.reasons[0]
    assert offer.fix == "Install it with: apt-get install bubblewrap"


async def test_f57_a_runtime_that_was_not_started_makes_nothing(tmp_path: Path) -> None:
    runtime = BubblewrapRuntime(tmp_path)
    with pytest.raises(SandboxUnavailable):
        await runtime.create(build_spec())


@pytest.mark.parametrize(
    ("words", "reason", "fix"),
    [
        (
            "bwrap: No permissions to create new namespace",
            "does not allow user namespaces",
            "kernel.unprivileged_userns_clone=1",
        ),
        (
            "bwrap: setting up uid map: Permission denied",
            "does not allow user namespaces",
            "kernel.apparmor_restrict_unprivileged_userns=0",
        ),
        (
            "bwrap: execvp /usr/bin/python3: No such file or directory",
            "no Python is visible",
            "apt-get install python3",
        ),
    ],
)
async def test_f57_what_bwrap_complains_of_becomes_a_cause_and_a_command(
    tmp_path: Path, words: str, reason: str, fix: str
) -> None:
    need_isolation()
    # Executable by any user, so not in this test's own closed folder.
    fake = Path(f"/tmp/bwrap-{os.getpid()}-{tmp_path.name}")
    fake.write_text(f"#!/bin/sh\necho '{words}' >&2\nexit 1\n")
    fake.chmod(0o755)
    runtime = BubblewrapRuntime(tmp_path, bwrap=str(fake))
    try:
        offer = (await refused(runtime)).capabilities()
        assert reason in offer.reasons[0]
        assert fix in (offer.fix or "")
    finally:
        fake.unlink()
        await runtime.stop()
        assert runtime.places is not None
        remove_tree(runtime.places.root)


async def test_f57_a_bwrap_that_isolates_nothing_is_found_out(tmp_path: Path) -> None:
    """The self-test REACHES, so builds are off: the worst machine is a lying one."""
    need_isolation()
    fake = Path(f"/tmp/bwrap-{os.getpid()}-{tmp_path.name}")
    fake.write_text(
        '#!/bin/sh\nshift 3\ncd "$(ls -d '
        f"/var/lib/cofounder/*/cells/*/workspace {tmp_path}/cells/cells/*/workspace "
        '2>/dev/null | head -1)" 2>/dev/null\nexec "$@"\n'
    )
    fake.chmod(0o755)
    runtime = BubblewrapRuntime(tmp_path, bwrap=str(fake))
    try:
        offer = (await refused(runtime)).capabilities()
        assert offer.failed_probes
        assert "reached" in offer.reasons[0] or "inconclusive" in offer.reasons[0]
    finally:
        fake.unlink()
        await runtime.stop()
        assert runtime.places is not None
        remove_tree(runtime.places.root)
