"""Limits of a cell: what one command may use before it is stopped."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True)
class Limits:
    """Everything a command may use; each figure holds for its whole process tree."""

    memory_bytes: int
    processes: int
    cpus: float
    wall_seconds: float
    disk_bytes: int
    files: int
    output_bytes: int = 5 * MIB
    file_bytes: int = 256 * MIB
    tmp_bytes: int = 256 * MIB
    shm_bytes: int = 64 * MIB
    descriptors: int = 1024
    # A backstop per process, and None for Node and Chromium: a tight figure breaks
    # threads of good apps, and the tree's memory is counted elsewhere.
    address_space_bytes: int | None = 4 * GIB
    start_seconds: float = 60


BUILD_LIMITS = Limits(
    memory_bytes=GIB,
    processes=256,
    cpus=2,
    wall_seconds=600,
    disk_bytes=GIB,
    files=20_000,
)
SERVE_LIMITS = Limits(
    memory_bytes=512 * MIB,
    processes=128,
    cpus=1,
    wall_seconds=3600,
    disk_bytes=256 * MIB,
    files=20_000,
    # An app logs each visit for an hour, and only the ends of its log are kept.
    output_bytes=64 * MIB,
)
TOOL_LIMITS = Limits(
    memory_bytes=512 * MIB,
    processes=64,
    cpus=1,
    wall_seconds=20,
    disk_bytes=64 * MIB,
    files=1000,
    file_bytes=64 * MIB,
    descriptors=256,
)
