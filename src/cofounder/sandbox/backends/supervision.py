"""The server's end of the supervisor: requests, answers, and news of runs."""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import cofounder
from cofounder.sandbox.backends import wire
from cofounder.sandbox.backends.wire import Message
from cofounder.sandbox.cells import ExecResult, KillReason, Stream
from cofounder.sandbox.errors import SandboxGone, SandboxUnavailable
from cofounder.sandbox.output import Ring
from cofounder.sandbox.ports import OnOutput

# The supervisor needs nothing but the standard library and this package, wherever
# it is installed; -I keeps the environment and the current folder out.
BOOTSTRAP = (
    "import sys; sys.path.append(sys.argv.pop(1)); "
    "from cofounder.sandbox.backends.supervisor import main; main(sys.argv[1:])"
)
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"}
PATIENCE = 10.0


class RequestRefused(RuntimeError):
    """The supervisor could not do it; `error` names what it met."""

    def __init__(self, error: str, words: str) -> None:
        super().__init__(f"{error}: {words}")
        self.error = error


class Running:
    """One started command, as the server sees it."""

    def __init__(self, number: int, on_output: OnOutput | None) -> None:
        self.number = number
        self.on_output = on_output
        self.output = {stream: Ring() for stream in Stream}
        self.log = Ring()
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[ExecResult] = loop.create_future()

    def hear(self, stream: Stream, chunk: bytes) -> None:
        self.output[stream].add(chunk)
        self.log.add(chunk)
        if self.on_output:
            self.on_output(stream, chunk)

    def end(self, news: Message) -> None:
        if self.ended.done():
            return
        killed = news["killed"]
        result = ExecResult(
            exit_code=news["code"],
            stdout=self.output[Stream.STDOUT].content(),
            stderr=self.output[Stream.STDERR].content(),
            duration_ms=news["duration_ms"],
            killed=KillReason(killed) if killed else None,
            detail=news["detail"],
        )
        self.ended.set_result(result)


class Supervision:
    """A living supervisor process and the socket to it."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        channel: socket.socket,
        on_lost: Callable[[], None],
    ) -> None:
        self.process, self.channel, self.on_lost = process, channel, on_lost
        self.loop = asyncio.get_running_loop()
        self.answers: dict[int, asyncio.Future[Message]] = {}
        self.running: dict[int, Running] = {}
        self.count = 0
        self.sending = asyncio.Lock()
        self.alive = True
        self.reaping: asyncio.Future[None] | None = None
        self.loop.add_reader(channel.fileno(), self._on_readable)

    @classmethod
    async def start(cls, config: Message, on_lost: Callable[[], None]) -> Supervision:
        process, channel = await asyncio.to_thread(_launch, config)
        return cls(process, channel, on_lost)

    async def ask(
        self, op: str, descriptors: Sequence[int] = (), **fields: Any
    ) -> Message:
        """One request and its answer."""
        if not self.alive:
            raise SandboxGone(op)
        self.count += 1
        number = self.count
        answer: asyncio.Future[Message] = self.loop.create_future()
        self.answers[number] = answer
        try:
            packet = wire.encode({"id": number, "op": op, **fields})
            await self._send(packet, descriptors)
            async with asyncio.timeout(PATIENCE):
                reply = await answer
        except (OSError, TimeoutError) as error:
            raise SandboxUnavailable(
                "the sandbox's own process does not answer.", transient=True
            ) from error
        finally:
            self.answers.pop(number, None)
        if "error" in reply:
            raise RequestRefused(reply["error"], reply["words"])
        return reply

    async def spawn(
        self,
        on_output: OnOutput | None,
        descriptors: Sequence[int] = (),
        **fields: Any,
    ) -> Running:
        """Start a command; news of it arrives at the object returned."""
        self.count += 1
        running = Running(self.count, on_output)
        self.running[running.number] = running
        try:
            await self.ask("spawn", descriptors, run=running.number, **fields)
        except BaseException:
            self.running.pop(running.number, None)
            raise
        return running

    async def stop(self) -> None:
        """Close our end; the supervisor ends its cells and itself."""
        self._lose(announce=False)
        await (self.reaping or asyncio.to_thread(_wait, self.process))

    async def _send(self, packet: bytes, descriptors: Sequence[int]) -> None:
        async with self.sending:
            while True:
                try:
                    socket.send_fds(self.channel, [packet], list(descriptors))
                    return
                except BlockingIOError:
                    await self._writable()

    async def _writable(self) -> None:
        ready: asyncio.Future[None] = self.loop.create_future()
        self.loop.add_writer(self.channel.fileno(), _settle, ready)
        try:
            await ready
        finally:
            self.loop.remove_writer(self.channel.fileno())

    def _on_readable(self) -> None:
        try:
            received = wire.receive(self.channel)
        except BlockingIOError:
            return
        except OSError:
            received = None
        if received is None:
            self._lose(announce=True)
        else:
            self._hear(received[0])

    def _hear(self, message: Message) -> None:
        if "id" in message:
            answer = self.answers.get(message["id"])
            if answer and not answer.done():
                answer.set_result(message)
        elif message["event"] == "output":
            running = self.running.get(message["run"])
            if running:
                chunk = wire.unpack_bytes(message["data"])
                running.hear(Stream(message["stream"]), chunk)
        else:
            running = self.running.pop(message["run"], None)
            if running:
                running.end(message)

    def _lose(self, *, announce: bool) -> None:
        """No supervisor, no cells: the kernel ends them with it."""
        if not self.alive:
            return
        self.alive = False
        self.loop.remove_reader(self.channel.fileno())
        self.channel.close()
        waiting = [*self.answers.values(), *(r.ended for r in self.running.values())]
        for future in waiting:
            if not future.done():
                future.set_exception(SandboxGone("supervisor"))
                future.exception()  # seen, also where nobody awaits it
        self.answers.clear()
        self.running.clear()
        if announce:
            self.reaping = self.loop.run_in_executor(None, _wait, self.process)
            self.on_lost()


def _launch(config: Message) -> tuple[subprocess.Popen[bytes], socket.socket]:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    source = str(Path(cofounder.__file__).parent.parent)
    number = str(theirs.fileno())
    command = [sys.executable, "-I", "-S", "-c", BOOTSTRAP, source, number]
    with theirs:
        process = subprocess.Popen(
            [*command, json.dumps(config)],
            env=ENVIRONMENT,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    ours.setblocking(False)
    return process, ours


def _wait(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _settle(future: asyncio.Future[None]) -> None:
    if not future.done():
        future.set_result(None)
