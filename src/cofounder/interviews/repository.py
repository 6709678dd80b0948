"""Reading interviews, scoped to their founder."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.db import ROW_LOCK
from cofounder.interviews.errors import SessionNotFound
from cofounder.interviews.models import (
    OnboardingSession,
    SessionStatus,
    UnderstandingSession,
)


class OnboardingRepository:
    """Onboarding sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, session_id: UUID) -> OnboardingSession:
        """The session, whoever owns it: for steps."""
        row = await self.session.get(OnboardingSession, session_id)
        if row is None:
            raise SessionNotFound
        return row

    async def get_owned(
        self, session_id: UUID, user_id: UUID, *, lock: bool = False
    ) -> OnboardingSession:
        """The user's session, locked when it is about to change."""
        row = await self.session.get(
            OnboardingSession,
            session_id,
            with_for_update=ROW_LOCK if lock else None,
            populate_existing=lock,
        )
        if row is None or row.user_id != user_id:
            raise SessionNotFound
        return row

    async def list_owned(self, user_id: UUID) -> Sequence[OnboardingSession]:
        """The user's sessions, newest first."""
        rows = await self.session.scalars(
            select(OnboardingSession)
            .where(OnboardingSession.user_id == user_id)
            .order_by(OnboardingSession.created_at.desc(), OnboardingSession.id.desc())
        )
        return rows.all()

    async def list_open(self, user_id: UUID) -> Sequence[OnboardingSession]:
        """The user's sessions that may be continued, newest first."""
        return [
            row
            for row in await self.list_owned(user_id)
            if row.status is SessionStatus.IN_PROGRESS
            or (row.status is SessionStatus.COMPLETED and row.project_id is None)
        ]

    async def find_by_project(self, project_id: UUID) -> OnboardingSession | None:
        """The session a project came from."""
        return await self.session.scalar(
            select(OnboardingSession)
            .where(OnboardingSession.project_id == project_id)
            .order_by(OnboardingSession.created_at.desc())
            .limit(1)
        )

    async def count_active(self, user_id: UUID) -> int:
        """Sessions in progress, which count against the plan."""
        return (
            await self.session.scalar(
                select(func.count()).where(
                    OnboardingSession.user_id == user_id,
                    OnboardingSession.status == SessionStatus.IN_PROGRESS,
                )
            )
            or 0
        )


class UnderstandingRepository:
    """Understanding sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, session_id: UUID) -> UnderstandingSession:
        """The session, whoever owns it: for steps."""
        row = await self.session.get(UnderstandingSession, session_id)
        if row is None:
            raise SessionNotFound
        return row

    async def get_owned(
        self, session_id: UUID, user_id: UUID, *, lock: bool = False
    ) -> UnderstandingSession:
        """The user's session, locked when it is about to change."""
        row = await self.session.get(
            UnderstandingSession,
            session_id,
            with_for_update=ROW_LOCK if lock else None,
            populate_existing=lock,
        )
        if row is None or row.user_id != user_id:
            raise SessionNotFound
        return row

    async def find_by_project(self, project_id: UUID) -> UnderstandingSession | None:
        """The project's interview."""
        return await self.session.scalar(
            select(UnderstandingSession).where(
                UnderstandingSession.project_id == project_id
            )
        )
