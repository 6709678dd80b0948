"""Everything the founder said about a project (PROV-02)."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.interviews.models import OnboardingSession, UnderstandingSession
from cofounder.interviews.passages import passages_of
from cofounder.interviews.repository import (
    OnboardingRepository,
    UnderstandingRepository,
)
from cofounder.interviews.words import Passage


async def interview_words(
    session: AsyncSession, project_id: UUID
) -> tuple[OnboardingSession | None, UnderstandingSession | None]:
    """The two interviews of a project, where they exist."""
    onboarding = await OnboardingRepository(session).find_by_project(project_id)
    interview = await UnderstandingRepository(session).find_by_project(project_id)
    return onboarding, interview


async def project_passages(
    session: AsyncSession, project_id: UUID
) -> tuple[Passage, ...]:
    """Everything the founder said about a project."""
    onboarding, interview = await interview_words(session, project_id)
    return () if onboarding is None else passages_of(onboarding, interview)
