"""The HTTP client of model calls: an answer longer than the cap is cut off.

Nothing else here is ours: keys, retries and formats belong to the providers' clients
and to `running`.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx2

MAX_ANSWER_BYTES = 10_000_000
TIMEOUT = httpx2.Timeout(120.0, connect=10.0)


class AnswerTooLong(httpx2.ReadError):
    """More bytes arrived than any answer of ours needs; the connection is closed."""


class _CappedStream(httpx2.AsyncByteStream):
    def __init__(self, inner: httpx2.AsyncByteStream, cap: int) -> None:
        self.inner, self.left = inner, cap

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self.inner:
            self.left -= len(chunk)
            if self.left < 0:
                raise AnswerTooLong("answer too long")
            yield chunk

    async def aclose(self) -> None:
        await self.inner.aclose()


class CappedTransport(httpx2.AsyncBaseTransport):
    """Passes requests on and counts what comes back."""

    def __init__(self, inner: httpx2.AsyncBaseTransport, cap: int) -> None:
        self.inner, self.cap = inner, cap

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send `request`; the body of the response is counted as it is read."""
        response = await self.inner.handle_async_request(request)
        stream = response.stream
        if isinstance(stream, httpx2.AsyncByteStream):
            response.stream = _CappedStream(stream, self.cap)
        return response

    async def aclose(self) -> None:
        """Close every connection."""
        await self.inner.aclose()


def open_client(max_bytes: int = MAX_ANSWER_BYTES) -> httpx2.AsyncClient:
    """A client for one provider. Bodies come uncompressed, so that bytes are bytes."""
    transport = CappedTransport(httpx2.AsyncHTTPTransport(), max_bytes)
    return httpx2.AsyncClient(
        transport=transport,
        timeout=TIMEOUT,
        headers={"accept-encoding": "identity"},
    )
