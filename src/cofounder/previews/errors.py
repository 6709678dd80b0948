"""Facts about previews."""

from __future__ import annotations

from cofounder.errors import NotFound


class PreviewNotFound(NotFound):
    """No such preview, or somebody else's."""

    def __init__(self) -> None:
        super().__init__("Preview not found")
