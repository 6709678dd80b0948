"""The five documents of a founder, through the public API."""

from __future__ import annotations

from typing import Any

from tests.fixtures.journey import Founder

DOCUMENTS = ("brief", "mvp_scope", "milestones", "risk_log", "how_it_works")
STAGES = {
    kind: f"writer.{'product_brief' if kind == 'brief' else kind}" for kind in DOCUMENTS
}
OVER = ("succeeded", "partial", "failed", "cancelled")


async def generate(founder: Founder, *, force: bool = False) -> dict[str, Any]:
    """Ask for the documents."""
    body = {"project_id": founder.project_id, "force": force}
    return await founder.post("/api/artifacts/generate", body, status=202)


async def documents_done(founder: Founder, started: dict[str, Any]) -> dict[str, Any]:
    """The run once it is over."""
    path = f"/api/runs/{started['run_id']}"
    return await founder.until(path, lambda body: body["status"] in OVER)


async def with_documents(founder: Founder) -> dict[str, dict[str, Any]]:
    """The five documents, written."""
    run = await documents_done(founder, await generate(founder))
    assert run["status"] == "succeeded", run
    return await documents_of(founder)


async def artifacts_of(founder: Founder) -> dict[str, dict[str, Any]]:
    """Every artifact by its type."""
    rows = await founder.get(f"/api/artifacts/project/{founder.project_id}")
    return {row["artifact_type"]: row for row in rows}


async def documents_of(founder: Founder) -> dict[str, dict[str, Any]]:
    """The documents there are, in their order."""
    rows = await artifacts_of(founder)
    return {kind: rows[kind] for kind in DOCUMENTS if kind in rows}


async def statuses(founder: Founder) -> dict[str, Any]:
    """`{status, has_content}` of every type."""
    path = f"/api/artifacts/project/{founder.project_id}/generation-status?types=all"
    return (await founder.get(path))["artifacts"]


async def versions(founder: Founder) -> dict[str, int]:
    """The number of versions of each document."""
    return {
        kind: len(await founder.get(f"/api/artifacts/{row['id']}/versions"))
        for kind, row in (await documents_of(founder)).items()
    }
