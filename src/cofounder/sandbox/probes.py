"""Attempts to break out of a cell; runs inside it, and unsandboxed as the control.

Standard library only: the text of this file is what a cell gets. Each probe answers
whether it REACHED what it must not. None changes the machine: calls get arguments that
even root is refused, files are opened and not written.
"""

from __future__ import annotations

import ctypes
import errno
import json
import mmap
import os
import platform
import signal
import socket
import stat
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

Config = dict[str, Any]
Probe = Callable[[Config], bool]
PATIENCE = 3
REFUSED = {errno.EPERM, errno.ENOSYS, errno.EACCES, errno.EAFNOSUPPORT}
LIBC = ctypes.CDLL(None, use_errno=True)

# Number and arguments on x86_64; allowed, each would fail harmlessly in another way.
CALLS: dict[str, tuple[int, ...]] = {
    "ptrace": (101, 0x4206, 1 << 22), "process_vm_readv": (310, 1 << 22),
    "process_vm_writev": (311, 1 << 22), "kcmp": (312, 1 << 22, 1 << 22, 99),
    "pidfd_getfd": (438, -1, 0), "mount": (165, 0, 0, 0), "umount2": (166, 0, 0),
    "pivot_root": (155, 0, 0), "chroot": (161, 0), "open_tree": (428, -1, 0, 1 << 30),
    "move_mount": (429, -1, 0, -1, 0, 1 << 30), "fsopen": (430, 0, 1 << 30),
    "fsmount": (432, -1, 1 << 30), "mount_setattr": (442, -1, 0, 1 << 30),
    "unshare": (272, 0), "setns": (308, -1, 0), "keyctl": (250, 999),
    "add_key": (248, 0, 0), "request_key": (249, 0, 0), "bpf": (321, 999, 0, 0),
    "perf_event_open": (298, 0, 0, -1, -1), "userfaultfd": (323, 1 << 30),
    "io_uring_setup": (425, 0, 0), "io_uring_enter": (426, -1),
    "kexec_load": (246, 0, 99, 0, 1 << 30), "init_module": (175, 0, 0, 0),
    "delete_module": (176, 0, 0), "reboot": (169, 0, 0, 0), "swapon": (167, 0, 0),
    "acct": (163, 1), "quotactl": (179, -1, 0), "syslog": (103, 99),
    "clock_settime": (227, 0, 0), "sethostname": (170, 0, -1),
    "name_to_handle_at": (303, -1, 0, 0, 0, 1 << 30), "personality": (135, 0xFFFFFFFF),
    "open_by_handle_at": (304, -1, 0, 0), "fanotify_init": (300, 1 << 30, 0),
    "vmsplice": (278, -1, 0, 0, 0), "iopl": (172, 99), "clone3": (435, 0, 0),
}  # fmt: skip
FAMILIES = {"packet": 17, "alg": 38, "vsock": 40, "bluetooth": 31, "can": 29, "rds": 21}
NAMESPACES = ("net", "pid", "mnt", "ipc", "uts", "user")
HIDDEN = ("/etc/shadow", "/etc/hostname", "/root", "/var/lib", "/run/systemd", "/sys")
UNWRITABLE = (
    "/proc/sys/kernel/core_pattern", "/proc/sys/vm/swappiness", "/proc/sysrq-trigger",
    "/dev/mem", "/dev/kmsg", "/dev/loop-control", "/dev/fuse", "/dev/net/tun",
)  # fmt: skip


def call(numbers: tuple[int, ...], _: Config) -> bool:
    """Whether a system call passes the filter, whatever the kernel then says."""
    LIBC.syscall.restype = ctypes.c_long
    answer = LIBC.syscall(*(ctypes.c_long(number) for number in numbers))
    return answer >= 0 or ctypes.get_errno() not in REFUSED


def clone_namespace(flag: int, _: Config) -> bool:
    """A child in a namespace of its own, by the old call."""
    child = LIBC.syscall(56, flag | signal.SIGCHLD, 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child > 0


def x32(_: Config) -> bool:
    """The x32 door: getpid by its second number."""
    return LIBC.syscall(0x40000000 | 39) > 0


def int80(_: Config) -> bool:
    """The 32-bit door: getpid by `int 0x80`."""
    code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
    code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")
    address = ctypes.addressof(ctypes.c_char.from_buffer(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(address)() > 0


def family(number: int, _: Config) -> bool:
    """A socket of a family that no app of ours needs."""
    return _opens(number, socket.SOCK_RAW) or _opens(number, socket.SOCK_SEQPACKET)


def netlink_audit(_: Config) -> bool:
    """Netlink beyond the one that lists interfaces."""
    return _opens(16, socket.SOCK_RAW, 9)


def raw_internet(_: Config) -> bool:
    """A raw socket is harmless in an own network, and a sign of left capabilities."""
    return _opens(socket.AF_INET, socket.SOCK_RAW, 1)


def _opens(number: int, kind: int, protocol: int = 0) -> bool:
    with socket.socket(number, kind, protocol):
        return True


def connect(key: str, kind: int, config: Config) -> bool:
    """Whether a listener of the host answers; an absent one proves nothing."""
    target = config.get(key)
    if target is None:
        return False
    if isinstance(target, str):
        address, number = target.replace("@", "\0", 1), socket.AF_UNIX
    else:
        address = tuple(target)
        number = socket.AF_INET6 if ":" in target[0] else socket.AF_INET
    with socket.socket(number, kind) as client:
        client.settimeout(1)
        client.connect(address)
        if kind == socket.SOCK_STREAM:
            return True
        client.send(b"probe")
        return client.recv(9) == b"seen"


def metadata(_: Config) -> bool:
    """The address where clouds hand out credentials."""
    with socket.create_connection(("169.254.169.254", 80), timeout=1):
        return True


def outside(_: Config) -> bool:
    """Any host of the internet."""
    with socket.create_connection(("1.1.1.1", 53), timeout=1):
        return True


def interfaces(_: Config) -> bool:
    """Whether there is a network beside the own loopback."""
    return [name for _, name in socket.if_nameindex()] != ["lo"]


def canary_file(config: Config) -> bool:
    """A file of the host that any of its users may find."""
    with open(config["canary_file"], "rb") as file:
        return config["canary"].encode() in file.read()


def canary_process(config: Config) -> bool:
    """The secret in anybody's environment or command line."""
    secret = config["canary"].encode()
    return any(secret in text for text in _processes("environ", "cmdline"))


def host_paths(config: Config) -> bool:
    """Where our data lies must not show in the mount table's process either."""
    root = os.path.dirname(config["canary_file"]).encode()
    return any(root in text for text in _processes("cmdline", "environ"))


def _processes(*names: str) -> Iterator[bytes]:
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in names:
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    yield file.read()
            except OSError:
                continue


def foreign_process(config: Config) -> bool:
    """A process of the host, by its number."""
    os.kill(config["victim"], 0)
    with open(f"/proc/{config['victim']}/cmdline", "rb") as file:
        return config["canary_word"].encode() in file.read()


def shared_namespace(name: str, config: Config) -> bool:
    """Whether a namespace is the one of the host."""
    return os.readlink(f"/proc/self/ns/{name}") == config["namespaces"].get(name)


def visible(path: str, _: Config) -> bool:
    """Whether something of the host shows at a path."""
    return os.path.lexists(path) and bool(not os.path.isdir(path) or os.listdir(path))


def writable(path: str, _: Config) -> bool:
    """Whether a file opens for writing; nothing is written."""
    os.close(os.open(path, os.O_WRONLY))
    return True


def creates(folder: str, _: Config) -> bool:
    """Whether a new file can be made where only the system may."""
    path = f"{folder}/.cofounder-probe-{os.getpid()}"
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
    os.unlink(path)
    return True


def mknod(_: Config) -> bool:
    """A device node for a disk."""
    path = f"/tmp/.cofounder-probe-{os.getpid()}"
    os.mknod(path, stat.S_IFBLK | 0o600, os.makedev(7, 0))
    os.unlink(path)
    return True


def becomes_root(_: Config) -> bool:
    """Taking uid 0."""
    os.setuid(0)
    return True


def is_root(_: Config) -> bool:
    """Having uid 0 already."""
    return 0 in os.getresuid() + os.getresgid()


def status_line(name: bytes, wanted: bytes, _: Config) -> bool:
    """Whether a line of the own status differs from a locked one."""
    with open("/proc/self/status", "rb") as file:
        lines = dict(line.split(b":", 1) for line in file.read().splitlines())
    return lines.get(name, b"").strip() != wanted


def descriptors(_: Config) -> bool:
    """Anything open beyond the three streams and the probe's own pipe."""
    opened = [int(name) for name in os.listdir("/proc/self/fd")]
    foreign = [number for number in opened if number > 2 and _is_foreign(number)]
    return bool(foreign)


def _is_foreign(number: int) -> bool:
    try:
        mode = os.fstat(number).st_mode
    except OSError:  # the listing's own descriptor
        return False
    return not stat.S_ISFIFO(mode)


def first_process(_: Config) -> bool:
    """Process 1 belongs to the cell: it must be held by the same filter."""
    with open("/proc/1/status", "rb") as file:
        lines = dict(line.split(b":", 1) for line in file.read().splitlines())
    wanted = {b"CapEff": b"0000000000000000", b"Seccomp": b"2", b"NoNewPrivs": b"1"}
    return any(lines[name].strip() != value for name, value in wanted.items())


def terminal_input(_: Config) -> bool:
    """TIOCSTI on a descriptor that is no terminal: only the filter says EPERM."""
    return call((16, 1, 0x5412, 0), {})


PROBES: dict[str, Probe] = {
    "canary_file": canary_file,
    "canary_process": canary_process,
    "loopback_v4": partial(connect, "tcp4", socket.SOCK_STREAM),
    "loopback_v6": partial(connect, "tcp6", socket.SOCK_STREAM),
    "loopback_udp": partial(connect, "udp4", socket.SOCK_DGRAM),
    "abstract_socket": partial(connect, "abstract", socket.SOCK_STREAM),
    "path_socket": partial(connect, "path", socket.SOCK_STREAM),
    "lan": partial(connect, "lan", socket.SOCK_STREAM),
    "metadata": metadata,
    "outside": outside,
    "interfaces": interfaces,
    "host_paths": host_paths,
    "foreign_process": foreign_process,
    "mknod": mknod,
    "is_root": is_root,
    "becomes_root": becomes_root,
    "capabilities": partial(status_line, b"CapEff", b"0000000000000000"),
    "bounding_set": partial(status_line, b"CapBnd", b"0000000000000000"),
    "new_privileges": partial(status_line, b"NoNewPrivs", b"1"),
    "no_filter": partial(status_line, b"Seccomp", b"2"),
    "descriptors": descriptors,
    "first_process": first_process,
    "terminal_input": terminal_input,
    "raw_internet": raw_internet,
    "netlink_audit": netlink_audit,
    "x32": x32,
    "int80": int80,
    "clone_user": partial(clone_namespace, 0x10000000),
    "clone_net": partial(clone_namespace, 0x40000000),
    **{f"call_{name}": partial(call, numbers) for name, numbers in CALLS.items()},
    **{f"family_{name}": partial(family, n) for name, n in FAMILIES.items()},
    **{f"shared_{name}": partial(shared_namespace, name) for name in NAMESPACES},
    **{f"sees_{path}": partial(visible, path) for path in HIDDEN},
    **{f"writes_{path}": partial(writable, path) for path in UNWRITABLE},
    **{f"creates_in_{path}": partial(creates, path) for path in ("/", "/usr", "/etc")},
}
# The most telling ones, for the start of a server.
QUICK = (
    "canary_file", "canary_process", "loopback_v4", "abstract_socket", "path_socket",
    "interfaces", "foreign_process", "is_root", "capabilities", "no_filter",
    "descriptors", "call_unshare", "call_mount", "call_ptrace", "shared_net",
    "writes_/proc/sys/kernel/core_pattern",
)  # fmt: skip
# Harmless ones that must REACH without a sandbox, or the whole test proves nothing.
CONTROL = (
    "canary_file", "canary_process", "loopback_v4", "abstract_socket", "path_socket",
    "foreign_process", "no_filter", "call_unshare", "shared_net",
)  # fmt: skip


def attempt(probe: Probe, config: Config) -> str:
    """Run one probe in a process of its own: some end with the filter's signal."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE)
        try:
            os.write(writing, b"REACHED" if probe(config) else b"STOPPED")
        except Exception as error:
            os.write(writing, f"STOPPED {type(error).__name__}".encode())
        finally:
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as answers:
        return answers.read(200).decode() or "STOPPED killed"


def main(path: str, names: list[str]) -> None:
    """Run the named probes, one line of JSON for each.

    The configuration is a file: no command line may hold the secret looked for.
    """
    if platform.machine() != "x86_64":
        sys.exit("no table of system calls for this machine")
    with open(path) as file:
        config = json.load(file)
    for name in names:
        answer = {"probe": name, "answer": attempt(PROBES[name], config)}
        sys.stdout.write(json.dumps(answer) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
