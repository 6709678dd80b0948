"""The coder on a real model: design, write in groups of files, fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from cofounder.accounts.tiers import ModelClass, Tier, limits_of
from cofounder.agents.coder import rules
from cofounder.agents.coder.packages import CERTAIN_PACKAGES
from cofounder.agents.failures import AnswerTruncated
from cofounder.agents.prompts import Prompt, render
from cofounder.agents.running import LONG_OUTPUT_TOKENS, Asker, Step, Task
from cofounder.builds.ports import BuildDesign, BuildRequest, Codebase, FileDraft
from cofounder.runs.calls import Reply

ROLE = "coder"
FILES_PER_CALL = 4
DESIGN = Task(ROLE, "design", BuildDesign)
WRITE = Task(ROLE, "write", Codebase, max_tokens=LONG_OUTPUT_TOKENS)
FIX = Task(ROLE, "fix", Codebase, max_tokens=2 * LONG_OUTPUT_TOKENS)


class RealCoder:
    """Asks a model for an app, some files at a time.

    `packages` are the requirements that are certain to be available, pinned as
    `name==version` where the version is known.
    """

    def __init__(
        self, asker: Asker, packages: Sequence[str] = CERTAIN_PACKAGES
    ) -> None:
        self.asker, self.packages = asker, tuple(packages)

    async def design(self, request: BuildRequest) -> Reply[BuildDesign]:
        """Decide the app's files and features before writing them."""
        task = replace(DESIGN, model_class=_class(request))
        prompt = self._prompt(DESIGN, request, {})

        def check(value: BuildDesign, is_last: bool) -> BuildDesign:
            return rules.design(value)

        return await self.asker.reply(task, request.context, prompt, check)

    async def write(self, request: BuildRequest) -> Reply[Codebase]:
        """Write the whole app for `request.design`.

        A few files per call, each seeing those before it; a call whose answer does not
        fit is asked again in halves (LLMC-04).
        """
        assert request.design is not None, "write needs a design"
        task = replace(WRITE, model_class=_class(request))
        paths = [file.path for file in request.design.files]
        groups = [
            paths[start : start + FILES_PER_CALL]
            for start in range(0, len(paths), FILES_PER_CALL)
        ]
        step, written = Step(request.context), dict(request.files)
        first = self._prompt(WRITE, request, written, paths=groups[0])
        while groups:
            group = groups.pop(0)
            prompt = self._prompt(WRITE, request, written, paths=group)
            try:
                files = await self._group(task, step, prompt, group)
            except AnswerTruncated:
                if len(group) == 1:
                    raise
                middle = len(group) // 2
                groups[:0] = [group[:middle], group[middle:]]
                continue
            written.update((file.path, file.content) for file in files)
        drafts = [FileDraft(path=path, content=written[path]) for path in paths]
        value = Codebase(files=drafts, summary=request.design.summary)
        return self.asker.reply_of(task.model_class, step, value, first)

    async def _group(
        self, task: Task[Codebase], step: Step, prompt: Prompt, paths: list[str]
    ) -> list[FileDraft]:
        def check(value: Codebase, is_last: bool) -> Codebase:
            return rules.part(value, paths)

        value = await self.asker.ask(task, step, prompt, check, in_parts=True)
        return value.files

    async def fix(self, request: BuildRequest) -> Reply[Codebase]:
        """Change files so that the failed checks pass; only changed files return."""
        task = replace(FIX, model_class=_class(request))
        prompt = self._prompt(
            FIX,
            request,
            request.files,
            failure=request.failure,
            attempt=request.attempt,
        )

        def check(value: Codebase, is_last: bool) -> Codebase:
            return rules.fix(value, request.files)

        return await self.asker.reply(task, request.context, prompt, check)

    def _prompt(
        self,
        task: Task[Any],
        request: BuildRequest,
        files: dict[str, str],
        **values: Any,
    ) -> Prompt:
        known = {
            "passages": request.passages,
            "project_name": request.project_name,
            "build_version": request.build_version,
            "goal": request.goal,
            "brief": request.brief,
            "option": request.option,
            "packages": self.packages,
            "design": request.design,
            "files": sorted(files.items()),
        }
        return render(ROLE, task.name, {**known, **values})


def _class(request: BuildRequest) -> ModelClass:
    """AGNT-06: how strong a model writes the code depends on the plan."""
    return limits_of(Tier(request.context.tier)).coder
