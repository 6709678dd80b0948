"""The body of a request, read once: whole, bounded, and ready to be read again."""

from __future__ import annotations

from starlette.types import Message, Receive


async def read_body(receive: Receive, limit: int) -> tuple[bytes, Receive]:
    """The body's first `limit` bytes or more, and a `receive` that gives it again.

    Reading ends at the limit or when the client leaves; whoever comes next then meets
    what is left, and refuses it as it would have.
    """
    taken: list[Message] = []
    parts: list[bytes] = []
    more, size = True, 0
    while more and size <= limit:
        message = await receive()
        taken.append(message)
        if message["type"] != "http.request":
            break
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        more = message.get("more_body", False)
    waiting = iter(taken)

    async def again() -> Message:
        return next(waiting, None) or await receive()

    return b"".join(parts), again
