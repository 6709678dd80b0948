"""What a document must hold beyond its schema (DOCU-02, PROV-03).

What code can put right without inventing anything it puts right at once: the numbers of
steps, the spelling of a title, the label of a quote. What it cannot goes back to the
model once. After that a label or a quote that is false is dropped, and the gap is shown;
a document that would deceive its reader is refused.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from cofounder.agents.failures import Broken
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents import checks
from cofounder.artifacts.documents.drafts import (
    DocumentDraft,
    HowItWorksDraft,
    MilestonesDraft,
    taken_apart,
)
from cofounder.artifacts.ports import DocumentRequest
from cofounder.artifacts.statements import statements_of
from cofounder.interviews.ports import Evidence
from cofounder.interviews.words import Passage, find_passage

D = TypeVar("D", bound=DocumentDraft)

_PLACE = re.compile(r"^(\w+)(?:[/.\[](\d+))?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: for the model, and in words for people.

    A problem that is not `grave` costs the repair, and is a visible gap after it.
    """

    detail: str
    plain: str
    grave: bool = True


def document(value: D, request: DocumentRequest, *, is_last: bool) -> D:
    """The document as it may be kept.

    Raises:
        Broken: something must be put right, or could not be.
    """
    value = _mended(value, request)
    given = value.evidence
    value = value.model_copy(update={"evidence": _exact(given, value, request)})
    found = [*_of_content(value, request), *_of_references(value, request)]
    found += _of_evidence(given, value)
    grave = [problem for problem in found if problem.grave]
    if found and not is_last:
        raise Broken("; ".join(p.detail for p in found), found[0].plain)
    if grave:
        raise Broken("; ".join(p.detail for p in grave), grave[0].plain)
    return _without_strangers(value, request)


def _mended(value: D, request: DocumentRequest) -> D:
    """Steps numbered through, and titles of the critical path as the milestones spell
    them; both say the same as before.
    """
    if isinstance(value, HowItWorksDraft):
        steps = [
            step.model_copy(update={"step_number": number})
            for number, step in enumerate(value.user_journey, start=1)
        ]
        return value.model_copy(update={"user_journey": steps})
    if isinstance(value, MilestonesDraft):
        milestones: list[Any] = _content(value, request)["milestones"]
        titles = {checks.flattened(one["title"]): one["title"] for one in milestones}
        path = [titles.get(checks.flattened(t), t) for t in value.critical_path]
        return value.model_copy(update={"critical_path": list(dict.fromkeys(path))})
    return value


def _content(value: DocumentDraft, request: DocumentRequest) -> dict[str, Any]:
    """What will be kept: where only some sections are wanted, the others stay."""
    content = taken_apart(value).content
    if not request.sections:
        return content
    kept = {
        key: text
        for key, text in request.previous.items()
        if key in type(value).model_fields
    }
    return {**content, **{k: v for k, v in kept.items() if k not in request.sections}}


def _wanted(value: DocumentDraft, request: DocumentRequest) -> dict[str, Any]:
    """The part of the answer that is used."""
    content = taken_apart(value).content
    wanted = request.sections or tuple(content)
    return {key: text for key, text in content.items() if key in wanted}


def _of_content(value: DocumentDraft, request: DocumentRequest) -> list[Problem]:
    content = _wanted(value, request)
    found: list[Problem] = []
    if empty := checks.blanks(content):
        found.append(
            Problem(
                f"nothing is said in {', '.join(empty)}", "a section was left empty"
            )
        )
    if twins := checks.twins(request.kind, content):
        found.append(
            Problem(
                f"every name must be different; these occur twice: {twins!r}",
                "two of its parts had the same name",
            )
        )
    if false := checks.repeated_denials(request.kind, content, request.denied):
        found.append(
            Problem(
                f"the founder said that this is not so; do not repeat it: {false!r}",
                "it repeated what you said is not so",
            )
        )
    return [*found, *_of_dates(content, request), *_of_weeks(value, request)]


def _of_dates(content: dict[str, Any], request: DocumentRequest) -> list[Problem]:
    dates = checks.dates(content, _written(request))
    if not dates:
        return []
    return [
        Problem(
            f"count in weeks from the start, without dates and years: {dates!r}. Write"
            " figures above a thousand with a comma.",
            "it named calendar dates where weeks belong",
        )
    ]


def _written(request: DocumentRequest) -> list[str]:
    """The texts a date may come from; for milestones only the names they must use."""
    if request.kind is ArtifactType.MILESTONES:
        return [target.name for prior in request.prior for target in prior.targets]
    material = [request.brief, request.thesis, request.previous]
    material += [prior.content for prior in request.prior]
    words = [p.text for p in (*request.passages, *request.assumptions)]
    return [*words, request.instruction, *checks.texts_in(material)]


def _of_weeks(value: DocumentDraft, request: DocumentRequest) -> list[Problem]:
    """Titles that exist, and a total between critical path and everything.

    Where the founder's own figures stay, they may contradict ours; they win.
    """
    if not isinstance(value, MilestonesDraft):
        return []
    wanted = [s for s in checks.WEEKS if s in (request.sections or checks.WEEKS)]
    content = _content(value, request)
    strangers = checks.strangers_on_path(content) if wanted else []
    found: list[Problem] = []
    if strangers:
        found.append(
            Problem(
                f"the critical path names no milestone of ours: {strangers!r}",
                "its critical path led past its milestones",
                grave=len(strangers) == len(content["critical_path"]),
            )
        )
    sums = checks.wrong_weeks(content) if wanted else ""
    if sums:
        is_ours = len(wanted) == len(checks.WEEKS)
        found.append(Problem(sums, "its weeks did not add up", grave=is_ours))
    return found


def _of_references(value: DocumentDraft, request: DocumentRequest) -> list[Problem]:
    labels = _labels(value, request)
    unknown = sorted({x for given in labels.values() for x in given} - request.labels)
    found: list[Problem] = []
    if unknown:
        found.append(
            Problem(
                f"these labels do not exist: {unknown!r}; those that do are"
                f" {sorted(request.labels)!r}",
                "it referred to things that do not exist",
                grave=False,
            )
        )
    if missing := checks.without_reference(request.kind, labels, request.labels):
        found.append(
            Problem(
                "; ".join(missing), "its parts did not refer to each other", grave=False
            )
        )
    return found


def _labels(value: DocumentDraft, request: DocumentRequest) -> dict[str, list[str]]:
    wanted = request.sections or tuple(type(value).model_fields)
    return {
        path: given
        for path, given in taken_apart(value).labels.items()
        if path.partition("/")[0] in wanted
    }


def _of_evidence(given: Sequence[Evidence], value: DocumentDraft) -> list[Problem]:
    """A false quote costs the repair; nothing but false quotes is a deception."""
    exact = value.evidence
    if not given:
        detail = "`evidence` is empty: copy the words the statements rest on"
        return [Problem(detail, "it proved nothing it said", grave=False)]
    false = [
        proof.quote[:200]
        for proof in given
        if not any(proof.quote == one.quote for one in exact)
    ]
    if not false:
        return []
    return [
        Problem(
            "these quotes are not copied exactly from the source they name, or their path"
            f" is no section or item of this document: {false!r}. Copy character by"
            " character.",
            "it quoted words you never wrote",
            grave=not exact,
        )
    ]


def _exact(
    given: Sequence[Evidence], value: DocumentDraft, request: DocumentRequest
) -> list[Evidence]:
    """The quotes that stand, at the path and under the label where they do."""
    paths = {s.path for s in statements_of(request.kind, taken_apart(value).content)}
    found: list[Evidence] = []
    for proof in given:
        path, source = _place(proof.path), _source(proof, request)
        if path in paths and source:
            one = Evidence(path=path, source=source, quote=proof.quote)
            found.append(one)
    return found


def _place(path: str) -> str:
    """The statement a path means: `core_features[0].name` is `core_features/0`."""
    found = _PLACE.match(path.strip())
    if not found:
        return path
    return "/".join(part for part in found.groups() if part)


def _source(proof: Evidence, request: DocumentRequest) -> str:
    """The label under which the quote is exact; another than given if that was wrong."""
    listed = {f"S{n}": p for n, p in enumerate(request.passages, start=1)}
    assumed = {f"A{n}": p for n, p in enumerate(request.assumptions, start=1)}
    if _holds({**listed, **assumed}.get(proof.source), proof.quote):
        return proof.source
    return next((n for n, p in listed.items() if _holds(p, proof.quote)), "")


def _holds(passage: Passage | None, quote: str) -> bool:
    return passage is not None and find_passage(quote, [passage]) is not None


def _without_strangers(value: D, request: DocumentRequest) -> D:
    """Labels and titles that nothing carries are left out: the gap is shown."""
    changes: dict[str, Any] = {
        section: [_with_known(item, request.labels) for item in getattr(value, section)]
        for section in {path.partition("/")[0] for path in taken_apart(value).labels}
    }
    if isinstance(value, MilestonesDraft):
        strangers = checks.strangers_on_path(_content(value, request))
        path = [title for title in value.critical_path if title not in strangers]
        changes["critical_path"] = path or value.critical_path
    return value.model_copy(update=changes)


def _with_known(item: Any, known: frozenset[str]) -> Any:
    kept = [one for one in dict.fromkeys(item.refers_to) if one in known]
    return item.model_copy(update={"refers_to": kept})
