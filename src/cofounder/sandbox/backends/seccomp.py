"""The system call filter of a cell, as a classic BPF program.

Written by hand so that no library is needed: 8 bytes per instruction, jumps forward
only. Each machine needs a table of its own numbers; without one there is no filter,
and without a filter nothing runs.
"""

from __future__ import annotations

import errno
import struct
from dataclasses import dataclass

LOAD, EQUAL, GREATER_EQUAL, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, ARCH = 0, 4
ALLOW, FAIL, KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000
EPERM, ENOSYS = FAIL | errno.EPERM, FAIL | errno.ENOSYS
EAFNOSUPPORT = FAIL | errno.EAFNOSUPPORT
NEW_NAMESPACES = 0x7E020000
X32 = 0x40000000
TIOCSTI, TIOCLINUX = 0x5412, 0x541C
UNIX, INET, NETLINK, INET6 = 1, 2, 16, 10

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Machine:
    """The numbers of one processor architecture."""

    audit_arch: int
    has_x32: bool
    clone: int
    clone3: int
    ioctl: int
    socket: int
    socketpair: int
    denied: dict[str, int]


X86_64 = Machine(
    audit_arch=0xC000003E,
    has_x32=True,
    clone=56,
    clone3=435,
    ioctl=16,
    socket=41,
    socketpair=53,
    denied={
        # looking into other processes
        "ptrace": 101, "process_vm_readv": 310, "process_vm_writev": 311,
        "kcmp": 312, "pidfd_getfd": 438,
        # mounts and roots
        "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161,
        "open_tree": 428, "move_mount": 429, "fsopen": 430, "fsconfig": 431,
        "fsmount": 432, "fspick": 433, "mount_setattr": 442,
        # namespaces
        "unshare": 272, "setns": 308,
        # keyrings belong to no namespace
        "keyctl": 250, "add_key": 248, "request_key": 249,
        # wide attack surface that no app of ours needs
        "bpf": 321, "perf_event_open": 298, "userfaultfd": 323,
        "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427,
        # the machine itself
        "kexec_load": 246, "kexec_file_load": 320, "init_module": 175,
        "finit_module": 313, "delete_module": 176, "reboot": 169, "swapon": 167,
        "swapoff": 168, "acct": 163, "quotactl": 179, "quotactl_fd": 443,
        "syslog": 103,
        "personality": 135, "settimeofday": 164, "clock_settime": 227,
        "clock_adjtime": 305, "adjtimex": 159, "sethostname": 170,
        "setdomainname": 171,
        # files by handle, watching, terminals
        "name_to_handle_at": 303, "open_by_handle_at": 304, "lookup_dcookie": 212,
        "fanotify_init": 300, "vhangup": 153,
        # memory placement
        "move_pages": 279, "mbind": 237, "set_mempolicy": 238,
        "migrate_pages": 256, "vmsplice": 278,
        # relics of this architecture
        "iopl": 172, "ioperm": 173, "modify_ldt": 154, "uselib": 134,
        "ustat": 136, "_sysctl": 156, "nfsservctl": 180,
    },
)  # fmt: skip

MACHINES: dict[str, Machine] = {"x86_64": X86_64}


def program(machine: Machine) -> bytes:
    """The filter, ready for `bwrap --seccomp`."""
    return b"".join(struct.pack("=HBBI", *step) for step in instructions(machine))


def instructions(machine: Machine) -> list[Instruction]:
    """The filter step by step, in the order in which it decides."""
    steps: list[Instruction] = [
        _load(ARCH),
        # A foreign architecture is 32-bit code on the same kernel (int 0x80).
        (EQUAL, 1, 0, machine.audit_arch),
        _return(KILL_PROCESS),
        _load(NUMBER),
    ]
    if machine.has_x32:
        steps += [(GREATER_EQUAL, 0, 1, X32), _return(ENOSYS)]
    for number in machine.denied.values():
        steps += _when(number, EPERM)
    # clone3 hides its flags behind a pointer; libc falls back to clone.
    steps += _when(machine.clone3, ENOSYS)
    steps += _block(machine.clone, _clone_rules())
    steps += _block(machine.ioctl, _ioctl_rules())
    steps += _block(machine.socketpair, _socketpair_rules())
    steps += _block(machine.socket, _socket_rules())
    return [*steps, _return(ALLOW)]


def _clone_rules() -> list[Instruction]:
    refuse = [(ANY_BIT, 0, 1, NEW_NAMESPACES), _return(EPERM)]
    return [_load(_argument(0)), *refuse, _return(ALLOW)]


def _ioctl_rules() -> list[Instruction]:
    rules = [*_when(TIOCSTI, EPERM), *_when(TIOCLINUX, EPERM)]
    return [_load(_argument(1)), *rules, _return(ALLOW)]


def _socketpair_rules() -> list[Instruction]:
    return [_load(_argument(0)), *_when(UNIX, ALLOW), _return(EAFNOSUPPORT)]


def _socket_rules() -> list[Instruction]:
    """Unix and internet sockets, and the one netlink that `getifaddrs` needs."""
    families = [step for family in (UNIX, INET, INET6) for step in _when(family, ALLOW)]
    route = [_load(_argument(2)), *_when(0, ALLOW), _return(EAFNOSUPPORT)]
    netlink = [(EQUAL, 1, 0, NETLINK), _return(EAFNOSUPPORT)]
    return [_load(_argument(0)), *families, *netlink, *route]


def _block(number: int, rules: list[Instruction]) -> list[Instruction]:
    """Rules for one system call; they must end in a return."""
    return [(EQUAL, 0, len(rules), number), *rules]


def _when(value: int, answer: int) -> list[Instruction]:
    return [(EQUAL, 0, 1, value), _return(answer)]


def _load(offset: int) -> Instruction:
    return (LOAD, 0, 0, offset)


def _return(answer: int) -> Instruction:
    return (RETURN, 0, 0, answer)


def _argument(index: int) -> int:
    return 16 + 8 * index
