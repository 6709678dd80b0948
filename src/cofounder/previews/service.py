"""Use cases of previews: giving a build one, and moving it from state to state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder import clock, ids
from cofounder.db import nudge
from cofounder.db.upsert import insert_or_ignore
from cofounder.previews import states
from cofounder.previews.models import Preview
from cofounder.previews.repository import PreviewRepository, TicketRepository
from cofounder.previews.states import PreviewEvent, PreviewState


async def create_preview(
    session: AsyncSession,
    *,
    build_id: UUID,
    project_id: UUID,
    user_id: UUID,
    snapshot: str,
    volume: str,
    argv: Sequence[str],
    env: Mapping[str, str] | None = None,
) -> Preview:
    """The preview of a build, made on the first call and the same ever after."""
    values = {
        "id": ids.new_id(),
        "created_at": clock.now(),
        "build_id": build_id,
        "project_id": project_id,
        "user_id": user_id,
        "host_id": ids.new_preview_id(),
        "snapshot": snapshot,
        "volume": volume,
        "argv": list(argv),
        "env": dict(env or {}),
        "state": PreviewState.ASLEEP,
        "crashes": [],
    }
    await insert_or_ignore(session, Preview, values)
    return await PreviewRepository(session).get_owned(build_id, user_id)


async def remove_preview(session: AsyncSession, build_id: UUID) -> Preview | None:
    """Take a preview away for good, with every ticket; doing it twice is fine.

    The caller tells the keeper, which ends the process.
    """
    preview = await PreviewRepository(session).find_for_build(build_id)
    if preview is not None:
        preview.removed_at = clock.now()
        await TicketRepository(session).revoke(preview.id, clock.now())
    return preview


async def called(session: AsyncSession, host_id: str, *, instance: str) -> Preview:
    """A visitor came: start it, unless it has failed too often.

    Raises:
        PreviewNotFound: there is none with this host id.
    """
    preview = await PreviewRepository(session).get_for_update(host_id)
    if _move(session, preview, PreviewEvent.CALLED):
        preview.instance = instance
    return preview


async def answered(session: AsyncSession, host_id: str, *, at: datetime) -> Preview:
    """The app gave its first answer."""
    preview = await PreviewRepository(session).get_for_update(host_id)
    if _move(session, preview, PreviewEvent.ANSWERED):
        preview.awake_since = preview.last_request_at = at
        preview.failure = None
    return preview


async def crashed(
    session: AsyncSession, host_id: str, *, failure: dict[str, Any]
) -> Preview:
    """A start or a run ended badly; after five in ten minutes we stop trying."""
    preview = await PreviewRepository(session).get_for_update(host_id)
    moment = clock.now()
    crashes = [*states.recent(preview.crash_times, moment), moment]
    loop = states.is_loop(crashes, moment)
    event = PreviewEvent.CRASHED_TOO_OFTEN if loop else PreviewEvent.CRASHED
    if _move(session, preview, event):
        preview.crashes = [crash.isoformat() for crash in crashes]
        preview.failure = {**failure, "at": moment.isoformat(), "stopped": loop}
        preview.awake_since = preview.instance = None
    return preview


async def put_to_sleep(
    session: AsyncSession, host_id: str, *, last_request_at: datetime | None = None
) -> None:
    """Its process was ended by us: nothing failed, the next visit wakes it."""
    preview = await PreviewRepository(session).get_for_update(host_id)
    if _move(session, preview, PreviewEvent.PUT_TO_SLEEP):
        preview.awake_since = preview.instance = None
        preview.last_request_at = last_request_at or preview.last_request_at


async def restarted(session: AsyncSession, host_id: str) -> None:
    """Somebody asked to try again: what failed before no longer counts."""
    preview = await PreviewRepository(session).get_for_update(host_id)
    if _move(session, preview, PreviewEvent.RESTARTED):
        preview.crashes, preview.failure = [], None


def _move(session: AsyncSession, preview: Preview, event: PreviewEvent) -> bool:
    """Follow the transition table; an event that does not apply changes nothing."""
    following = states.after(preview.state, event)
    if following is None:
        return False
    preview.state = following
    nudge(session, f"preview:{preview.build_id}")
    return True
