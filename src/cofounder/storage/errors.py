"""Facts about stored bytes."""

from __future__ import annotations

from cofounder.errors import Invalid, NotFound


class BlobMissing(NotFound):
    """Nothing is kept under this key (any more)."""

    def __init__(self, key: str) -> None:
        super().__init__("The stored file is gone.", key=key)


class NotAKey(Invalid):
    """The text is not a key of this store."""

    def __init__(self) -> None:
        super().__init__("This is not the key of a stored file.")
