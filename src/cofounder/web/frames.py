"""Filling the shell: where the founder is, what is open, what it has cost."""

from __future__ import annotations

from typing import cast
from urllib.parse import urlsplit

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from cofounder import ids
from cofounder.projects.models import Project
from cofounder.projects.repository import ProjectRepository
from cofounder.runner import Mode
from cofounder.web import words
from cofounder.web.edge import (
    NOTICE_COOKIE,
    THEME_COOKIE,
    Edge,
    Visitor,
    is_swap,
)
from cofounder.web.frame import (
    Crumb,
    Frame,
    NavEntry,
    ProjectFrame,
    ProjectLink,
    Theme,
    project_nav,
    stage_bar,
)
from cofounder.web.standing import Standing


def theme_of(request: Request) -> Theme:
    """The theme the founder chose; the system's when they did not."""
    chosen = request.cookies.get(THEME_COOKIE)
    return cast(Theme, chosen) if chosen in ("light", "dark") else "system"


def notice_of(request: Request) -> str | None:
    """What the last action changed, said once: the page that says it drops it.

    A swap that led to another page is thrown away, and that page is loaded again.
    """
    packed = request.cookies.get(NOTICE_COOKIE)
    if packed is None or _leads_elsewhere(request):
        return None
    return ids.unpack_text(packed)


def _leads_elsewhere(request: Request) -> bool:
    if not is_swap(request):
        return False
    shown = urlsplit(request.headers.get("hx-current-url", ""))
    return shown.path != request.url.path


def bare_frame(request: Request) -> Frame:
    """The shell for pages without a founder: login and errors."""
    runner = getattr(request.app.state, "runner", None)
    live = runner is not None and runner.mode is Mode.LIVE
    return Frame(
        csrf_token="",
        mode="live" if live else "demo",
        theme=theme_of(request),
        path=request.url.path,
    )


async def home_frame(
    request: Request,
    session: AsyncSession,
    edge: Edge,
    who: Visitor,
    *,
    crumbs: tuple[Crumb, ...] = (),
) -> Frame:
    """The shell for pages outside a project."""
    return Frame(
        csrf_token=who.browser.csrf_token,
        mode="live" if edge.runner.mode is Mode.LIVE else "demo",
        theme=theme_of(request),
        path=request.url.path,
        user_name=who.user.name or who.user.email,
        projects=await _links(session, who),
        crumbs=crumbs,
        notice=notice_of(request),
    )


async def project_frame(
    request: Request,
    session: AsyncSession,
    edge: Edge,
    who: Visitor,
    project: Project,
    section: str,
    leaf: str = "",
) -> Frame:
    """The shell for a page of a project; `section` is its label in the rail.

    `leaf` is what a page below it is called.
    """
    standing = await Standing.load(session, project, who.user.tier)
    home = f"/projects/{project.id}"
    nav = project_nav(
        home,
        section,
        locked=standing.locked(),
        notes=standing.notes(),
        needs_you=standing.needs_you(),
    )
    return Frame(
        csrf_token=who.browser.csrf_token,
        mode="live" if edge.runner.mode is Mode.LIVE else "demo",
        theme=theme_of(request),
        path=request.url.path,
        user_name=who.user.name or who.user.email,
        projects=await _links(session, who),
        project=ProjectFrame(
            name=project.name,
            href=home,
            nav=nav,
            stages=stage_bar(
                standing.now(), done=standing.done(), hrefs=standing.hrefs(home)
            ),
            cost=words.money(standing.cost),
        ),
        crumbs=(
            Crumb(label="Projects", href="/"),
            Crumb(label=project.name, href=home),
            *_below(nav, section, leaf),
        ),
        banners=standing.banners(home, section),
        notice=notice_of(request),
    )


def _below(
    nav: tuple[tuple[NavEntry, ...], ...], section: str, leaf: str
) -> tuple[Crumb, ...]:
    if not leaf:
        return (Crumb(label=section),)
    hrefs = {entry.label: entry.href for group in nav for entry in group}
    return (Crumb(label=section, href=hrefs.get(section)), Crumb(label=leaf))


async def _links(session: AsyncSession, who: Visitor) -> tuple[ProjectLink, ...]:
    rows = await ProjectRepository(session).list_owned(who.user.id)
    return tuple(ProjectLink(name=r.name, href=f"/projects/{r.id}") for r in rows[:12])
