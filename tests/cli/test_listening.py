"""The port rules: a default gives way, one that was asked for does not."""

from __future__ import annotations

import os
import socket

import pytest

from cofounder.commands.listening import base_url, listen
from cofounder.commands.running import PORT_TAKEN, Stop

LOOPBACK = "127.0.0.1"


def test_a_taken_default_port_gives_way_and_says_so(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with listen(LOOPBACK, 0, explicit=True) as first:
        taken = first.getsockname()[1]
        with listen(LOOPBACK, taken, explicit=False) as second:
            port = second.getsockname()[1]
    assert port > taken
    assert f"Port {taken} is taken; using {port}." in capsys.readouterr().err


def test_a_taken_port_that_was_asked_for_ends_with_4_and_names_its_holder() -> None:
    with listen(LOOPBACK, 0, explicit=True) as first:
        port = first.getsockname()[1]
        with pytest.raises(Stop) as stopped:
            listen(LOOPBACK, port, explicit=True)
    assert stopped.value.code == PORT_TAKEN == 4
    assert f"process {os.getpid()}" in stopped.value.message


def test_the_socket_can_be_bound_again_at_once_but_not_shared() -> None:
    with listen(LOOPBACK, 0, explicit=True) as listener:
        assert listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR)
        assert not listener.getsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT)
        assert not listener.get_inheritable()
        port = listener.getsockname()[1]
        # A connection closed by the server's side leaves the port in TIME_WAIT.
        with socket.create_connection((LOOPBACK, port)) as client:
            listener.setblocking(True)
            accepted, _ = listener.accept()
            accepted.close()
            client.recv(1)
    with listen(LOOPBACK, port, explicit=True) as again:
        assert again.getsockname()[1] == port


def test_an_address_of_another_machine_is_refused_in_words() -> None:
    with pytest.raises(Stop) as stopped:
        listen("192.0.2.1", 0, explicit=True)
    assert "192.0.2.1" in stopped.value.message


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::", "http://[::1]:80"),
        ("::1", "http://[::1]:80"),
        ("localhost", "http://localhost:80"),
    ],
)
def test_the_base_url_is_one_that_a_browser_here_can_open(host: str, url: str) -> None:
    assert base_url(host, 80) == url
