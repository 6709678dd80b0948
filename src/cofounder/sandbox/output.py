"""Output of a command: the beginning and the end are kept, the middle may go."""

from __future__ import annotations

from cofounder.sandbox.limits import MIB

HEAD = 64 * 1024
TAIL = MIB


class Ring:
    """Bytes in bounded memory: the first `HEAD` and the last `TAIL` of them."""

    def __init__(self) -> None:
        self.head = bytearray()
        self.tail = bytearray()
        self.lost = 0

    def add(self, chunk: bytes) -> None:
        room = HEAD - len(self.head)
        self.head += chunk[:room]
        self.tail += chunk[room:] if room > 0 else chunk
        # Trimmed only now and then, so that a long output is not copied each time.
        if len(self.tail) > 2 * TAIL:
            self._trim()

    def _trim(self) -> None:
        excess = max(0, len(self.tail) - TAIL)
        del self.tail[:excess]
        self.lost += excess

    def content(self) -> bytes:
        """What is kept, with a note where something is missing."""
        self._trim()
        note = f"\n[{self.lost} bytes left out]\n".encode() if self.lost else b""
        return bytes(self.head) + note + bytes(self.tail)

    def last_lines(self, count: int) -> tuple[str, ...]:
        self._trim()
        recent = (self.head if not self.tail else self.tail)[-65536:]
        return tuple(recent.decode(errors="replace").splitlines()[-count:])
