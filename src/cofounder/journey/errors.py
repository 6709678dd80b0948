"""Facts about derived reads."""

from __future__ import annotations

from cofounder.errors import Invalid, NotFound


class NodeNotFound(NotFound):
    """No such node in this project's graph."""

    def __init__(self) -> None:
        super().__init__("Node not found")


class UnknownRisk(Invalid):
    """No rule has this name."""

    def __init__(self, known: list[str]) -> None:
        super().__init__(f"rule: one of {', '.join(known)}.")
