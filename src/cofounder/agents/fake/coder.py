"""The demo's coder: designs, writes and repairs the composed app."""

from __future__ import annotations

import re

from cofounder.agents.composer.codebase import compose_files, purpose
from cofounder.agents.composer.product import Product, Wish, compose_product
from cofounder.agents.composer.reading import shorten
from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.scenarios import Scenario
from cofounder.agents.fake.story import Story, narrowing_of, story_of
from cofounder.builds.ports import (
    BuildDesign,
    BuildRequest,
    Codebase,
    FileDraft,
    PlannedFile,
)
from cofounder.runs.calls import Reply

FAST_PLAN = "fast-mvp"
KINDS_OF_FAST_PLAN = 3
# The mistake of `partial_build`: addresses that differ only in case count twice. One
# test of the app finds it.
BROKEN_FILE = "app/pages.py"
RIGHT = "            email.casefold(),\n"
WRONG = "            email,\n"


class DemoCoder:
    """Writes a small FastAPI app whose data comes from the founder's words."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def design(self, request: BuildRequest) -> Reply[BuildDesign]:
        """Name, features and files of the app."""
        return await self.desk.answer(
            "coder.design",
            request.context,
            request,
            lambda: _design(product_of(request)),
            BuildDesign,
        )

    async def write(self, request: BuildRequest) -> Reply[Codebase]:
        """The whole app."""
        is_partial = self.desk.scenario_of("coder.write") is Scenario.PARTIAL_BUILD
        return await self.desk.answer(
            "coder.write",
            request.context,
            request,
            lambda: _codebase(request, is_broken=is_partial),
            Codebase,
        )

    async def fix(self, request: BuildRequest) -> Reply[Codebase]:
        """The files that differ from what the app should be."""
        return await self.desk.answer(
            "coder.fix", request.context, request, lambda: _fixed(request), Codebase
        )


def product_of(request: BuildRequest) -> Product:
    """The product a build request asks for."""
    story = story_of(request.passages, request.brief)
    narrowing = narrowing_of(request.brief)
    told = story.on("problem")
    who = story.on("target_user")
    is_fast = request.option.get("id") == FAST_PLAN
    return compose_product(
        Wish(
            idea=story.idea or request.project_name,
            answers=(*(p.text for p in story.answers), request.goal),
            audience=narrowing or (who.text if who else ""),
            problem=told.text if told else "",
            direction=story.direction,
            version=version_mark(request.build_version),
            most_kinds=KINDS_OF_FAST_PLAN if is_fast else 4,
            name=request.design.app_name if request.design else _name(story),
        )
    )


def _name(story: Story) -> str:
    """The name the documents use; the composer finds one when nothing was told."""
    return story.plain_name if story.idea.strip() else ""


def version_mark(build_version: str) -> str:
    """The mark people see: `build_v0_2` is "v0.2".

    Raises:
        ValueError: not the name of a build version.
    """
    found = re.fullmatch(r"build_v(\d+)_(\d+)", build_version)
    if found is None:
        raise ValueError(f"unknown build version {build_version!r}")
    return f"v{found.group(1)}.{found.group(2)}"


def _design(product: Product) -> BuildDesign:
    kinds = product.content["record_types"]
    return BuildDesign(
        app_name=product.name[:80],
        summary=shorten(
            f"{product.name} keeps {', '.join(product.names)} and tells people:"
            f" {product.content['promise']}",
            1_000,
        ),
        features=[
            *(shorten(f"{kind['plural']}: {kind['intro']}", 200) for kind in kinds),
            "A dashboard with counts and what needs attention",
            "A front page that collects e-mail addresses",
            "Search, sorting and a spreadsheet download for every list",
        ],
        files=[
            PlannedFile(path=path, purpose=purpose(path))
            for path in compose_files(product)
        ],
    )


def _codebase(request: BuildRequest, *, is_broken: bool) -> Codebase:
    product = product_of(request)
    files = compose_files(product)
    if is_broken:
        files[BROKEN_FILE] = files[BROKEN_FILE].replace(RIGHT, WRONG)
    return Codebase(
        files=[FileDraft(path=path, content=text) for path, text in files.items()],
        summary=shorten(f"{product.name} with {', '.join(product.names)}.", 1_000),
    )


def _fixed(request: BuildRequest) -> Codebase:
    wanted = compose_files(product_of(request))
    changed = {
        path: text for path, text in wanted.items() if request.files.get(path) != text
    }
    if changed:
        summary = f"Set right: {', '.join(changed)}."
    else:
        changed = {"README.md": wanted["README.md"]}
        summary = "Every file is as the demo writes it; there is nothing to set right."
    return Codebase(
        files=[FileDraft(path=path, content=text) for path, text in changed.items()],
        summary=shorten(summary, 1_000),
    )
