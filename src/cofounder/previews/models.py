"""Rows of previews: the preview of a build, and the tickets that let visitors in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock, ids
from cofounder.db import Base, Json, named_enum
from cofounder.previews.states import LIFETIME, PreviewState


class Preview(Base):
    """A build's app: what to run, and how it is. One per build, for good.

    `host_id` is the first label of its host name and, in `link` mode, the secret.
    `snapshot` names the code, `volume` the lasting data. `instance` is the server that
    has it awake. `failure` keeps the last start or run that ended badly.
    """

    __tablename__ = "previews"

    build_id: Mapped[UUID] = mapped_column(unique=True)
    project_id: Mapped[UUID] = mapped_column(index=True)
    user_id: Mapped[UUID]
    host_id: Mapped[str] = mapped_column(
        String(26), unique=True, default=ids.new_preview_id
    )
    snapshot: Mapped[str] = mapped_column(String(200))
    volume: Mapped[str] = mapped_column(String(200))
    argv: Mapped[list[str]]
    env: Mapped[dict[str, Any]] = mapped_column(Json, default=dict)
    state: Mapped[PreviewState] = mapped_column(
        named_enum(PreviewState), default=PreviewState.ASLEEP
    )
    instance: Mapped[str | None] = mapped_column(String(40))
    failure: Mapped[dict[str, Any] | None] = mapped_column(Json)
    crashes: Mapped[list[str]] = mapped_column(Json, default=list)
    awake_since: Mapped[datetime | None]
    last_request_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    @property
    def is_paused(self) -> bool:
        """Whether its process rests; the next visit wakes it (SNDB-03)."""
        return self.state is PreviewState.ASLEEP

    @property
    def expires_at(self) -> datetime | None:
        """When its process will rest at the latest (`sandbox_expires_at`)."""
        return None if self.awake_since is None else self.awake_since + LIFETIME

    @property
    def crash_times(self) -> list[datetime]:
        """When starts or runs ended badly, oldest first."""
        return [datetime.fromisoformat(text) for text in self.crashes]


class PreviewTicket(Base):
    """A one-time ticket and the pass it was exchanged for; only hashes are kept.

    Both end with the login they came from: `credential` is the SHA-256 under which
    the browser session or the API token is kept.
    """

    __tablename__ = "preview_tickets"

    preview_id: Mapped[UUID] = mapped_column(ForeignKey("previews.id"), index=True)
    user_id: Mapped[UUID]
    credential: Mapped[str] = mapped_column(String(64))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    pass_sha256: Mapped[str | None] = mapped_column(String(64), unique=True)
    pass_expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    def is_fresh(self, moment: datetime | None = None) -> bool:
        """Whether the ticket can still be exchanged."""
        moment = moment or clock.now()
        unused = self.used_at is None and self.revoked_at is None
        return unused and self.expires_at > moment
