"""The evidence behind a direction, criterion by criterion; pure.

Computed from the idea brief, its verified quotes and our confidence. It can say
"unknown", and weak evidence caps what we recommend. It never decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.provenance import ASSUMPTION
from cofounder.artifacts.statements import Statement, statements_of
from cofounder.interviews.brief import Section

EvidenceLevel = Literal["strong", "moderate", "needs_depth", "unknown"]
Advice = Literal["proceed", "narrow", "learn_more"]
Sources = Mapping[str, Sequence[Mapping[str, Any]]]

MAX_QUOTES = 3
MAX_QUOTE = 300
ENOUGH_UNKNOWN = 4
ENOUGH_KNOWN = 4
_ORDER: tuple[EvidenceLevel, ...] = ("unknown", "needs_depth", "moderate", "strong")


@dataclass(frozen=True, slots=True)
class Criterion:
    """Something we have to know; where the brief speaks of it, and what would help."""

    key: str
    title: str
    sections: tuple[Section, ...]
    ask: str


CRITERIA = (
    Criterion(
        "problem",
        "Problem",
        (Section.PROBLEM_STATEMENT,),
        "One recent case of the problem, in your words, with a number in it.",
    ),
    Criterion(
        "who",
        "Who has it",
        (Section.TARGET_USER,),
        "Who has the problem most often, named so narrowly that we could call them.",
    ),
    Criterion(
        "alternatives",
        "What they do today",
        (Section.COMPETITIVE_ANALYSIS, Section.DIFFERENTIATION),
        "What they use or do about it today, and what that costs them.",
    ),
    Criterion(
        "money",
        "Money",
        (Section.MONETIZATION_HYPOTHESIS,),
        "Who would pay, how much, and what makes you think so.",
    ),
    Criterion(
        "constraints",
        "Limits",
        (Section.KEY_CONSTRAINTS,),
        "The limits we must respect: time, money, rules, what is there already.",
    ),
    Criterion(
        "risks",
        "Risks",
        (Section.RISKS,),
        "What could make this fail, as you see it.",
    ),
    Criterion(
        "first_experiment",
        "First experiment",
        (Section.SMALLEST_VIABLE_EXPERIMENT,),
        "The cheapest test that would change your mind, and when you could run it.",
    ),
)
# Without these two nobody can honestly say "go ahead".
ESSENTIAL = ("problem", "who")
_COUNTS = ("none", "one", "two", "three", "four", "five", "six", "seven")


@dataclass(frozen=True, slots=True)
class Proof:
    """A founder's own words behind a criterion."""

    quote: str
    ref: str
    path: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What we know about one criterion; `missing` is empty when nothing is."""

    key: str
    title: str
    level: EvidenceLevel
    evidence: tuple[Proof, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Recommendation:
    """What the evidence supports, and why."""

    value: Advice
    reason: str

    @property
    def is_capped(self) -> bool:
        """Whether going ahead is more than the evidence supports."""
        return self.value != "proceed"


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Seven findings and what follows from them."""

    criteria: tuple[Finding, ...]
    recommendation: Recommendation

    def as_dict(self) -> dict[str, Any]:
        """The form kept in a gate's context, so that history shows what was known."""
        plain = asdict(self)
        plain["criteria"] = [
            {**finding, "evidence": list(finding["evidence"])}
            for finding in plain["criteria"]
        ]
        return plain


def scorecard_of(content: Mapping[str, Any], sources: Sources) -> Scorecard:
    """The scorecard of an idea brief with its sources."""
    statements = statements_of(ArtifactType.IDEA_BRIEF, content)
    levels: Mapping[str, Any] = content.get("confidence_scores") or {}
    findings = tuple(_finding(c, statements, sources, levels) for c in CRITERIA)
    return Scorecard(findings, _recommend(findings))


def _finding(
    criterion: Criterion,
    statements: Sequence[Statement],
    sources: Sources,
    levels: Mapping[str, Any],
) -> Finding:
    said = [s for s in statements if s.section in criterion.sections]
    proven = {s.path: list(_proofs(s, sources)) for s in said}
    evidence = tuple(_unlike(p for proofs in proven.values() for p in proofs))
    sections = {s.section for s in said if proven[s.path]}
    found = [_level(levels.get(section)) for section in sections]
    if not found:
        return Finding(
            criterion.key, criterion.title, "unknown", (), _gap(said, criterion)
        )
    level: EvidenceLevel = next(each for each in reversed(_ORDER) if each in found)
    assumed = sum(not proofs for proofs in proven.values())
    missing = criterion.ask if level == "needs_depth" else ""
    if not missing and assumed:
        missing = f"{assumed} of {len(said)} statements here are still assumed."
    return Finding(
        criterion.key, criterion.title, level, evidence[:MAX_QUOTES], missing
    )


def _gap(said: Sequence[Statement], criterion: Criterion) -> str:
    known = "We only assume something here." if said else "Nothing was said about it."
    return f"{known} {criterion.ask}"


def _level(stored: Any) -> EvidenceLevel:
    return stored if stored in ("strong", "moderate", "needs_depth") else "moderate"


def _proofs(statement: Statement, sources: Sources) -> Iterator[Proof]:
    """The verified quotes of a statement; what the founder wrote proves itself."""
    for path in (statement.path, statement.section):
        for source in sources.get(path, ()):
            if source.get("kind") == ASSUMPTION:
                continue
            quote = str(source.get("quote") or statement.text)[:MAX_QUOTE]
            yield Proof(quote, str(source.get("ref") or ""), statement.path)


def _unlike(proofs: Iterator[Proof]) -> Iterator[Proof]:
    seen: set[tuple[str, str]] = set()
    for proof in proofs:
        if (proof.ref, proof.quote) not in seen:
            seen.add((proof.ref, proof.quote))
            yield proof


def _recommend(findings: Sequence[Finding]) -> Recommendation:
    unknown = [f for f in findings if f.level == "unknown"]
    essential = [f for f in unknown if f.key in ESSENTIAL]
    shallow = [f for f in findings if f.level == "needs_depth" and f.key in ESSENTIAL]
    if essential:
        return Recommendation(
            "learn_more",
            f"None of your own words support this yet: {_named(essential)}.",
        )
    if len(unknown) >= ENOUGH_UNKNOWN:
        return Recommendation(
            "learn_more", f"Too much is still unknown: {_named(unknown)}."
        )
    if shallow:
        return Recommendation(
            "narrow", f"What you told us is thin here: {_named(shallow)}."
        )
    if sum(f.level in ("strong", "moderate") for f in findings) < ENOUGH_KNOWN:
        return Recommendation(
            "narrow", "Only a few of the seven points rest on solid ground."
        )
    return Recommendation("proceed", _support(unknown))


def _support(unknown: Sequence[Finding]) -> str:
    if not unknown:
        return "Your own words support all seven points."
    known = _COUNTS[len(CRITERIA) - len(unknown)]
    named = _named(unknown)
    return (
        f"Your own words support {known} of the seven points. Still unknown: {named}."
    )


def _named(findings: Sequence[Finding]) -> str:
    return ", ".join(finding.title.lower() for finding in findings)
