"""The story, the shell and the values that several samples show."""

from __future__ import annotations

from cofounder.web import frame as frames
from cofounder.web.screens import leading
from cofounder.web.screens.pieces import (
    Failure,
    PastAnswer,
    Question,
    Source,
    Thinking,
)

IDEA = (
    "Our repair café loses track of broken toasters and kettles. Every item should "
    "get a ticket, a volunteer should pick it up, and the visitor should hear when "
    "it is ready."
)


PROJECT = "/projects/p1"


FAILURE = Failure(
    happened="The model did not answer.",
    kept="Your answers are saved. Nothing was lost.",
    detail="provider_overloaded: 4 attempts",
    debug_id="0192f7a3c1",
)


WAITING = Thinking(
    title="Thinking about your answer…",
    detail="The next question may depend on it.",
    elapsed_seconds=4,
)


ANSWER = Source(
    label="4",
    origin="Your answer to question 4",
    quote="Volunteers are mostly over 60, so nothing to install.",
    href=f"{PROJECT}/understanding",
)


NEXT = leading.NextStep(label="Compare options", href=f"{PROJECT}/plan")


def frame(
    *, current: str = "", mode: frames.Mode = "demo", theme: frames.Theme = "system"
) -> frames.Frame:
    """The shell; with `current` it is inside a project."""
    if not current:
        crumbs = (frames.Crumb(label="Projects"),)
        return frames.Frame(
            csrf_token="t", mode=mode, theme=theme, crumbs=crumbs, user_name="Mara"
        )
    nav = frames.project_nav(
        PROJECT,
        current,
        locked={"Build": "Choose a plan first"} if current == "Interview" else {},
        notes={"Interview": "8/14"},
        needs_you=frozenset({"Decisions"}),
    )
    stages = frames.stage_bar(
        "Plan",
        done=frozenset({"Idea", "Interview", "Decision", "Documents"}),
        hrefs={"Interview": f"{PROJECT}/understanding", "Plan": f"{PROJECT}/plan"},
        reasons={"Export": "Opens after the MVP"},
    )
    gate_banner = frames.Banner(
        tone="warning",
        icon="hand",
        text="Direction",
        strong="A decision waits for you:",
        action_label="Decide",
        action_href=f"{PROJECT}/gate",
    )
    return frames.Frame(
        csrf_token="t",
        mode=mode,
        theme=theme,
        path=f"{PROJECT}/x",
        user_name="Mara",
        project=frames.ProjectFrame(
            name="Mend Desk", href=PROJECT, nav=nav, stages=stages, cost="$0.42"
        ),
        projects=(frames.ProjectLink(name="Mend Desk", href=PROJECT),),
        crumbs=(
            frames.Crumb(label="Projects", href="/"),
            frames.Crumb(label="Mend Desk", href=PROJECT),
            frames.Crumb(label=current),
        ),
        banners=(gate_banner,) if current == "Overview" else (),
        notice="Section updated" if current == "Documents" else None,
    )


def draw_past(number: int, question: str, answer: str, assumed: str | None = None):
    return PastAnswer(
        number=number,
        question=question,
        answer=answer,
        edit_href=f"?edit=q{number}",
        assumption=assumed,
    )


HISTORY = (
    draw_past(
        7,
        "Who decides that an item cannot be repaired?",
        "The volunteer who opened it, but they tell the table first so that the "
        "visitor hears a reason and can take the parts home or leave them for spares.",
    ),
    draw_past(
        6,
        "How many items come in on a usual Saturday?",
        "Between 35 and 55, from about 40 visitors.",
    ),
    draw_past(5, "What do you pay for today?", "Nothing. We live from a donation box."),
    draw_past(
        4,
        "May you keep phone numbers of visitors?",
        "I don’t know",
        "yes, with consent",
    ),
)


def draw_question(**more: object) -> Question:
    return Question(
        id="q4",
        text="What must stay exactly as it is, whatever we build?",
        why="Limits save us weeks. Think of money, people, equipment, rules.",
        input_type="textarea",
        **more,  # type: ignore[arg-type]
    )


CHOICE = Question(
    id="q8",
    text="When an item is ready, how should the visitor hear about it?",
    why="this decides whether we need phone numbers, and what each message costs you.",
    input_type="multiple_choice",
    options=("Text message", "E-mail", "A volunteer calls", "A list on the wall"),
    answer="Text message",
    is_required=False,
)
