"""The rows of an opened project, for pages that read them together."""

from __future__ import annotations

from cofounder.journey.rows import ProjectRows, load_rows
from cofounder.web.hosts import preview_url
from cofounder.web.opened import OpenProject


async def rows_of(opened: OpenProject) -> ProjectRows:
    """Everything the derived reads of this project are made from."""
    edge = opened.edge
    return await load_rows(
        opened.session,
        opened.project,
        opened.who.user,
        preview_address=lambda host: preview_url(
            host, edge.settings, edge.preview_port
        ),
    )
