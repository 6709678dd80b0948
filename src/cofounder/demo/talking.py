"""The first half of the journey: onboarding, snapshot, project, interview, brief."""

from __future__ import annotations

from typing import Any

from cofounder.demo.api import StageFailed, Unanswered
from cofounder.demo.walk import Walk, require

INPUT_TYPES = {"text", "textarea", "multiple_choice"}
MOST_QUESTIONS = {"bootstrapper": 8, "partner": 12, "cto_scale": 16}
MOST_STEPS = 100


def onboard(walk: Walk) -> str:
    """Ask about the idea and answer every question (ONBD-01 to ONBD-04)."""
    walk.user = walk.api.get("/api/auth/me")
    walk.settle(
        lambda: _find_session(walk),
        lambda: walk.api.post("/api/onboarding/start", {"idea": walk.idea.idea}),
        what="onboarding",
    )
    session = _onboarding(walk)
    require(5 <= session["total_questions"] <= 7, "onboarding: not 5 to 7 questions")
    for question in session["questions"]:
        require(
            question["text"].strip() and question["input_type"] in INPUT_TYPES,
            f"onboarding: question {question['id']} is not of the promised form",
        )
    for _ in range(MOST_STEPS):
        session = _onboarding(walk)
        if _answer_current(walk, session):
            break
    _check_kept(walk, session)
    return f"{len(session['answers'])} of {session['total_questions']} answered"


def _find_session(walk: Walk) -> str | None:
    if not walk.session_id:
        for session in walk.api.get("/api/onboarding/sessions"):
            ours = session["idea_text"].strip() == walk.idea.idea
            if ours and session["status"] != "abandoned":
                walk.session_id = session["id"]
                break
    return walk.session_id or None


def _onboarding(walk: Walk) -> dict[str, Any]:
    return walk.api.get(f"/api/onboarding/{walk.session_id}")


def _answer_current(walk: Walk, session: dict[str, Any]) -> bool:
    """Answer the question that is open now; True when there is none."""
    index: int = session["current_question_index"]
    questions: list[dict[str, Any]] = session["questions"]
    if session["status"] != "in_progress" or index >= len(questions):
        return True
    question = questions[index]
    text = walk.book.answer(
        question,
        key=f"onboarding:{question['id']}",
        required=question["required"],
        upcoming=[str(later.get("topic")) for later in questions[index + 1 :]],
    )
    _send(walk, f"/api/onboarding/{walk.session_id}/answer", question["id"], text)
    return False


def _send(walk: Walk, path: str, question_id: str, text: str | None) -> None:
    """One answer; sent again after a broken connection, which changes nothing."""
    said = {"answer": text} if text is not None else {"action": "skip"}
    try:
        walk.api.post(path, {"question_id": question_id, **said})
    except Unanswered:
        walk.api.wait_until_up()


def _check_kept(walk: Walk, session: dict[str, Any]) -> None:
    for question in session["questions"]:
        said = walk.book.given.get(f"onboarding:{question['id']}")
        kept = session["answers"].get(question["id"])
        require(said is None or kept == said, f"answer {question['id']} was not kept")


def snapshot(walk: Walk) -> str:
    """Sum the answers up as the thesis snapshot (ONBD-06)."""
    path = f"/api/onboarding/{walk.session_id}"
    thesis = walk.settle(
        lambda: _onboarding(walk)["thesis_snapshot"],
        lambda: walk.api.post(f"{path}/finalize"),
        what="thesis snapshot",
    )
    for field in ("problem", "target_user", "value_prop"):
        require(thesis.get(field), f"thesis snapshot: {field} is empty")
    return f"{sum(bool(value) for value in thesis.values())} fields"


def create_project(walk: Walk) -> str:
    """Make the project (ONBD-08)."""
    path = f"/api/onboarding/{walk.session_id}"
    walk.project_id = walk.settle(
        lambda: _onboarding(walk)["project_id"],
        lambda: walk.api.post(f"{path}/create-project"),
        what="project",
    )
    project = walk.api.get(f"/api/projects/{walk.project_id}")
    require(project["status"] == "active", "project: it is not active")
    require(project["stage_number"] == 1, "project: it is not in stage 1")
    require(
        project["description"].strip() == walk.idea.idea,
        "project: its description is not the idea",
    )
    return project["name"]


def interview(walk: Walk) -> str:
    """Answer the deeper questions, one at a time (UNDR-01 to UNDR-05)."""
    walk.interview_id = walk.settle(
        lambda: _by_project(walk)["session_id"],
        lambda: walk.api.post(
            "/api/understanding/start", {"session_id": walk.session_id}
        ),
        what="interview",
    )
    for _ in range(MOST_STEPS):
        state = _state(walk)
        question = state["current_question"]
        if question is None or state["status"] != "in_progress":
            break
        text = walk.book.answer(
            question, key=f"interview:{question['id']}", required=False
        )
        path = f"/api/understanding/{walk.interview_id}/answer"
        _send(walk, path, question["id"], text)
    else:
        raise StageFailed("interview: it does not end")
    return _check_interview(walk, state)


def _by_project(walk: Walk) -> dict[str, Any]:
    return walk.api.get(f"/api/understanding/by-project/{walk.project_id}")


def _state(walk: Walk) -> dict[str, Any]:
    return walk.api.get(f"/api/understanding/{walk.interview_id}")


def _check_interview(walk: Walk, state: dict[str, Any]) -> str:
    answered: list[dict[str, Any]] = state["answered_questions"]
    most = MOST_QUESTIONS[walk.user["tier"]]
    require(
        1 <= state["total_questions"] <= most,
        f"interview: {state['total_questions']} questions, at most {most} are allowed",
    )
    kept = {each["question"]["id"]: each for each in answered}
    for key, said in walk.book.given.items():
        where, _, question_id = key.partition(":")
        if where == "interview":
            require(question_id in kept, f"answer {question_id} was lost")
            found = kept[question_id]["answer"]
            require(said is None or found == said, f"answer {question_id} was changed")
    skipped = sum(each["action"] != "answer" for each in answered)
    return f"{len(answered) - skipped} answered, {skipped} left open"


def brief(walk: Walk) -> str:
    """Write the idea brief, which starts the trio (UNDR-08, UNDR-09, E2E-TRIGGER)."""
    path = f"/api/understanding/{walk.interview_id}/finalize"
    walk.settle(
        lambda: _state(walk)["brief"], lambda: walk.api.post(path), what="idea brief"
    )
    told = walk.api.get(f"/api/understanding/{walk.project_id}/brief")
    text = told["brief"]
    for section in ("problem_statement", "target_user", "value_prop"):
        require(text.get(section), f"idea brief: {section} is empty")
    require(text.get("confidence_scores"), "idea brief: no section has a confidence")
    status = walk.api.get(f"/api/artifacts/project/{walk.project_id}/generation-status")
    states = {kind: each["status"] for kind, each in status["artifacts"].items()}
    require(
        "not_started" not in states.values(),
        f"trio: not started right after the brief: {states}",
    )
    return f"version {told['version']}"
