"""The listening socket: bound by us, so that we know the port before anything starts.

`SO_REUSEADDR` gives a restarted server its port back at once; `SO_REUSEPORT` is never
set, because two servers on one port would share its visitors.
"""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import os
import socket
from pathlib import Path

from cofounder.commands.running import PORT_TAKEN, Stop
from cofounder.commands.speaking import note

BACKLOG = 2048
NEXT_PORTS = 50


def listen(host: str, port: int, *, explicit: bool) -> socket.socket:
    """A listening socket on `port`; the default port gives way to the next free one.

    Raises:
        Stop: the port was asked for and is taken, or the address cannot be used.
    """
    last = port if explicit else min(port + NEXT_PORTS, 65_535)
    for candidate in range(port, last + 1):
        listener = _bind(host, candidate)
        if listener is not None:
            if candidate != port:
                note(f"Port {port} is taken; using {candidate}.")
            return listener
    if explicit:
        raise Stop(_taken(host, port), PORT_TAKEN)
    raise Stop(f"Ports {port} to {last} are all taken; name one with --port.")


def _bind(host: str, port: int) -> socket.socket | None:
    """The socket, or None when the port is taken."""
    family, address = _address(host, port)
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            return None
        raise Stop(f"Cannot listen on {host} port {port}: {error.strerror}.") from error
    listener.setblocking(False)
    return listener


def _address(host: str, port: int) -> tuple[socket.AddressFamily, tuple[object, ...]]:
    try:
        found = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except (OSError, UnicodeError) as error:
        raise Stop(f"There is no address {host} on this machine.") from error
    # "localhost" is the IPv4 loopback to us, whatever the resolver lists first.
    found.sort(key=lambda each: each[0] != socket.AF_INET)
    return found[0][0], found[0][4]


def base_url(host: str, port: int) -> str:
    """Where this machine's own browser finds the server."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return f"http://{host}:{port}"
    if address.is_unspecified:
        address = ipaddress.ip_address("127.0.0.1" if address.version == 4 else "::1")
    shown = f"[{address}]" if address.version == 6 else str(address)
    return f"http://{shown}:{port}"


def _taken(host: str, port: int) -> str:
    holder = _holder(port)
    who = f"by {holder}" if holder else f"(see who: ss -ltnp 'sport = :{port}')"
    return (
        f"Port {port} on {host} is taken {who}. Stop that program, or name another "
        f"port with --port; without --port the next free one is used."
    )


def _holder(port: int) -> str | None:
    """The process that listens on `port`, where this machine lets us see it."""
    sockets = {f"socket:[{inode}]" for inode in _inodes(port)}
    for process in Path("/proc").glob("[0-9]*") if sockets else ():
        if sockets & _links(process / "fd"):
            return f"process {process.name}"
    return None


def _links(folder: Path) -> set[str]:
    """Where the descriptors of a process lead; some may close while we look."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            with contextlib.suppress(OSError):
                found.add(os.readlink(entry))
    return found


def _inodes(port: int) -> set[str]:
    found: set[str] = set()
    for table in ("tcp", "tcp6"):
        try:
            lines = Path("/proc/net", table).read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        for line in lines:
            fields = line.split()
            if _is_listening(fields, port):
                found.add(fields[9])
    return found


def _is_listening(fields: list[str], port: int) -> bool:
    """Whether a line of `/proc/net/tcp` is a listening socket of `port`."""
    return len(fields) > 9 and fields[3] == "0A" and fields[1].endswith(f":{port:04X}")
