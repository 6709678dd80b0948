"""Migrations: one Alembic tree for both databases, run forward at every start."""

from cofounder.migrations.upgrading import upgrade

__all__ = ["upgrade"]
