"""The declarative base and the column types every row shares."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, Enum, MetaData, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from cofounder import clock, ids

Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

# Every row lock. No key ever changes here, so a locked row lets others be inserted that
# refer to it; FOR UPDATE waits for those, and two who both did it wait for each other.
ROW_LOCK: dict[str, Any] = {"key_share": True}

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite keeps no offset, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value


def _values(kind: type[StrEnum]) -> list[str]:
    return [member.value for member in kind]


def named_enum(choices: type[StrEnum], length: int = 32) -> Enum:
    """An enum stored as its value in a plain text column."""
    return Enum(
        choices,
        native_enum=False,
        length=length,
        create_constraint=False,
        values_callable=_values,
    )


class Base(DeclarativeBase):
    """Every row has an id made by us and knows when it was made."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own declaration
        datetime: UtcDateTime(),
        UUID: Uuid(),
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
        list[dict[str, Any]]: Json,
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=ids.new_id)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
