"""One Starlette route that answers with a file's bytes, read once.

`python -m bench.floors.bare_starlette PORT FILE`
"""

from __future__ import annotations

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def create_app(body: bytes) -> Starlette:
    """The app; its route has one path parameter, like ours."""

    async def answer(_: Request) -> Response:
        return Response(body, media_type="application/json")

    return Starlette(routes=[Route("/api/generation/{job_id}/status", answer)])


if __name__ == "__main__":
    app = create_app(Path(sys.argv[2]).read_bytes())
    uvicorn.run(app, port=int(sys.argv[1]), log_config=None, access_log=False)
