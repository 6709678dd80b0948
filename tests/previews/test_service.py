"""Use cases of previews on the database."""

from __future__ import annotations

import asyncio

import pytest

from cofounder import ids
from cofounder.db import Database
from cofounder.previews import service
from cofounder.previews.errors import PreviewNotFound
from cofounder.previews.models import Preview
from cofounder.previews.repository import PreviewRepository
from tests.previews.parts import a_preview, an_owner


async def test_a_build_has_one_preview_however_often_it_is_asked_for(
    database: Database,
) -> None:
    async with database.transaction() as session:
        first = await a_preview(session)

    async def again() -> Preview:
        async with database.transaction() as session:
            return await service.create_preview(
                session,
                build_id=first.build_id,
                project_id=first.project_id,
                user_id=first.user_id,
                snapshot="other",
                volume="other",
                argv=["other"],
            )

    made = await asyncio.gather(*(again() for _ in range(5)))
    assert {row.host_id for row in made} == {first.host_id}
    assert made[0].snapshot == first.snapshot


async def test_host_ids_are_new_for_every_build_and_fit_a_host_name(
    database: Database,
) -> None:
    async with database.transaction() as session:
        made = [await a_preview(session) for _ in range(3)]
    assert len({row.host_id for row in made}) == 3
    assert all(len(row.host_id) == 26 and row.host_id.isalnum() for row in made)


async def test_another_users_preview_looks_like_a_missing_one(
    database: Database,
) -> None:
    async with database.transaction() as session:
        preview = await a_preview(session)
        repository = PreviewRepository(session)
        owner = await an_owner(session)
        assert (await repository.get_owned(preview.build_id, owner)).id == preview.id
        with pytest.raises(PreviewNotFound):
            await repository.get_owned(preview.build_id, ids.new_id())


async def test_an_event_that_does_not_apply_changes_nothing(
    database: Database,
) -> None:
    async with database.transaction() as session:
        preview = await a_preview(session)
        await service.put_to_sleep(session, preview.host_id)
        await service.crashed(session, preview.host_id, failure={"hint": "x"})
        assert preview.is_paused
        assert preview.crashes == []
