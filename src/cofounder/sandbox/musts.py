"""What every good app needs; runs inside a cell. A cell that breaks apps fails too.

Standard library only: the text of this file is what a cell gets.
"""

from __future__ import annotations

import json
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable


def threads() -> None:
    """A web framework's thread pool and more."""
    gate = threading.Event()
    many = [threading.Thread(target=gate.wait) for _ in range(100)]
    for thread in many:
        thread.start()
    gate.set()
    for thread in many:
        thread.join(5)


def loopback() -> None:
    """A server and a client in the cell find each other."""
    server = socket.create_server(("127.0.0.1", 0))
    client = socket.create_connection(server.getsockname(), timeout=2)
    accepted, _ = server.accept()
    with server, client, accepted:
        client.sendall(b"x")
        assert accepted.recv(1) == b"x"


def localhost() -> None:
    """The name resolves without any network."""
    found = socket.getaddrinfo("localhost", 80, socket.AF_INET)
    assert found[0][4][0] == "127.0.0.1"


def sqlite() -> None:
    """A database file in write-ahead mode."""
    with sqlite3.connect("/tmp/must.db") as database:
        database.execute("pragma journal_mode=wal")
        database.execute("create table t (x)")
        database.execute("insert into t values (1)")
    database.close()


def child_process() -> None:
    """Starting another program."""
    assert subprocess.run(["/bin/true"], timeout=5).returncode == 0


def shared_lock() -> None:
    """Locks between processes live in /dev/shm."""
    import multiprocessing

    with multiprocessing.Lock():
        pass


def event_loop() -> None:
    """An asyncio program."""
    import asyncio

    asyncio.run(asyncio.sleep(0))


def tls() -> None:
    """Certificates are readable."""
    import ssl

    ssl.create_default_context()


MUSTS: dict[str, Callable[[], None]] = {
    "threads": threads,
    "loopback": loopback,
    "localhost": localhost,
    "sqlite": sqlite,
    "child_process": child_process,
    "shared_lock": shared_lock,
    "event_loop": event_loop,
    "tls": tls,
}
QUICK = ("threads", "loopback", "localhost", "sqlite", "child_process")


def main(names: list[str]) -> None:
    """Try the named needs, one line of JSON for each."""
    for name in names:
        try:
            MUSTS[name]()
            answer = "works"
        except Exception as error:
            answer = f"broken: {type(error).__name__}: {error}"
        sys.stdout.write(json.dumps({"must": name, "answer": answer}) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
