"""A document opened beside the dashboard; its address can be shared."""

from __future__ import annotations

from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.repository import ArtifactRepository
from cofounder.web.opened import OpenProject
from cofounder.web.screens.document.loading import draw, state_of, version_line
from cofounder.web.screens.overview.pages import SlideOver


def panel_href(home: str, kind: ArtifactType) -> str:
    """The dashboard with this document open."""
    return f"{home}?panel={kind.value}"


async def load_panel(opened: OpenProject, wanted: str) -> SlideOver | None:
    """The document of that name, when it is written; anything else opens nothing."""
    kind = next((each for each in DOCUMENTS if each == wanted), None)
    if kind is None:
        return None
    row = await ArtifactRepository(opened.session).find(opened.id, kind)
    if row is None or row.current_content is None:
        return None
    drawn = await draw(opened, row)
    here = drawn.here
    tone, state = state_of(row)
    return SlideOver(
        title=TITLES[kind],
        tone=tone,
        state=state,
        version=version_line(row),
        sections=tuple(each for each in drawn.sections() if not each.is_locked),
        actions=(("Edit", here), ("History", f"{here}/history")),
        exports=(("Export PDF", f"{here}.pdf"), ("Export Markdown", f"{here}.md")),
        document_href=here,
        rewrite_action="" if tone == "running" else f"{here}/rewrite",
        close_href=opened.home,
    )
