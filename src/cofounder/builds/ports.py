"""What builds ask of a language model: the role `coder`.

A codebase is a map of relative paths to text. It must hold README.md, `.env.example`,
a start entry (`Procfile` with a `web:` line that serves HTTP on `$PORT` at
`127.0.0.1`), `requirements.txt` with pinned versions and its own tests (PIPE-02).
Lasting data goes to the folder `$DATA_DIR`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol

from pydantic import BaseModel, Field

from cofounder.interviews.words import Passage
from cofounder.runs.calls import CallContext, Reply

MAX_FILES = 80
MAX_FILE_BYTES = 200_000


class PlannedFile(BaseModel):
    """A file we intend to write, and what it is for."""

    path: Annotated[str, Field(min_length=1, max_length=200)]
    purpose: Annotated[str, Field(min_length=1, max_length=300)]


class BuildDesign(BaseModel):
    """What will be built, decided before any code is written."""

    app_name: Annotated[str, Field(min_length=1, max_length=80)]
    summary: Annotated[str, Field(min_length=1, max_length=1_000)]
    features: list[Annotated[str, Field(min_length=1, max_length=200)]] = Field(
        min_length=1, max_length=12
    )
    files: list[PlannedFile] = Field(min_length=1, max_length=MAX_FILES)


class FileDraft(BaseModel):
    """One whole file."""

    path: Annotated[str, Field(min_length=1, max_length=200)]
    content: Annotated[str, Field(max_length=MAX_FILE_BYTES)]


class Codebase(BaseModel):
    """The files of the app; for a fix, only those that change."""

    files: list[FileDraft] = Field(min_length=1, max_length=MAX_FILES)
    summary: str = Field(default="", max_length=1_000)


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What to build: the goal, the founder's words, the brief, the chosen option.

    `design` and `files` hold the work so far; `failure` the output of the checks that
    failed, already cut and without secrets; `attempt` counts fixes from 1.
    """

    context: CallContext
    project_name: str
    goal: str
    passages: tuple[Passage, ...]
    brief: dict[str, Any]
    option: dict[str, Any]
    build_version: str = "build_v0_1"
    design: BuildDesign | None = None
    files: dict[str, str] = field(default_factory=dict[str, str])
    failure: str = ""
    attempt: int = 0


class Coder(Protocol):
    """The co-founder who writes the software."""

    async def design(self, request: BuildRequest) -> Reply[BuildDesign]:
        """Decide the app's files and features before writing them."""
        ...

    async def write(self, request: BuildRequest) -> Reply[Codebase]:
        """Write the whole app for `request.design`."""
        ...

    async def fix(self, request: BuildRequest) -> Reply[Codebase]:
        """Change files so that the failed checks pass; only changed files return."""
        ...
