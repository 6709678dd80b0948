"""One walk through the journey: who talks to whom, and what is known so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from cofounder.demo.api import Api, Refused, StageFailed, Unanswered
from cofounder.demo.idea_files import IdeaFile
from cofounder.demo.matching import AnswerBook

T = TypeVar("T")


@dataclass(slots=True)
class Walk:
    """What the stages share. Everything but the answers is also known to the server.

    `out` is where files go; without one none are written.
    """

    api: Api
    idea: IdeaFile
    book: AnswerBook
    out: Path | None = None
    tell: Callable[[str], None] = lambda _: None
    session_id: str = ""
    project_id: str = ""
    interview_id: str = ""
    job_id: str = ""
    build_version: str = ""
    preview_url: str = ""
    app_zip: Path | None = None
    seen_stages: dict[str, str] = field(default_factory=dict[str, str])
    user: dict[str, Any] = field(default_factory=dict[str, Any])

    def settle(
        self, look: Callable[[], T | None], act: Callable[[], object], *, what: str
    ) -> T:
        """What `look` finds, after `act` where it is not there yet.

        When the server goes away while acting, the state decides whether to act again:
        nothing is asked for twice that has happened once. A model that failed is asked
        once more, as a founder would.
        """
        second_try = True
        while True:
            found = look()
            if found is not None:
                return found
            try:
                act()
            except Unanswered:
                self.api.wait_until_up()
                continue
            except Refused as refused:
                if refused.code != "llm_unavailable" or not second_try:
                    raise
                second_try = False
                continue
            found = look()
            if found is None:
                raise StageFailed(f"{what}: accepted, but it is not there.")
            return found


def require(holds: object, message: str) -> None:
    """Go on only if it holds.

    Raises:
        StageFailed: it does not.
    """
    if not holds:
        raise StageFailed(message)
