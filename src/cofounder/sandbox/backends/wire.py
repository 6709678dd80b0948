"""Messages between server and supervisor: one JSON object per packet.

The socket keeps packets apart, so a message is never half there. Descriptors travel
beside it. Standard library only: both ends import this.
"""

from __future__ import annotations

import base64
import json
import socket
from typing import Any

LARGEST_MESSAGE = 64 * 1024
OUTPUT_PIECE = 32 * 1024  # grows by a third on its way

Message = dict[str, Any]


class MessageTooLong(ValueError):
    """The message does not fit; in practice an endless command line."""


def encode(message: Message) -> bytes:
    """One packet; raises `MessageTooLong`."""
    packet = json.dumps(message, separators=(",", ":")).encode()
    if len(packet) > LARGEST_MESSAGE:
        raise MessageTooLong(f"{len(packet)} bytes")
    return packet


def receive(channel: socket.socket) -> tuple[Message, list[int]] | None:
    """The next message with its descriptors; None when the other end is gone."""
    packet, descriptors, _, _ = socket.recv_fds(
        channel, LARGEST_MESSAGE, 4, socket.MSG_CMSG_CLOEXEC
    )
    if not packet:
        return None
    return json.loads(packet), descriptors


def pack_bytes(chunk: bytes) -> str:
    """Bytes in a form that JSON can hold."""
    return base64.b64encode(chunk).decode()


def unpack_bytes(text: str) -> bytes:
    """The bytes that `pack_bytes` was given."""
    return base64.b64decode(text)
