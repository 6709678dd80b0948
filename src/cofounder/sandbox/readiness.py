"""When an app counts as started, and in plain words why it does not."""

from __future__ import annotations

import asyncio
from pathlib import Path

from cofounder.sandbox.cells import ExecResult

PAUSE = 0.025
ONE_ANSWER = 10.0
NOT_READY = b"x-cofounder-not-ready"
QUESTION = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nConnection: close\r\n\r\n"
)


async def first_answer(path: Path) -> None:
    """Return at the app's first HTTP answer, whatever it says."""
    while not await _answers(path):
        await asyncio.sleep(PAUSE)


async def _answers(path: Path) -> bool:
    writer: asyncio.StreamWriter | None = None
    try:
        async with asyncio.timeout(ONE_ANSWER):
            reader, writer = await asyncio.open_unix_connection(str(path))
            writer.write(QUESTION)
            head = await reader.readuntil(b"\r\n\r\n")
    except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError):
        return False
    finally:
        if writer:
            writer.close()
    return head.startswith(b"HTTP/") and NOT_READY not in head.lower()


def ended_hint(result: ExecResult) -> str:
    """How an app ended that never answered."""
    if result.killed:
        return f"it was stopped: {result.detail or result.killed.value}."
    return f"it ended with code {result.exit_code} before it answered."


def silent_hint(ports: list[tuple[str, int]], wanted: int, seconds: float) -> str:
    """Name the port or the address it listens on instead, if any."""
    words = f"not listening on $PORT ({wanted}) after {seconds:g} s"
    here = [address for address, port in ports if port == wanted]
    elsewhere = sorted({port for _, port in ports if port != wanted})
    if {"127.0.0.1", "0.0.0.0", "::"} & set(here):  # noqa: S104
        return (
            f"it listens on $PORT ({wanted}) but gave no HTTP answer in {seconds:g} s."
        )
    if here:
        return f"{words}; it listens only on the address {here[0]}, not 127.0.0.1."
    if elsewhere:
        return f"{words}; it listens on port {elsewhere[0]}."
    return f"{words}."
