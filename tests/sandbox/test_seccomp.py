"""The filter's policy, run by a small interpreter of its own instruction set."""

from __future__ import annotations

import errno
import struct

import pytest

from cofounder.sandbox.backends import seccomp

PROGRAM = [
    struct.unpack_from("=HBBI", seccomp.program(seccomp.X86_64), at)
    for at in range(0, len(seccomp.program(seccomp.X86_64)), 8)
]
X86_64, I386 = 0xC000003E, 0x40000003
ALLOW, KILL = "allow", "kill"


def decide(number: int, *arguments: int, arch: int = X86_64) -> str | int:
    """What the kernel would do: allow, kill, or fail with an error number."""
    words = [*arguments, *[0] * (6 - len(arguments))]
    memory = struct.pack("=IIQ6Q", number, arch, 0, *words)
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, k = PROGRAM[at]
        at += 1
        if code == 0x20:
            (accumulator,) = struct.unpack_from("=I", memory, k)
        elif code == 0x06:
            return {0x7FFF0000: ALLOW, 0x80000000: KILL}.get(k, k & 0xFFFF)
        else:
            holds = {
                0x15: accumulator == k,
                0x35: accumulator >= k,
                0x45: bool(accumulator & k),
            }[code]
            at += if_true if holds else if_false


def test_code_of_another_architecture_is_killed() -> None:
    assert decide(20, arch=I386) == KILL


def test_x32_calls_do_not_exist() -> None:
    assert decide(0x40000000 | 39) == errno.ENOSYS


@pytest.mark.parametrize("name", sorted(seccomp.X86_64.denied))
def test_a_denied_call_is_not_permitted(name: str) -> None:
    assert decide(seccomp.X86_64.denied[name]) == errno.EPERM


def test_every_call_that_is_not_denied_is_allowed() -> None:
    special = {16, 41, 53, 56, 435}
    named = set(seccomp.X86_64.denied.values()) | special
    wrong = [n for n in range(480) if n not in named and decide(n) != ALLOW]
    assert wrong == []


def test_clone_makes_threads_and_children_but_no_namespaces() -> None:
    assert decide(56, 0x11) == ALLOW
    assert decide(56, 0x3D0F00) == ALLOW  # what pthread_create asks for
    for bit in (17, 25, 26, 27, 28, 29, 30):
        assert decide(56, 1 << bit | 0x11) == errno.EPERM
    assert decide(435) == errno.ENOSYS


def test_terminals_cannot_be_fed() -> None:
    assert decide(16, 0, 0x5412) == errno.EPERM
    assert decide(16, 0, 0x541C) == errno.EPERM
    assert decide(16, 0, 0x5412 | 0xFF << 32) == errno.EPERM  # high bits do not count
    assert decide(16, 0, 0x5413) == ALLOW


def test_only_the_families_of_ordinary_apps_have_sockets() -> None:
    allowed = {n for n in range(64) if decide(41, n, 1, 0) == ALLOW}
    assert allowed == {1, 2, 10, 16}
    assert decide(41, 40) == errno.EAFNOSUPPORT
    assert decide(41, 16, 3, 9) == errno.EAFNOSUPPORT  # netlink beyond route
    assert {n for n in range(64) if decide(53, n) == ALLOW} == {1}


def test_no_jump_leaves_the_program() -> None:
    for at, (code, if_true, if_false, _) in enumerate(PROGRAM):
        if code in (0x15, 0x35, 0x45):
            assert at + 1 + max(if_true, if_false) < len(PROGRAM)
    assert PROGRAM[-1][0] == 0x06
