"""A runner whose answers a test can delay, replace or make fail, stage by stage.

Behind it stands the demo's own runner, so everything nobody scripted is real. A stage
is `role.method`, such as `interviewer.idea_brief`.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, cast

from cofounder.builds.ports import Codebase
from cofounder.runner import Mode, Runner
from cofounder.runs.calls import Reply
from cofounder.runs.errors import ModelBusy, ModelFailed

ROLES = ("interviewer", "strategist", "writer", "planner", "coder")
Rewrite = Callable[[Any], Any]


class Hold:
    """A call that waits: `reached` once it was made, goes on after `release()`."""

    def __init__(self) -> None:
        self.reached = asyncio.Event()
        self._released = asyncio.Event()

    def release(self) -> None:
        self._released.set()

    async def wait(self) -> None:
        self.reached.set()
        await self._released.wait()


@dataclass
class Script:
    """What the next calls of each stage do, and which calls were made."""

    calls: list[tuple[str, Any]] = field(default_factory=list[tuple[str, Any]])
    faults: dict[str, deque[Exception | Hold]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    rewrites: dict[str, Rewrite] = field(default_factory=dict[str, Rewrite])

    def fail(
        self, stage: str, error: Exception | None = None, *, times: int = 1
    ) -> None:
        """Let the next calls of a stage raise; by default a failure for good."""
        self.faults[stage].extend([error or ModelFailed("The model failed.")] * times)

    def overload(self, stage: str, *, times: int = 1) -> None:
        """Let the next calls of a stage find the provider overloaded."""
        self.fail(stage, ModelBusy("The provider is overloaded."), times=times)

    def hold(self, stage: str) -> Hold:
        """Let the next call of a stage wait until it is released."""
        held = Hold()
        self.faults[stage].append(held)
        return held

    def rewrite(self, stage: str, change: Rewrite) -> None:
        """Change the value of every answer of a stage."""
        self.rewrites[stage] = change

    def requests(self, stage: str) -> list[Any]:
        """The requests a stage was asked with, in order."""
        return [request for name, request in self.calls if name == stage]

    def reset(self) -> None:
        """Forget everything; calls that wait go on."""
        for queue in self.faults.values():
            for fault in queue:
                if isinstance(fault, Hold):
                    fault.release()
        self.calls.clear()
        self.faults.clear()
        self.rewrites.clear()

    async def play(self, stage: str, request: Any) -> None:
        self.calls.append((stage, request))
        if self.faults[stage]:
            fault = self.faults[stage].popleft()
            if isinstance(fault, Exception):
                raise fault
            await fault.wait()


class ScriptedRole:
    """One role of the inner runner behind the script."""

    def __init__(self, name: str, inner: Any, script: Script) -> None:
        self._name, self._inner, self._script = name, inner, script

    def __getattr__(self, method: str) -> Any:
        ask = getattr(self._inner, method)
        stage = f"{self._name}.{method}"

        async def call(request: Any) -> Reply[Any]:
            await self._script.play(stage, request)
            reply = await ask(request)
            change = self._script.rewrites.get(stage) or DEFAULTS.get(stage)
            return replace(reply, value=change(reply.value)) if change else reply

        return call


class StubRunner:
    """A `Runner` for tests: another runner's answers, as `script` lets them through."""

    def __init__(self, inner: Runner) -> None:
        self.inner = inner
        self.mode: Mode = inner.mode
        self.label: str = inner.label
        self.script = Script()
        for role in ROLES:
            scripted = ScriptedRole(role, getattr(inner, role), self.script)
            setattr(self, role, cast(Any, scripted))

    async def close(self) -> None:
        """The other runner has nothing open."""
        await self.inner.close()


def without_packages(codebase: Codebase) -> Codebase:
    """The same app without requirements: a fake sandbox needs no wheels."""
    files = [
        file.model_copy(update={"content": "# none\n"})
        if file.path == "requirements.txt"
        else file
        for file in codebase.files
    ]
    return codebase.model_copy(update={"files": files})


DEFAULTS: dict[str, Rewrite] = {
    "coder.write": without_packages,
    "coder.fix": without_packages,
}
