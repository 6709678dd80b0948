"""Static files: addresses that change with the content, and how long they live."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

FOLDER = Path(__file__).parent / "static"
PREFIX = "/static"

STYLES = (
    "css/tokens.css",
    "css/fonts.css",
    "css/base.css",
    "css/layout.css",
    "css/controls.css",
    "css/components.css",
    "css/screens.css",
    "css/documents.css",
    "css/journey.css",
)
SCRIPTS = ("vendor/htmx-4.0.1.min.js", "vendor/hx-sse-4.0.1.min.js")
ICONS = "vendor/icons.svg"


@lru_cache(maxsize=256)
def _version(path: Path, changed_at: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset_url(name: str) -> str:
    """The address of a static file; a new content gets a new address."""
    path = FOLDER / name
    try:
        version = _version(path, path.stat().st_mtime_ns)
    except OSError:
        return f"{PREFIX}/{name}"
    return f"{PREFIX}/{name}?v={version}"


def present(names: Iterable[str]) -> list[str]:
    """The files that exist: a missing vendor folder leaves plain forms."""
    return [name for name in names if (FOLDER / name).is_file()]


class StaticAssets(StaticFiles):
    """Serves `static/`: a versioned address for a year, any other revalidated."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers with the file, or 404."""
        response = await self.get_response(self.get_path(scope), scope)
        self._let_caches_keep(response, scope)
        await response(scope, receive, send)

    @staticmethod
    def _let_caches_keep(response: Response, scope: Scope) -> None:
        is_versioned = scope["query_string"].startswith(b"v=")
        kept = "public, max-age=31536000, immutable" if is_versioned else "no-cache"
        response.headers["Cache-Control"] = kept
        response.headers["X-Content-Type-Options"] = "nosniff"
