"""Ids: time-ordered UUIDs (version 7) and unguessable tokens."""

from __future__ import annotations

import base64
import os
import secrets
import time
import uuid


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): sorts by creation time to the millisecond."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= int.from_bytes(os.urandom(10), "big")
    value &= ~(0xF << 76) & ~(0x3 << 62)
    return uuid.UUID(int=value | 0x7 << 76 | 0x2 << 62)


def new_secret(nbytes: int = 32) -> str:
    """A URL-safe random token of `nbytes` random bytes."""
    return secrets.token_urlsafe(nbytes)


def new_preview_id() -> str:
    """128 random bits as 26 lower-case base32 characters, fit for a host name."""
    return base64.b32encode(os.urandom(16)).decode().rstrip("=").lower()


def parse_id(text: str) -> uuid.UUID | None:
    """The UUID written in `text`, or None when it is not one."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def pack_text(text: str) -> str:
    """A text as cookie-safe characters."""
    return base64.urlsafe_b64encode(text.encode("utf-8", "replace")).decode()


def unpack_text(packed: str) -> str | None:
    """The text of `pack_text`, or None when it is not one."""
    try:
        return base64.urlsafe_b64decode(packed.encode()).decode()
    except ValueError:
        return None
