"""Rows of accounts: users, API tokens, login links, browser sessions."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from cofounder import clock
from cofounder.accounts.tiers import Limits, Tier, limits_of
from cofounder.db import Base, named_enum


class User(Base):
    """Somebody who owns projects. `subject` is `local` for the local owner."""

    __tablename__ = "users"

    subject: Mapped[str] = mapped_column(String(255), unique=True)
    email: Mapped[str | None] = mapped_column(String(320), unique=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    tier: Mapped[Tier] = mapped_column(named_enum(Tier), default=Tier.BOOTSTRAPPER)
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_suspended: Mapped[bool] = mapped_column(default=False)
    onboarding_completed: Mapped[bool] = mapped_column(default=False)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now, onupdate=clock.now)

    @property
    def limits(self) -> Limits:
        """What this user's plan allows."""
        return limits_of(self.tier)


class ApiToken(Base):
    """A bearer token; only its SHA-256 is kept, beside the visible prefix."""

    __tablename__ = "api_tokens"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    prefix: Mapped[str] = mapped_column(String(16))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class LoginLink(Base):
    """A one-time link to log in: single use, fifteen minutes (AUTH-01)."""

    __tablename__ = "login_links"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class BrowserSession(Base):
    """A logged-in browser: the cookie's SHA-256 and its CSRF token."""

    __tablename__ = "browser_sessions"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    csrf_token: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class KeptForm(Base):
    """A form that came after its session had ended: path and fields, in their order."""

    __tablename__ = "kept_forms"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    path: Mapped[str] = mapped_column(String(500))
    fields: Mapped[list[Any]]
    settled_at: Mapped[datetime | None]
