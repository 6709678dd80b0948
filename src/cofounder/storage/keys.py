"""Keys: `sha256-` and 64 hexadecimal digits, nothing else."""

from __future__ import annotations

import hashlib
import re

from cofounder.storage.errors import NotAKey

PREFIX = "sha256-"
KEY = re.compile(r"sha256-[0-9a-f]{64}")


def blob_key(content: bytes) -> str:
    """The key of these bytes."""
    return PREFIX + hashlib.sha256(content).hexdigest()


def checked(key: str) -> str:
    """The key itself; anything else is refused, a path above all.

    Raises:
        NotAKey: it is not one.
    """
    if KEY.fullmatch(key) is None:
        raise NotAKey
    return key
