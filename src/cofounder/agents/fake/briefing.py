"""Thesis snapshot and idea brief: sections, their proofs and our confidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from cofounder.agents.composer.reading import first_sentence, quote, sentences
from cofounder.agents.fake import doubts, statements
from cofounder.agents.fake.gaps import decision, gaps
from cofounder.agents.fake.statements import Statement
from cofounder.agents.fake.story import NARROWED, REDIRECTED, Story, level_of
from cofounder.artifacts.documents.checks import repeats
from cofounder.interviews.brief import BriefText, Level, ThesisSnapshot
from cofounder.interviews.ports import Assumption, Evidence, IdeaBriefDraft
from cofounder.interviews.words import find_passage

MOST_PROSE = 3_500
SECTIONS = {
    "problem_statement": statements.problem,
    "target_user": statements.target_user,
    "value_prop": statements.value_prop,
    "differentiation": statements.differentiation,
    "monetization_hypothesis": statements.money,
    "market_context": statements.market,
    "smallest_viable_experiment": statements.experiment,
    "competitive_analysis": statements.competition,
    "scalability_notes": statements.scalability,
    "risk_deep_dive": doubts.risk_deep_dive,
}
EDITABLE = {
    "problem": "problem_statement",
    "target_user": "target_user",
    "value_prop": "value_prop",
    "differentiation": "differentiation",
    "monetization_hypothesis": "monetization_hypothesis",
    "smallest_viable_experiment": "smallest_viable_experiment",
}
NOT_SO = "We had this wrong, you said. It is open until you tell us how it is."
# The sections that a narrowing or a new direction leads.
LED = ("problem_statement", "target_user", "value_prop")


def compose_thesis(story: Story, assumed: Sequence[Assumption] = ()) -> ThesisSnapshot:
    """The short summary at the end of onboarding."""
    return ThesisSnapshot(
        problem=statements.problem(story).text,
        target_user=statements.target_user(story).text,
        value_prop=statements.value_prop(story).text,
        key_constraint=statements.constraint(story).text,
        differentiation=statements.differentiation(story).text,
        monetization_hypothesis=statements.money(story).text,
        assumptions=[*gaps(story, assumed), *_open_points(story, assumed)],
        risks=[risk.text for risk in doubts.risks(story)],
        smallest_viable_experiment=statements.experiment(story).text,
    )


def compose_brief(
    story: Story,
    assumed: Sequence[Assumption],
    *,
    narrowing: str = "",
    previous: Mapping[str, Any] | None = None,
    thesis: Mapping[str, Any] | None = None,
    denied: Sequence[str] = (),
) -> IdeaBriefDraft:
    """The idea brief; a narrowing or a new direction stands first where it matters.

    What was denied is left out.
    """
    made = {key: build(story) for key, build in SECTIONS.items()}
    made |= _edited(story, thesis or {}, made)
    lists = {
        "key_constraints": _held(statements.constraints(story), denied),
        "risks": _held(doubts.risks(story), denied),
    }
    texts = {key: statement.text for key, statement in made.items()}
    lead = _lead(story, narrowing, previous or {})
    for key in LED if lead else ():
        texts[key] = f"{lead} {texts[key]}"
    scope = [f"Scope for now: only {quote(narrowing, 300)}."] if narrowing else []
    brief = BriefText(
        **{key: _left(text[:MOST_PROSE], denied) for key, text in texts.items()},
        key_constraints=scope + [line.text for line in lists["key_constraints"]],
        assumptions=[
            line
            for line in (*gaps(story, assumed), *_open_points(story, assumed))
            if not repeats(line, denied)
        ],
        risks=[line.text for line in lists["risks"]],
    )
    levels = _confidence(made, lists, brief)
    return IdeaBriefDraft(
        brief=brief,
        confidence=levels,
        reasons=_reasons(levels, made, lists, brief),
        evidence=[
            *_decided(story, narrowing or story.direction, is_scope=bool(scope)),
            *_evidence(story, made, lists, shifted=len(scope)),
        ],
        decided={
            one.label: decision(story, one.question)
            for one in assumed
            if one.action == "you_decide"
        },
    )


def _lead(story: Story, narrowing: str, previous: Mapping[str, Any]) -> str:
    if narrowing:
        return f"{NARROWED}: {quote(narrowing, 400)}."
    if story.direction:
        kept = " The interview so far stays our source." if previous else ""
        return f"{REDIRECTED}: {quote(story.direction, 400)}.{kept}"
    return ""


def _edited(
    story: Story, thesis: Mapping[str, Any], made: Mapping[str, Statement]
) -> dict[str, Statement]:
    """What the founder changed in the thesis is what we say (ONBD-07).

    The thesis we would write from the same words tells an edit from a text of ours.
    """
    early = (p for p in story.passages if p.ref.startswith(("idea:", "onboarding:")))
    ours = compose_thesis(Story(tuple(early))).model_dump() if thesis else {}
    changed: dict[str, Statement] = {}
    for key, section in EDITABLE.items():
        text = thesis.get(key)
        if isinstance(text, str) and text.strip() and text != ours[key]:
            changed[section] = Statement(text.strip(), made[section].source)
    return changed


def _held(lines: Sequence[Statement], denied: Sequence[str]) -> list[Statement]:
    held = [line for line in lines if not repeats(line.text, denied)]
    return held or [Statement(NOT_SO)]


def _left(text: str, denied: Sequence[str]) -> str:
    """What is left of a section without the sentences that were denied."""
    if not repeats(text, denied):
        return text
    left = [one for one in sentences(text) if not repeats(one, denied)]
    return " ".join(left) if left and not repeats(" ".join(left), denied) else NOT_SO


def _open_points(story: Story, assumed: Sequence[Assumption]) -> list[str]:
    lines = [f"Whoever looks after {story.thing} will enter them within a minute each."]
    if story.on("money") is None and not assumed:
        lines.append("Somebody will pay for this; who and how much is open.")
    return lines


def _confidence(
    made: Mapping[str, Statement],
    lists: Mapping[str, Sequence[Statement]],
    brief: BriefText,
) -> dict[str, Level]:
    levels: dict[str, Level] = {}
    for key, statement in made.items():
        levels[key] = _level(statement.evidence)
    for key, lines in lists.items():
        levels[key] = _level(" ".join(line.evidence for line in lines))
    levels["assumptions"] = "moderate" if len(brief.assumptions) < 4 else "needs_depth"
    return levels


def _reasons(
    levels: Mapping[str, Level],
    made: Mapping[str, Statement],
    lists: Mapping[str, Sequence[Statement]],
    brief: BriefText,
) -> dict[str, str]:
    """Why each section is as sure as it is, in words (BRIF-02)."""
    rests = {key: statement.evidence for key, statement in made.items()}
    rests |= {
        key: next((line.evidence for line in lines if line.evidence), "")
        for key, lines in lists.items()
    }
    reasons = {key: _reason(levels[key], words) for key, words in rests.items()}
    count = len(brief.assumptions)
    noun = "point is" if count == 1 else "points are"
    reasons["assumptions"] = (
        f"{count} {noun} still open; each can be checked by asking."
    )
    return reasons


def _reason(level: Level, evidence: str) -> str:
    if not evidence.strip():
        return "You have not told us about this yet, so we suggest a start."
    said = quote(first_sentence(evidence), 90)
    return {
        "strong": f"It rests on something that can be checked: {said}.",
        "moderate": f"Plausible from {said}. A number or a name would make it strong.",
        "needs_depth": f"All we have is {said}. One concrete example would help.",
    }[level]


def _level(evidence: str) -> Level:
    return level_of(evidence) if evidence.strip() else "needs_depth"


def _evidence(
    story: Story,
    made: Mapping[str, Statement],
    lists: Mapping[str, Sequence[Statement]],
    *,
    shifted: int,
) -> list[Evidence]:
    found: list[Evidence] = []
    for key, statement in made.items():
        found += _proof(story, key, statement)
    for key, lines in lists.items():
        start = shifted if key == "key_constraints" else 0
        for at, line in enumerate(lines, start=start):
            found += _proof(story, f"{key}/{at}", line)
    return found


def _proof(story: Story, path: str, statement: Statement) -> list[Evidence]:
    return [
        Evidence(path=path, source=story.label_of(passage), quote=words[:1_000])
        for passage, words in statement.proofs
        if find_passage(words, [passage])
    ]


def _decided(story: Story, words: str, *, is_scope: bool) -> list[Evidence]:
    """The founder's decision behind a narrowing or a new direction, if we have it."""
    made = [p for p in story.passages if p.kind == "decision"]
    behind = find_passage(words, made)
    if behind is None:
        return []
    scope = ("key_constraints/0",) if is_scope else ()
    return [
        Evidence(path=path, source=story.label_of(behind), quote=words[:1_000])
        for path in (*LED, *scope)
    ]
