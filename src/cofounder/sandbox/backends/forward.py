"""Runs inside the cell: starts the app, carries visits to it, ends when it ends."""

import os
import sys

FD, PORT, ARGV = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
NOT_READY = (
    b"HTTP/1.1 502 Bad Gateway\r\nX-Cofounder-Not-Ready: 1\r\n"
    b"Content-Length: 0\r\nConnection: close\r\n\r\n"
)

# The app gets a descriptor list without our socket, and starts before the imports
# below so that both load at once.
os.set_inheritable(FD, False)
try:
    APP = os.posix_spawnp(ARGV[0], ARGV, os.environ)
except OSError as error:
    sys.exit(f"cannot start {ARGV[0]}: {error.strerror}")

import asyncio  # noqa: E402
import socket  # noqa: E402


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Copy one direction until its end."""
    try:
        while chunk := await reader.read(65536):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
    except OSError:
        writer.close()


async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Take one connection to the app, or say that the app is not there yet."""
    try:
        theirs = await asyncio.open_connection("127.0.0.1", PORT)
    except OSError:
        await reader.read(65536)
        writer.write(NOT_READY)
    else:
        await asyncio.gather(pump(reader, theirs[1]), pump(theirs[0], writer))
        theirs[1].close()
    writer.close()


async def main() -> None:
    """Accept until the app ends, and end like it."""
    ended = asyncio.get_running_loop().run_in_executor(None, os.waitpid, APP, 0)
    listener = socket.socket(fileno=FD)
    await asyncio.start_unix_server(carry, sock=listener, backlog=128)
    code = os.waitstatus_to_exitcode((await ended)[1])
    os._exit(code if code >= 0 else 128 - code)


asyncio.run(main())
