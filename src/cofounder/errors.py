"""Errors as facts: six kinds, each raised where the fact is known.

A message is written for a founder. Nothing here knows HTTP, exit codes or retries:
the edges decide what a fact costs.
"""

from __future__ import annotations

from typing import Any


class CofounderError(Exception):
    """A fact that stops what was asked, told in words fit for a founder.

    `transient` says that the same request may succeed later without a change.
    `code` is the stable name of `spec/api.md`; `extra` holds the members the
    contract names beside it.
    """

    code: str = "internal_error"

    def __init__(
        self,
        message: str,
        *,
        transient: bool = False,
        code: str | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.transient = transient
        self.extra = extra
        if code is not None:
            self.code = code


class NotFound(CofounderError):
    """There is no such thing, or it is somebody else's: both look the same."""

    code = "not_found"


class Conflict(CofounderError):
    """The request does not fit the present state."""

    code = "invalid_state"


class Invalid(CofounderError):
    """The request itself is wrong; the message names the field and the limit."""

    code = "invalid_argument"


class Forbidden(CofounderError):
    """The actor may not do this."""

    code = "feature_disabled"


class LimitReached(CofounderError):
    """A limit of the plan or of the system is used up."""

    code = "capacity"


class Unavailable(CofounderError):
    """Something this needs does not answer or is not there."""

    code = "not_configured"
