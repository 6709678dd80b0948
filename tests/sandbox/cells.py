"""A real runtime for tests, in folders of its own that are gone afterwards."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cofounder.sandbox import CellSpec, Phase, SandboxRuntime
from cofounder.sandbox.backends.bubblewrap import BubblewrapRuntime
from cofounder.sandbox.backends.workspaces import remove_tree
from cofounder.sandbox.limits import BUILD_LIMITS, Limits


def need_isolation() -> None:
    """Skip where the machine cannot isolate; a broken sandbox is no reason to."""
    if sys.platform != "linux" or os.uname().machine != "x86_64":
        pytest.skip("cells need Linux on x86_64")
    if shutil.which("bwrap") is None:
        pytest.skip("bubblewrap is not installed")


@contextlib.asynccontextmanager
async def bubblewrap(
    data_dir: Path, **options: Any
) -> AsyncIterator[BubblewrapRuntime]:
    """A started runtime; its folders outside the data folder are removed."""
    need_isolation()
    runtime = BubblewrapRuntime(data_dir, **options)
    await runtime.start()
    try:
        offer = runtime.capabilities()
        if not offer.available and "user namespaces" in offer.reasons[0]:
            pytest.skip(offer.reasons[0])
        assert offer.available, offer
        yield runtime
    finally:
        await runtime.stop()
        if runtime.places:
            remove_tree(runtime.places.root)


def build_spec(label: str = "build", limits: Limits = BUILD_LIMITS) -> CellSpec:
    return CellSpec(label, Phase.BUILD, limits)


async def is_gone(runtime: SandboxRuntime, label: str) -> bool:
    from cofounder.sandbox import SandboxGone

    try:
        await runtime.attach(label)
    except SandboxGone:
        return True
    return False
