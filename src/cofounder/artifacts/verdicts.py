"""What the founder said of assumptions, as readers of artifacts need it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cofounder.artifacts.models import AssumptionVerdict, Verdict


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Confirmed assumptions with the verdict that proves them, and denied ones.

    Both by the fingerprint of their words, so that a verdict holds wherever they stand.
    """

    confirmed: Mapping[str, UUID] = field(default_factory=dict[str, UUID])
    denied: frozenset[str] = frozenset()

    def source_of(self, fingerprint: str, text: str) -> dict[str, Any] | None:
        """The proof a confirmed assumption is to itself, or None."""
        verdict = self.confirmed.get(fingerprint)
        if verdict is None:
            return None
        return {"kind": "decision", "ref": f"decision:{verdict}", "quote": text}


NO_VERDICTS = Verdicts()


def verdicts_of(rows: Iterable[AssumptionVerdict]) -> Verdicts:
    """The rows as readers need them."""
    known = list(rows)
    return Verdicts(
        confirmed={
            row.fingerprint: row.id for row in known if row.verdict is Verdict.CONFIRMED
        },
        denied=frozenset(
            row.fingerprint for row in known if row.verdict is Verdict.DENIED
        ),
    )
