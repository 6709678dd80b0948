"""The preview of a ready build as its page shows it (SNDB-06)."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.builds.models import Build
from cofounder.previews.addresses import preview_host, preview_scheme, preview_url
from cofounder.previews.models import Preview as PreviewRow
from cofounder.previews.repository import PreviewRepository
from cofounder.previews.states import PreviewState
from cofounder.previews.tickets import issue_ticket
from cofounder.web.edge import Edge, Visitor
from cofounder.web.hosts import proxy_policy
from cofounder.web.opened import OpenProject
from cofounder.web.preview_proxy.visits import OURS
from cofounder.web.screens.build.pages import Preview
from cofounder.web.screens.build.versions import version_href

GONE = "Its files are no longer here. Build the version again to see it."
FAILED = "The app stopped several times in a row, so we no longer start it by itself."
TRY_AGAIN = "Open it in a new tab to start it once more."
BLOCKED = "On this server previews open in a tab of their own."


def needs_ticket(edge: Edge) -> bool:
    """Whether the preview's host name alone does not let anybody in."""
    return proxy_policy(edge.settings, edge.preview_port).tickets


def url_of(edge: Edge, host_id: str) -> str:
    """The preview's address."""
    return preview_url(host_id, edge.settings.preview_domain, edge.preview_port)


async def preview_of(opened: OpenProject, build: Build, *, wake: bool) -> Preview:
    """The frame, or what stands in for it; `wake` opens a sleeping one."""
    row = await PreviewRepository(opened.session).find_for_build(build.id)
    page_href = version_href(opened.home, build)
    if row is None:
        return Preview(state="unavailable", reason=GONE)
    edge = opened.edge
    domain, url = edge.settings.preview_domain, url_of(edge, row.host_id)
    tickets = needs_ticket(edge)
    shown = Preview(
        state="active",
        url=url,
        frame_url=url,
        tab_href=f"{page_href}/preview" if tickets else url,
        host=preview_host(row.host_id, domain, edge.preview_port),
        title=f"{opened.project.name}, running",
        resume_action=f"{page_href}/resume",
    )
    return await _by_state(opened, shown, row, wake=wake)


async def _by_state(
    opened: OpenProject, shown: Preview, row: PreviewRow, *, wake: bool
) -> Preview:
    edge = opened.edge
    if row.state is PreviewState.FAILED:
        return replace(shown, state="unavailable", reason=FAILED, fix=TRY_AGAIN)
    if row.state is PreviewState.ASLEEP and not wake:
        return replace(shown, state="sleeping")
    if not needs_ticket(edge):
        return shown
    if preview_scheme(edge.settings.preview_domain) == "http":
        # Without https a frame of another site keeps no cookie, so no pass either.
        return replace(shown, state="unavailable", reason=BLOCKED)
    async with edge.database.transaction() as session:
        way_in = await ticket_url(session, edge, opened.who, row)
    return replace(shown, frame_url=way_in)


async def ticket_url(
    session: AsyncSession, edge: Edge, who: Visitor, row: PreviewRow
) -> str:
    """A way in that works once, within a minute."""
    secret = await issue_ticket(
        session, row, user_id=who.user.id, credential=who.browser.token_sha256
    )
    return f"{url_of(edge, row.host_id)}{OURS.lstrip('/')}/enter?t={secret}"
