"""Facts about exports."""

from __future__ import annotations

from cofounder.errors import Invalid, NotFound


class NothingToExport(NotFound):
    """There is no content yet."""

    code = "nothing_to_export"

    def __init__(self) -> None:
        super().__init__("There is nothing to export yet.")


class UnknownVariant(Invalid):
    """Markdown comes as readable or technical (EXPO-01)."""

    def __init__(self) -> None:
        super().__init__("variant: choose 'readable' or 'technical'.")
