"""Turns a page object into HTML.

Templates are compiled from the package, escape everything, and fail on a name that
is not there. Only dataclasses that name their template are accepted, so what a
template may show is written down in one place: its `pages.py`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.responses import HTMLResponse

from cofounder.web import assets, words
from cofounder.web.edge import NOTICE_COOKIE
from cofounder.web.frame import Frame
from cofounder.web.views import Part, Screen, View


def page(
    view: Screen,
    frame: Frame,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The whole page, as a response that no cache keeps."""
    if not isinstance(view, Screen):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{type(view).__name__} is not a Screen")
    response = _response(render(view, frame), status_code, headers)
    if frame.notice is not None:
        response.delete_cookie(NOTICE_COOKIE, path="/")
    return response


def partial(
    view: Part,
    frame: Frame,
    *,
    status_code: int = 200,
    headers: Mapping[str, str] | None = None,
) -> HTMLResponse:
    """The piece of a page that polling and htmx swap, alone."""
    if not isinstance(view, Part):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise TypeError(f"{type(view).__name__} is not a Part")
    return _response(render(view, frame), status_code, headers)


def render(view: View, frame: Frame) -> str:
    """The HTML of a page object or of a part."""
    _check(view)
    template = environment.get_template(view.template)
    return template.render({view.variable: view, "frame": frame})


def _response(
    html: str, status_code: int, headers: Mapping[str, str] | None
) -> HTMLResponse:
    kept = {"Cache-Control": "no-store", "Vary": "Cookie, HX-Request"}
    return HTMLResponse(html, status_code, headers=kept | dict(headers or {}))


def _check(view: object) -> None:
    """Refuse anything but a frozen dataclass: what is shown cannot change under us."""
    params = getattr(type(view), "__dataclass_params__", None)
    if not dataclasses.is_dataclass(view) or params is None or not params.frozen:
        raise TypeError(f"{type(view).__name__} is not a frozen dataclass")


@pass_context
def _show(context: Context, part: Part) -> Markup:
    """A part inside a page: the very template that is later swapped alone."""
    return Markup(render(part, context["frame"]))  # noqa: S704 - rendered with escaping


def _build() -> Environment:
    built = Environment(
        loader=PackageLoader("cofounder.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    shared: dict[str, Any] = {
        "show": _show,
        "asset": assets.asset_url,
        "styles": assets.STYLES,
        "scripts": lambda: assets.present(assets.SCRIPTS),
        "icons": lambda: assets.asset_url(assets.ICONS),
    }
    filters: dict[str, Any] = {
        "shorten": words.shorten,
        "counted": words.counted,
        "elapsed": words.elapsed,
    }
    untyped: Any = built
    untyped.globals.update(shared)
    untyped.filters.update(filters)
    return built


environment = _build()
