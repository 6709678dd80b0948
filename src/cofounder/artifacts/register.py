"""The register of assumptions: what we take for granted, and what rests on it; pure.

An assumption is a statement without a verified source, or a question the founder left
to us. The same words are one assumption, wherever they stand. What rests on it follows
from the sources that cite it and from the references between documents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from cofounder.accounts.tiers import Tier
from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.items import targets_of
from cofounder.artifacts.models import Artifact, AssumptionVerdict
from cofounder.artifacts.provenance import assumed_paths
from cofounder.artifacts.reading import locked_of
from cofounder.artifacts.statements import Statement, fingerprint_of, statements_of
from cofounder.interviews.models import Action, InterviewColumns

State = Literal["open", "confirmed", "denied"]
# Where assumptions stand, in the order of reading.
HOLDERS = (ArtifactType.IDEA_BRIEF, *GENERATION_ORDER)
CITES = "assumption:"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A statement of an artifact, by its path."""

    kind: ArtifactType
    path: str

    @property
    def section(self) -> str:
        """The section it stands in."""
        return self.path.partition("/")[0]


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """A question the founder skipped or left to us, with what we chose, if anything."""

    ref: str
    question: str
    action: Literal["skip", "you_decide"]
    choice: str | None = None

    @property
    def text(self) -> str:
        """What we assume; the question itself where we chose nothing."""
        return self.choice or self.question

    @property
    def fingerprint(self) -> str:
        """Of question and choice together: another choice is another assumption."""
        return fingerprint_of(f"{self.question}\n{self.choice or ''}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One assumption.

    `places` is where its words stand, `resting` the statements that rest on it,
    directly or through others. A question has `asked`; one that was skipped cannot be
    confirmed or denied, only answered.
    """

    fingerprint: str
    text: str
    state: State = "open"
    places: tuple[Place, ...] = ()
    resting: tuple[Place, ...] = ()
    asked: LeftOpen | None = None
    note: str = ""
    decided_at: datetime | None = None

    @property
    def can_be_judged(self) -> bool:
        """Whether there is something to confirm or deny."""
        return self.asked is None or self.asked.choice is not None

    @property
    def affected(self) -> dict[ArtifactType, tuple[str, ...]]:
        """The sections that say it or rest on it, by artifact in reading order."""
        sections: dict[ArtifactType, dict[str, None]] = {}
        for place in (*self.places, *self.resting):
            sections.setdefault(place.kind, {})[place.section] = None
        return {kind: tuple(sections[kind]) for kind in HOLDERS if kind in sections}


@dataclass(frozen=True)
class _Web:
    """Who says what, who cites whom, and who refers to whom."""

    said: Mapping[str, list[Place]]
    texts: Mapping[Place, Statement]
    citing: Mapping[str, list[Place]]
    referring: Mapping[Place, list[Place]] = field(
        default_factory=dict[Place, list[Place]]
    )


def register_of(
    artifacts: Iterable[Artifact],
    left_open: Sequence[LeftOpen] = (),
    verdicts: Sequence[AssumptionVerdict] = (),
) -> list[Entry]:
    """Every assumption: questions first, then statements in reading order.

    What the founder judged stays in the list when its words are gone.
    """
    rows = {row.artifact_type: row for row in artifacts if row.current_content}
    web = _web(rows)
    judged = {verdict.fingerprint: verdict for verdict in verdicts}
    assumed = _assumed(rows)
    asked = _asked(left_open, assumed)
    texts = {fingerprint: one.text for fingerprint, one in asked.items()}
    texts |= {statement.fingerprint: statement.text for statement in assumed}
    texts |= {verdict.fingerprint: verdict.text for verdict in verdicts}
    return [
        _entry(fingerprint, text, web, judged.get(fingerprint), asked.get(fingerprint))
        for fingerprint, text in texts.items()
    ]


def visible(places: Iterable[Place], tier: Tier) -> list[Place]:
    """The places in sections that a plan includes."""
    return [p for p in places if p.section not in locked_of(p.kind, tier)]


def shown_to(entries: Iterable[Entry], tier: Tier) -> list[Entry]:
    """The entries a plan shows: not what stands in locked sections only."""
    return [e for e in entries if not e.places or visible(e.places, tier)]


def questions_left_open(
    ref: str, interview: InterviewColumns, chosen: Mapping[str, str]
) -> list[LeftOpen]:
    """The questions of an interview that were skipped or left to us, in order."""
    found: list[LeftOpen] = []
    for question in interview.questions:
        action = interview.answers.get(question["id"], {}).get("action")
        if action not in (Action.SKIP, Action.YOU_DECIDE):
            continue
        delegated = action == Action.YOU_DECIDE
        found.append(
            LeftOpen(
                ref=f"{ref}:{question['id']}",
                question=question["text"],
                action="you_decide" if delegated else "skip",
                choice=chosen.get(question["id"]) if delegated else None,
            )
        )
    return found


def _assumed(rows: Mapping[ArtifactType, Artifact]) -> list[Statement]:
    found: list[Statement] = []
    for kind in HOLDERS:
        if kind not in rows:
            continue
        content: dict[str, Any] = rows[kind].current_content or {}
        assumed = set(assumed_paths(kind, content, rows[kind].sources))
        found += [s for s in statements_of(kind, content) if s.path in assumed]
    return found


def _asked(
    left_open: Iterable[LeftOpen], assumed: Sequence[Statement]
) -> dict[str, LeftOpen]:
    """The questions by their fingerprint; of two with one statement both are kept."""
    found: dict[str, LeftOpen] = {}
    for one in left_open:
        words = _words_of(one, assumed)
        found[one.fingerprint if words in found else words] = one
    return found


def _words_of(asked: LeftOpen, assumed: Sequence[Statement]) -> str:
    """The fingerprint of the statement our choice went into, else the question's own.

    The idea brief says what we chose (UNDR-05): that is one assumption, not two.
    """
    for statement in assumed:
        if asked.choice and asked.choice in statement.text:
            return statement.fingerprint
    return asked.fingerprint


def _entry(
    fingerprint: str,
    text: str,
    web: _Web,
    verdict: AssumptionVerdict | None,
    asked: LeftOpen | None,
) -> Entry:
    stands = tuple(web.said.get(fingerprint, ()))
    return Entry(
        fingerprint=fingerprint,
        text=text,
        state="open" if verdict is None else verdict.verdict.value,
        places=stands,
        resting=_resting(fingerprint, stands, web),
        asked=asked,
        note="" if verdict is None else verdict.note,
        decided_at=None if verdict is None else verdict.decided_at,
    )


def _resting(fingerprint: str, places: Sequence[Place], web: _Web) -> tuple[Place, ...]:
    """Everything that cites it, or refers to something that says or cites it."""
    reached: dict[Place, None] = {}
    waiting = [*places, *web.citing.get(fingerprint, ())]
    while waiting:
        place = waiting.pop(0)
        if place in reached:
            continue
        reached[place] = None
        waiting.extend(web.referring.get(place, ()))
        waiting.extend(web.citing.get(web.texts[place].fingerprint, ()))
    return tuple(
        place for place in web.texts if place in reached and place not in places
    )


def _web(rows: Mapping[ArtifactType, Artifact]) -> _Web:
    said: dict[str, list[Place]] = {}
    texts: dict[Place, Statement] = {}
    citing: dict[str, list[Place]] = {}
    for kind in HOLDERS:
        if kind not in rows:
            continue
        for statement in statements_of(kind, rows[kind].current_content):
            place = Place(kind, statement.path)
            texts[place] = statement
            said.setdefault(statement.fingerprint, []).append(place)
            for cited in _citations(rows[kind], statement):
                citing.setdefault(cited, []).append(place)
    return _Web(said, texts, citing, _referring(rows, texts))


def _citations(row: Artifact, statement: Statement) -> list[str]:
    """Fingerprints of the assumptions that a statement says it rests on."""
    proofs: list[dict[str, Any]] = [
        *row.sources.get(statement.path, ()),
        *(
            row.sources.get(statement.section, ())
            if statement.section != statement.path
            else ()
        ),
    ]
    refs = (str(proof.get("ref", "")) for proof in proofs)
    return [ref.removeprefix(CITES) for ref in refs if ref.startswith(CITES)]


def _referring(
    rows: Mapping[ArtifactType, Artifact], texts: Mapping[Place, Statement]
) -> dict[Place, list[Place]]:
    """For each statement that is an item, the items of later documents that name it."""
    by_id = {
        target.id: Place(kind, target.path)
        for kind, row in rows.items()
        if kind in GENERATION_ORDER
        for target in targets_of(kind, row.current_content or {}, row.item_ids)
    }
    referring: dict[Place, list[Place]] = {}
    for row in rows.values():
        for item, linked in row.links.items():
            if item not in by_id or by_id[item] not in texts:
                continue
            for named in (by_id[one] for one in linked if one in by_id):
                referring.setdefault(named, []).append(by_id[item])
    return referring
