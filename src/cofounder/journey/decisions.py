"""Decisions beside the gates, in the form every derived read takes them.

A choice of the plan comes from the history, one of the decision console from its own
table; the timeline and the graph know only what is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cofounder.projects.models import StageEvent

PLAN_SELECTED = "plan_selected"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRead:
    """A decision that is no gate; `decided_at` is None while it waits.

    `ref` is how a statement cites it (PROV-02): `plan:{plan_set_id}` or
    `decision:{id}`. `why` is what the founder said, or what the option says of itself.
    """

    id: str
    kind: Literal["plan", "console"]
    ref: str
    subject: str
    choice: str
    created_at: datetime
    decided_at: datetime | None
    why: str = ""
    tradeoffs: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    impact: str = ""

    @property
    def node_id(self) -> str:
        """Its node in the graph."""
        return f"{'plan' if self.kind == 'plan' else 'decision'}_{self.id}"


def plan_choices(
    events: Iterable[StageEvent], plan: Mapping[str, Any] | None
) -> tuple[DecisionRead, ...]:
    """Every option that was ever chosen, as the history tells it (PLAN-03).

    Of options that the present plan still holds we know the reasons too.
    """
    return tuple(
        _plan_choice(event, plan or {})
        for event in events
        if event.event_type == PLAN_SELECTED
    )


def _plan_choice(event: StageEvent, plan: Mapping[str, Any]) -> DecisionRead:
    detail = event.detail
    same_set = plan.get("plan_set_id") == detail.get("plan_set_id")
    options: list[dict[str, Any]] = plan.get("options", []) if same_set else []
    nothing: dict[str, Any] = {}
    chosen = next((o for o in options if o["id"] == detail.get("option_id")), nothing)
    return DecisionRead(
        id=str(event.id),
        kind="plan",
        ref=f"plan:{detail.get('plan_set_id')}",
        subject="Execution plan",
        choice=str(detail.get("option_name") or "An option"),
        created_at=event.created_at,
        decided_at=event.created_at,
        why=str(chosen.get("technical_approach") or ""),
        tradeoffs=tuple(chosen.get("tradeoffs") or chosen.get("cons") or ()),
        alternatives=tuple(o["name"] for o in options if o is not chosen),
        impact=str(chosen.get("engineering_impact") or ""),
    )
