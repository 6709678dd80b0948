"""Migrations equal the models, on both databases, also when raced (ENT-21, TRAP-51)."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from cofounder.db import Base
from cofounder.db.engines import open_sync_engine
from cofounder.migrations import upgrade
from cofounder.migrations.upgrading import config_for, upgrade_now
from tests.fixtures.databases import MakeUrl


def shape(url: str) -> dict[str, object]:
    """Tables with columns, unique constraints and indexes, as the database says."""
    engine = open_sync_engine(url)
    try:
        found = sa.inspect(engine)
        return {
            table: (
                [
                    (c["name"], str(c["type"]), c["nullable"])
                    for c in found.get_columns(table)
                ],
                sorted(str(u["name"]) for u in found.get_unique_constraints(table)),
                sorted(str(i["name"]) for i in found.get_indexes(table)),
                sorted(str(f["name"]) for f in found.get_foreign_keys(table)),
            )
            for table in sorted(found.get_table_names())
        }
    finally:
        engine.dispose()


def differences(url: str) -> list[object]:
    engine = open_sync_engine(url)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(
                connection, opts={"compare_type": _compare_type}
            )
            found = compare_metadata(context, Base.metadata)
            return [d for d in found if "alembic_version" not in str(d)]
    finally:
        engine.dispose()


def _compare_type(
    _c: object, _i: object, _m: object, seen: object, meant: object
) -> bool:
    """Whether a column's type differs: by family, and by length where text has one."""
    families = (sa.Integer, sa.Boolean, sa.DateTime, sa.JSON, sa.Uuid, sa.Text)
    wanted = getattr(meant, "impl_instance", meant)
    if isinstance(wanted, sa.String) and isinstance(seen, sa.String):
        return wanted.length != seen.length
    return any(
        isinstance(wanted, kind) and not isinstance(seen, (kind, sa.CHAR, sa.NUMERIC))
        for kind in families
        if kind in (sa.Integer, sa.DateTime)
    )


def test_from_empty_to_the_models(make_database_url: MakeUrl) -> None:
    """ORC-71: with the named unique constraint and indexes."""
    url = make_database_url()
    upgrade_now(url)
    assert differences(url) == []
    made = shape(url)
    assert {t.name for t in Base.metadata.sorted_tables} | {"alembic_version"} == set(
        made
    )
    assert "uq_project_artifact_type" in made["artifacts"][1]  # type: ignore[index]
    assert "ix_artifacts_project_id" in made["artifacts"][2]  # type: ignore[index]
    assert "uq_decision_gates_pending" in made["decision_gates"][2]  # type: ignore[index]
    assert "uq_runs_active_lane" in made["runs"][2]  # type: ignore[index]


def test_a_second_upgrade_changes_nothing(make_database_url: MakeUrl) -> None:
    url = make_database_url()
    upgrade_now(url)
    before = shape(url)
    upgrade_now(url)
    assert shape(url) == before


async def test_two_upgrades_at_once_make_one_schema(make_database_url: MakeUrl) -> None:
    """Two processes may start together on one database."""
    url = make_database_url()
    await asyncio.gather(upgrade(url), upgrade(url), upgrade(url))
    await asyncio.to_thread(lambda: None)
    assert differences(url) == []


def test_every_migration_follows_the_one_before() -> None:
    script = ScriptDirectory.from_config(config_for())
    assert len(script.get_heads()) == 1
    assert len(script.get_bases()) == 1


def test_rows_survive_an_upgrade_from_every_released_version(
    make_database_url: MakeUrl,
) -> None:
    """ENT-21: an upgrade from each earlier version ends in the same schema."""
    script = ScriptDirectory.from_config(config_for())
    fresh = make_database_url()
    upgrade_now(fresh)
    for revision in reversed(list(script.walk_revisions())):
        url = make_database_url()
        upgrade_now(url, revision.revision)
        upgrade_now(url)
        assert shape(url) == shape(fresh), revision.revision
