"""Booking: runs and calls made before a project existed are counted to it later."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.runs.repository import RunRepository


async def book_to_project(
    session: AsyncSession, *, subject_id: UUID, project_id: UUID
) -> None:
    """Give the runs about a subject, and their model calls, to a project."""
    await RunRepository(session).assign_project(subject_id, project_id)
