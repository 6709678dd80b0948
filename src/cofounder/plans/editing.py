"""Editing any artifact: the plan by its own schema, the others by theirs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from cofounder.accounts.models import User
from cofounder.artifacts import editing
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.models import Artifact
from cofounder.plans.ports import OptionDraft


class StoredOption(OptionDraft):
    """An option as it is stored: with its id."""

    id: Annotated[str, Field(min_length=1, max_length=120)]


class PlanContent(BaseModel):
    """A plan set as it is stored; only its options can be edited."""

    model_config = ConfigDict(extra="ignore")

    options: list[StoredOption] = Field(min_length=2, max_length=3)
    recommended_id: str

    @model_validator(mode="after")
    def one_recommended(self) -> PlanContent:
        """Exactly one option is recommended, and it stays the one it was (PLAN-01)."""
        found = [option.id for option in self.options if option.is_recommended]
        if found != [self.recommended_id]:
            raise ValueError("the recommended option stays the one we recommended")
        return self


async def edit(
    session: AsyncSession,
    artifact: Artifact,
    *,
    path: str,
    value: Any,
    by: User,
    expected_version: int | None = None,
) -> Artifact:
    """Set one place of an artifact of any type (API-076, VERS-06).

    Raises:
        CofounderError: what `artifacts.editing.edit` raises.
    """
    is_plan = artifact.artifact_type is ArtifactType.EXECUTION_PLAN
    return await editing.edit(
        session,
        artifact,
        path=path,
        value=value,
        by=by,
        expected_version=expected_version,
        model=PlanContent if is_plan else None,
    )
