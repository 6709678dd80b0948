"""Decisions beside the gates, in the form every derived read takes them.

A choice of the plan comes from the history, one of the decision console from its own
table; the timeline and the graph know only what is here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from cofounder.decisions.models import ConsoleDecision
from cofounder.decisions.passages import said_of
from cofounder.decisions.templates import title_of
from cofounder.projects.models import StageEvent

PLAN_SELECTED = "plan_selected"


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRead:
    """A decision that is no gate; `decided_at` is None while it waits.

    `ref` is how a statement cites it (PROV-02): `plan:{plan_set_id}` or
    `decision:{id}`, and `said` the stored words a quote of it is found in. `why` is
    what the founder said, or what the option says of itself.
    """

    id: str
    kind: Literal["plan", "console"]
    ref: str
    subject: str
    choice: str
    created_at: datetime
    decided_at: datetime | None
    said: str = ""
    why: str = ""
    tradeoffs: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    impact: str = ""
    supersedes_id: str | None = None

    @property
    def node_id(self) -> str:
        """Its node in the graph."""
        return f"plan_{self.id}" if self.kind == "plan" else console_node(self.id)


def console_node(decision_id: object) -> str:
    """A console decision's node in the graph."""
    return f"decision_{decision_id}"


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
    note = event.reason or ""
    return DecisionRead(
        id=str(event.id),
        kind="plan",
        ref=f"plan:{detail.get('plan_set_id')}",
        subject="Execution plan",
        choice=str(detail.get("option_name") or "An option"),
        created_at=event.created_at,
        decided_at=event.created_at,
        said=said_of(chosen, note) if chosen else note,
        why=note or str(chosen.get("technical_approach") or ""),
        tradeoffs=_tradeoffs(chosen),
        alternatives=tuple(o["name"] for o in options if o is not chosen),
        impact=str(chosen.get("engineering_impact") or ""),
    )


def console_choices(rows: Iterable[ConsoleDecision]) -> tuple[DecisionRead, ...]:
    """The console's questions, open ones too; superseded answers stay told (DCSN-05)."""
    return tuple(_console_choice(row) for row in rows)


def _console_choice(row: ConsoleDecision) -> DecisionRead:
    nothing: dict[str, Any] = {}
    chosen = next((o for o in row.options if o["id"] == row.chosen_option_id), nothing)
    return DecisionRead(
        id=str(row.id),
        kind="console",
        ref=f"decision:{row.id}",
        subject=title_of(row.template),
        choice=str(chosen.get("name") or ""),
        created_at=row.created_at,
        decided_at=row.decided_at,
        said=said_of(chosen, row.note) if chosen else "",
        why=row.note or str(chosen.get("technical_approach") or ""),
        tradeoffs=_tradeoffs(chosen),
        alternatives=tuple(o["name"] for o in row.options if o is not chosen),
        impact=str(chosen.get("engineering_impact") or ""),
        supersedes_id=str(row.supersedes_id) if row.supersedes_id else None,
    )


def _tradeoffs(option: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(option.get("tradeoffs") or option.get("cons") or ())
