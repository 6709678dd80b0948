"""Downloads that pages link to, with the session of a browser (API-082, API-083)."""

from __future__ import annotations

import io
import json
import zipfile

from tests.factories.artifacts import write_documents
from tests.web.screens.walking import WalkPages


async def test_a_browser_saves_every_export(walk_pages: WalkPages) -> None:
    """EXPO-01: the cookie is enough; names and types are those of the API."""
    pages = await walk_pages("project")
    founder = pages.founder
    await write_documents(founder.app.database, founder.project_id)
    for tail, kind, name in (
        ("/documents/brief.pdf", "application/pdf", "_brief.pdf"),
        ("/documents/brief.pdf?sources=true", "application/pdf", "_brief.pdf"),
        ("/documents/risk_log.md", "text/markdown; charset=utf-8", "_risk_log.md"),
        ("/documents/milestones.json", "application/json", "_milestones.json"),
        ("/export/package.pdf", "application/pdf", "_Strategy_Package.pdf"),
        ("/export/package.md", "text/markdown; charset=utf-8", "_Strategy_Package.md"),
        ("/export/data-room.zip", "application/zip", "_Data_Room.zip"),
    ):
        answer = await pages.client.get(pages.home + tail)
        assert answer.status_code == 200, tail
        assert answer.headers["content-type"] == kind
        assert name in answer.headers["content-disposition"]
        assert answer.content
        if kind == "application/zip":
            assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None
        if kind == "application/json":
            assert json.loads(answer.content)["artifact_type"] == "milestones"


async def test_a_page_says_what_is_not_there(walk_pages: WalkPages) -> None:
    """404 for a type that does not exist or is not written."""
    pages = await walk_pages("project")
    await pages.get("/export/package.pdf", status=404)
    await pages.get("/export/data-room.zip", status=404)
    await write_documents(pages.founder.app.database, pages.founder.project_id)
    await pages.get("/documents/poem.pdf", status=404)
    await pages.get("/documents/idea_brief.json", status=404)
    technical = await pages.get("/documents/brief.md?variant=technical")
    assert technical.startswith("---\nartifact_type: brief\n")
    assert (await pages.get("/documents/brief.md?variant=odd")).startswith("# ")
