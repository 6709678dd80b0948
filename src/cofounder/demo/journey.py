"""The journey as stages that can be walked again from anywhere.

Each stage looks at the server's state before it acts and checks what it promises. A
server may be killed and started again while a stage runs: the stage waits for it and
goes on; `base_url` may be changed meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cofounder.demo import building, deciding, talking
from cofounder.demo.api import Api, Patience, StageFailed
from cofounder.demo.idea_files import IdeaFile
from cofounder.demo.matching import AnswerBook
from cofounder.demo.walk import Walk

Stage = Callable[[Walk], str]
STAGES: tuple[tuple[str, Stage], ...] = (
    ("onboarding", talking.onboard),
    ("snapshot", talking.snapshot),
    ("project", talking.create_project),
    ("interview", talking.interview),
    ("brief", talking.brief),
    ("strategy", deciding.strategy),
    ("decision", deciding.direction),
    ("plan", deciding.plan),
    ("documents", deciding.documents),
    ("build", building.build),
    ("preview", building.preview),
    ("record", building.record),
    ("app", building.files),
    ("feedback", building.viewed),
)
STAGE_NAMES = tuple(name for name, _ in STAGES)


@dataclass(frozen=True, slots=True)
class StageResult:
    """How a stage went. `detail` is what it found, or why it failed."""

    name: str
    seconds: float
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Progress:
    """What is told while walking: a stage began, moved on, or ended with `result`."""

    name: str
    detail: str = ""
    result: StageResult | None = None


class Journey:
    """One founder's way through a server that answers at `base_url`.

    `on_stage` hears of every beginning, step and end. Files go to `out`, if given.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        idea: IdeaFile,
        *,
        on_stage: Callable[[Progress], None] | None = None,
        out: Path | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.on_stage: Callable[[Progress], None] = on_stage or _unheard
        self.results: list[StageResult] = []
        api = Api(base_url, token, patience=patience)
        self.walk = Walk(api, idea, AnswerBook(idea), out)

    @property
    def base_url(self) -> str:
        """Where the server answers; change it when it comes back elsewhere."""
        return self.walk.api.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.walk.api.base_url = url

    def log_in(self, token: str) -> None:
        """Use another token from now on."""
        self.walk.api.client.headers["Authorization"] = f"Bearer {token}"

    @property
    def is_verified(self) -> bool:
        """Whether every stage was walked and held."""
        held = {result.name for result in self.results if result.ok}
        return held >= set(STAGE_NAMES) and all(r.ok for r in self.results)

    def run(self, *, until: str | None = None) -> bool:
        """Walk the stages up to and with `until`, or all; whether they all held.

        Stages that held are not walked again; the first that does not ends the walk.
        """
        done = {result.name for result in self.results if result.ok}
        for name, stage in STAGES:
            if name not in done and not self._walk(name, stage):
                return False
            if name == until:
                break
        return True

    def close(self) -> None:
        """Give the connections back."""
        self.walk.api.close()

    def _walk(self, name: str, stage: Stage) -> bool:
        with self.timed(name) as outcome:
            outcome(stage(self.walk))
        return self.results[-1].ok

    @contextmanager
    def timed(self, name: str) -> Generator[Callable[[str], None]]:
        """Keep a stage's time and result; what it could not hold is its detail."""
        self.on_stage(Progress(name))
        self.walk.tell = lambda detail: self.on_stage(Progress(name, detail))
        started = time.monotonic()
        said = [""]
        ok = False
        try:
            yield lambda detail: said.__setitem__(0, detail)
            ok = True
        except StageFailed as failed:
            said[0] = str(failed)
        except (KeyError, TypeError, ValueError, IndexError) as error:
            said[0] = f"an answer is not of the promised form: {error!r}"
        seconds = round(time.monotonic() - started, 2)
        result = StageResult(name, seconds, ok, said[0])
        self.results = [r for r in self.results if r.name != name] + [result]
        self.on_stage(Progress(name, result=result))


def _unheard(_: Progress) -> None:
    """Nobody listens."""
