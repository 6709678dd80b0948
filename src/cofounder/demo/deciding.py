"""The middle of the journey: trio, direction, plan and their documents."""

from __future__ import annotations

import time
from typing import Any

from cofounder.demo.api import StageFailed
from cofounder.demo.trio_checks import check_architecture, check_graph, check_timeline
from cofounder.demo.walk import Walk, require

TRIO = ("strategy_graph", "mvp_timeline", "app_architecture")


def strategy(walk: Walk) -> str:
    """Wait for the trio and check what it says (E2E-STATUS, TRIO-01 to TRIO-03)."""
    _wait_for_trio(walk)
    found = _artifacts(walk)
    for kind in TRIO:
        require(kind in found, f"trio: there is no {kind}")
    graph = found["strategy_graph"]["current_content"]
    timeline = found["mvp_timeline"]["current_content"]
    note = check_graph(graph, _founders_words(walk))
    check_timeline(timeline, walk.user["tier"])
    check_architecture(found["app_architecture"]["current_content"])
    return f"{note}, {timeline['total_mvp_weeks']} weeks"


def _founders_words(walk: Walk) -> list[str]:
    """Everything said, decisions included: a narrowed scope is the founder's too."""
    change = walk.idea.change
    return [*walk.book.spoken, *((change[1],) if change else ())]


def _wait_for_trio(walk: Walk) -> None:
    path = f"/api/artifacts/project/{walk.project_id}/generation-status"
    end = time.monotonic() + walk.api.patience.run_seconds
    while time.monotonic() < end:
        status = walk.api.get(path)
        states = {kind: each["status"] for kind, each in status["artifacts"].items()}
        if "generating" not in states.values():
            require(status["all_complete"], f"trio: not complete: {states}")
            require(not status["any_failed"], f"trio: failed: {states}")
            return
        walk.tell(", ".join(k for k, each in states.items() if each == "idle"))
        time.sleep(walk.api.patience.look_seconds)
    raise StageFailed("trio: it was not written in time")


def _artifacts(walk: Walk) -> dict[str, dict[str, Any]]:
    rows = walk.api.get(f"/api/artifacts/project/{walk.project_id}")
    return {row["artifact_type"]: row for row in rows}


def direction(walk: Walk) -> str:
    """Decide Gate 1, after a change of direction where the idea asks for one."""
    if walk.idea.change is not None:
        kind, text = walk.idea.change
        before = _brief_version(walk)
        _decide(walk, kind, text)
        after = _brief_version(walk)
        changed = after > before or before > 1
        require(changed, f"decision: no new brief after {kind}")
        strategy(walk)
    _decide(walk, "proceed", "")
    blocking = walk.api.get(f"/api/gates/project/{walk.project_id}/check-blocking")
    require(blocking == {"blocking": False}, "decision: a gate still blocks")
    project = walk.api.get(f"/api/projects/{walk.project_id}")
    require(project["stage_number"] == 2, "decision: the project is not in stage 2")
    return f"{walk.idea.change[0]}, then proceed" if walk.idea.change else "proceed"


def _brief_version(walk: Walk) -> int:
    return walk.api.get(f"/api/understanding/{walk.project_id}/brief")["version"]


def _decide(walk: Walk, decision: str, text: str) -> None:
    """Open a gate where none is and decide it; a decision taken is not repeated."""

    def decided() -> dict[str, Any] | None:
        for gate in _gates(walk):
            # A changed direction was decided before the proceed that follows it.
            if gate["decision"] == decision and (gate["reason"] or "") == text:
                return gate
        return None

    def act() -> None:
        gate_id = walk.settle(
            lambda: _pending(walk),
            lambda: walk.api.post(
                "/api/gates/create",
                {"project_id": walk.project_id, "gate_type": "direction"},
            ),
            what="gate",
        )
        body = {"decision": decision, "action_text": text}
        walk.api.post(f"/api/gates/{gate_id}/resolve", body)

    walk.settle(decided, act, what=f"decision {decision}")


def _gates(walk: Walk) -> list[dict[str, Any]]:
    gates = walk.api.get(f"/api/gates/project/{walk.project_id}")
    return [gate for gate in gates if gate["gate_type"] == "direction"]


def _pending(walk: Walk) -> str | None:
    pending = [gate for gate in _gates(walk) if gate["status"] == "pending"]
    if not pending:
        return None
    values = {option["value"] for option in pending[0]["options"]}
    require(
        values == {"proceed", "narrow", "pivot", "park"},
        f"gate: it offers {sorted(values)}",
    )
    return pending[0]["gate_id"]


def plan(walk: Walk) -> str:
    """Compare the ways to build it and choose one (PLAN-01, PLAN-08)."""
    path = f"/api/plans/{walk.project_id}"

    def fresh() -> dict[str, Any] | None:
        found = walk.api.find(path)
        return None if found is None or found["is_stale"] else found

    found = walk.settle(
        fresh,
        lambda: walk.api.post("/api/plans/generate", {"project_id": walk.project_id}),
        what="plan",
    )
    options: list[dict[str, Any]] = found["options"]
    _check_options(options, found["recommended_id"])
    wanted = _chosen(walk.idea.plan, options, found["recommended_id"])
    chosen = walk.settle(
        lambda: walk.api.find(f"{path}/selected"),
        lambda: walk.api.post(f"{path}/select", {"option_id": wanted}),
        what="plan selection",
    )["selected_option"]
    require(chosen["id"] == wanted, f"plan: {chosen['id']} is selected, not {wanted}")
    return chosen["name"]


def _check_options(options: list[dict[str, Any]], recommended_id: str) -> None:
    require(2 <= len(options) <= 3, f"plan: {len(options)} options")
    require(len({o["id"] for o in options}) == len(options), "plan: ids are not unique")
    recommended = [option["id"] for option in options if option["is_recommended"]]
    require(recommended == [recommended_id], "plan: not exactly one is recommended")
    for option in options:
        fits = (
            option["risk_level"] in ("low", "medium", "high")
            and 0 <= option["scope_coverage"] <= 100
            and 2 <= len(option["pros"]) <= 5
            and 2 <= len(option["cons"]) <= 5
        )
        require(fits, f"plan: option {option['id']} is not of the promised form")


def _chosen(wanted: str, options: list[dict[str, Any]], recommended_id: str) -> str:
    """The option the founder means: the recommended one, or one by name or id."""
    word = wanted.strip().casefold()
    if word == "recommended":
        return recommended_id
    for option in options:
        if word in (option["name"].casefold(), option["id"].casefold()):
            return option["id"]
    names = ", ".join(option["name"] for option in options)
    raise StageFailed(f'plan: there is no option "{wanted}"; there are: {names}')


def documents(walk: Walk) -> str:
    """Save every document as Markdown (EXPO-03, EXPO-05)."""
    found = _artifacts(walk)
    demo = not walk.api.get("/api/health")["ai_enabled"]
    for kind in ("idea_brief", *TRIO, "execution_plan"):
        require(kind in found, f"documents: there is no {kind}")
        text = _markdown(walk, found[kind]["id"])
        require(text.startswith("# "), f"documents: {kind} has no title")
        require(
            not demo or "demo" in text.lower(),
            f"documents: {kind} does not say that it is from demo mode",
        )
        if walk.out is not None:
            folder = walk.out / "documents"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{kind}.md").write_text(text, encoding="utf-8")
    return f"{len(TRIO) + 2} documents"


def _markdown(walk: Walk, artifact_id: str) -> str:
    path = f"/api/artifacts/{artifact_id}/export/markdown"
    return walk.api.download(path).text.lstrip("\ufeff")


def artifact_versions(walk: Walk) -> list[dict[str, Any]]:
    """Every artifact of the project with its present version."""
    return [
        {"type": kind, "version": row["version_number"]}
        for kind, row in sorted(_artifacts(walk).items())
    ]
