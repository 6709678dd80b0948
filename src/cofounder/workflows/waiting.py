"""Waiting inside a workflow for something only a person can change."""

from __future__ import annotations

from dbos import DBOS

from cofounder.workflows.stepping import KEY_LOOK_SECONDS, KEY_TOPIC


async def wait_for_key() -> None:
    """Wait until somebody says that the key was changed, or for an hour.

    A signal may be lost; the look after an hour is not.
    """
    await DBOS.recv_async(KEY_TOPIC, timeout_seconds=KEY_LOOK_SECONDS)
