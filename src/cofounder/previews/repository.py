"""Reading previews and tickets, and the conditional updates on them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import ROW_LOCK
from cofounder.previews.errors import PreviewNotFound
from cofounder.previews.models import Preview, PreviewTicket
from cofounder.previews.states import PreviewState


class PreviewRepository:
    """Previews by build and by host id; removed ones are not found."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_for_build(self, build_id: UUID) -> Preview | None:
        """The build's preview, whoever owns it: for steps and the engine."""
        return await self.session.scalar(
            select(Preview).where(
                Preview.build_id == build_id, Preview.removed_at.is_(None)
            )
        )

    async def get_owned(self, build_id: UUID, user_id: UUID) -> Preview:
        """The user's preview of a build; another user's looks like a missing one."""
        preview = await self.find_for_build(build_id)
        if preview is None or preview.user_id != user_id:
            raise PreviewNotFound
        return preview

    async def find_by_host_id(self, host_id: str) -> Preview | None:
        """The preview of a host name's first label."""
        return await self.session.scalar(
            select(Preview).where(
                Preview.host_id == host_id, Preview.removed_at.is_(None)
            )
        )

    async def get_for_update(self, host_id: str) -> Preview:
        """The preview as it is now, locked until this transaction ends."""
        preview = await self.session.scalar(
            select(Preview)
            .where(Preview.host_id == host_id, Preview.removed_at.is_(None))
            .with_for_update(**ROW_LOCK)
            .execution_options(populate_existing=True)
        )
        if preview is None:
            raise PreviewNotFound
        return preview

    async def put_all_to_sleep(self, instance: str) -> int:
        """Mark what this server had awake as asleep: it has just been started."""
        done = await self.session.execute(
            update(Preview)
            .where(
                Preview.instance == instance,
                Preview.state.in_((PreviewState.STARTING, PreviewState.AWAKE)),
            )
            .values(state=PreviewState.ASLEEP, instance=None, awake_since=None)
        )
        return cast("CursorResult[Any]", done).rowcount

    async def note_visit(self, host_id: str, at: datetime) -> None:
        """Remember when the preview was last used."""
        await self.session.execute(
            update(Preview).where(Preview.host_id == host_id).values(last_request_at=at)
        )


class TicketRepository:
    """Tickets and passes by the hash of their secret."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def find_ticket(self, sha256: str) -> PreviewTicket | None:
        """The ticket with this hash, used and expired ones included."""
        return await self.session.scalar(
            select(PreviewTicket).where(PreviewTicket.token_sha256 == sha256)
        )

    async def find_pass(self, sha256: str) -> PreviewTicket | None:
        """The ticket that became the pass with this hash."""
        return await self.session.scalar(
            select(PreviewTicket).where(PreviewTicket.pass_sha256 == sha256)
        )

    async def use(self, ticket_id: UUID, **values: Any) -> bool:
        """Set `values` unless the ticket was used or revoked; whether it was not."""
        done = await self.session.execute(
            update(PreviewTicket)
            .where(
                PreviewTicket.id == ticket_id,
                PreviewTicket.used_at.is_(None),
                PreviewTicket.revoked_at.is_(None),
            )
            .values(**values)
        )
        return cast("CursorResult[Any]", done).rowcount == 1

    async def revoke(self, preview_id: UUID, at: datetime) -> None:
        """End every ticket and pass of a preview."""
        await self.session.execute(
            update(PreviewTicket)
            .where(
                PreviewTicket.preview_id == preview_id,
                PreviewTicket.revoked_at.is_(None),
            )
            .values(revoked_at=at)
        )
