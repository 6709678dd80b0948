"""What a statement cites, resolved: every reference of PROV-02 to words and a page.

A pure lookup over loaded rows, used wherever a source is shown: documents, exports,
the register of assumptions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cofounder.artifacts.contents import DOCUMENTS, TITLES, ArtifactType
from cofounder.artifacts.models import Artifact, AssumptionVerdict, Verdict
from cofounder.artifacts.provenance import ASSUMPTION
from cofounder.artifacts.statements import Statement, statements_of
from cofounder.gates.models import Gate
from cofounder.interviews.models import InterviewColumns
from cofounder.interviews.passages import passages_of
from cofounder.interviews.words import Passage
from cofounder.journey.decisions import DecisionRead
from cofounder.journey.names import gate_name, gate_node
from cofounder.journey.rows import ProjectRows

_PAGES = {
    ArtifactType.IDEA_BRIEF: "brief",
    ArtifactType.STRATEGY_GRAPH: "strategy",
    ArtifactType.MVP_TIMELINE: "timeline",
    ArtifactType.APP_ARCHITECTURE: "architecture",
    ArtifactType.EXECUTION_PLAN: "plan",
}
_VERDICTS = {Verdict.CONFIRMED: "You confirmed", Verdict.DENIED: "You denied"}


@dataclass(frozen=True, slots=True)
class ResolvedSource:
    """What a reference stands for: its kind, a title, the stored words, its page."""

    ref: str
    kind: str
    title: str
    text: str
    url: str

    @property
    def is_said(self) -> bool:
        """Whether these are the founder's own words or decision, not ours."""
        return self.kind != ASSUMPTION and not self.ref.startswith("artifact:")


class ProvenanceIndex:
    """Every source a project has, by reference."""

    def __init__(self, sources: Iterable[ResolvedSource]) -> None:
        self._by_ref: dict[str, ResolvedSource] = {}
        for source in sources:
            self._by_ref.setdefault(source.ref, source)

    def find(self, ref: str) -> ResolvedSource | None:
        """What a reference stands for; None when it is not of this project.

        The place inside an upload (`#page=3`) does not change what it stands for.
        """
        return self._by_ref.get(ref) or self._by_ref.get(ref.partition("#")[0])

    @property
    def said(self) -> tuple[ResolvedSource, ...]:
        """What the founder said or decided: what a statement can be proven by."""
        return tuple(source for source in self if source.is_said)

    def __iter__(self) -> Iterator[ResolvedSource]:
        return iter(self._by_ref.values())

    def __len__(self) -> int:
        return len(self._by_ref)


def provenance_of(rows: ProjectRows) -> ProvenanceIndex:
    """The index of a project: words of the founder, decisions, artifacts, assumptions.

    What nobody decided yet proves nothing, so it is no source.
    """
    home = home_of(rows.project.id)
    return ProvenanceIndex(
        [
            *_said(rows, home),
            *(_gate(g, home) for g in rows.gates if g.decision is not None),
            *(_decision(d, home) for d in rows.decisions if d.decided_at is not None),
            *(_verdict(verdict, home) for verdict in rows.verdicts),
            *_stated(rows.artifacts, home),
        ]
    )


def home_of(project_id: object) -> str:
    """The path every page of a project begins with."""
    return f"/projects/{project_id}"


def page_of(kind: ArtifactType, home: str) -> str:
    """The page an artifact is read on."""
    if kind in DOCUMENTS:
        return f"{home}/documents/{kind.value}"
    return f"{home}/{_PAGES[kind]}"


def _said(rows: ProjectRows, home: str) -> Iterator[ResolvedSource]:
    if rows.onboarding is None:
        return
    first = f"/new/{rows.onboarding.id}"
    for passage in passages_of(rows.onboarding, rows.understanding):
        asked_later = passage.ref.startswith("understanding:")
        yield _passage(passage, f"{home}/understanding" if asked_later else first)
    yield from _unanswered(rows.onboarding, f"onboarding:{rows.onboarding.id}", first)
    if rows.understanding is not None:
        prefix = f"understanding:{rows.understanding.id}"
        yield from _unanswered(rows.understanding, prefix, f"{home}/understanding")


def _passage(passage: Passage, url: str) -> ResolvedSource:
    title = f"Your answer to “{passage.question}”" if passage.question else "Your idea"
    return ResolvedSource(passage.ref, passage.kind, title, passage.text, url)


def _unanswered(
    interview: InterviewColumns, prefix: str, url: str
) -> Iterator[ResolvedSource]:
    """Questions that were skipped or left to us: what follows is assumed (UNDR-05)."""
    for question in interview.questions:
        given: Mapping[str, str] = interview.answers.get(question["id"], {})
        if given.get("action") in ("skip", "you_decide"):
            left = given["action"] == "you_decide"
            title = "You left this to us" if left else "You skipped this"
            ref = f"{prefix}:{question['id']}"
            yield ResolvedSource(ref, ASSUMPTION, title, question["text"], url)


def _gate(gate: Gate, home: str) -> ResolvedSource:
    assert gate.decision is not None
    decision = gate.decision.value
    return ResolvedSource(
        ref=f"gate:{gate.id}",
        kind="decision",
        title=f"Your decision: {gate_name(gate)}, {decision}",
        text=gate.reason or decision,
        url=f"{home}/strategy?node={gate_node(gate)}",
    )


def _decision(decision: DecisionRead, home: str) -> ResolvedSource:
    return ResolvedSource(
        ref=decision.ref,
        kind="decision",
        title=f"Your decision: {decision.subject}",
        text=decision.said or decision.choice,
        url=f"{home}/strategy?node={decision.node_id}",
    )


def _verdict(verdict: AssumptionVerdict, home: str) -> ResolvedSource:
    return ResolvedSource(
        ref=f"decision:{verdict.id}",
        kind="decision",
        title=_VERDICTS[verdict.verdict],
        text=verdict.text,
        url=f"{home}/assumptions#a-{verdict.fingerprint}",
    )


def _stated(artifacts: Iterable[Artifact], home: str) -> Iterator[ResolvedSource]:
    """Statements: as places the founder edited, and as assumptions of ours."""
    for row in artifacts:
        url = page_of(row.artifact_type, home)
        for statement in statements_of(row.artifact_type, row.current_content):
            yield from _statement(row, statement, f"{url}#section-{statement.section}")


def _statement(
    row: Artifact, statement: Statement, url: str
) -> Iterator[ResolvedSource]:
    name = TITLES[row.artifact_type]
    section = statement.section.replace("_", " ")
    for path in dict.fromkeys((statement.path, statement.section)):
        ref = f"artifact:{row.id}:{path}"
        title = f"{name}, {section}"
        yield ResolvedSource(ref, "decision", title, statement.text, url)
    ref = f"{ASSUMPTION}:{statement.fingerprint}"
    title = f"Assumed in the {name.lower()}"
    yield ResolvedSource(ref, ASSUMPTION, title, statement.text, url)
