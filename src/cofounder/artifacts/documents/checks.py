"""What a document must hold beyond its schema, whoever wrote it; pure (DOCU-02).

Each function says what is wrong, in words for whoever has to mend it; nothing is wrong
when it says nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from cofounder.artifacts.contents import ArtifactType, calendar_dates
from cofounder.artifacts.documents.items import PREFIXES, REQUIRED, name_of
from cofounder.artifacts.statements import statements_of
from cofounder.interviews.words import normalised

Content = Mapping[str, Any]
WEEKS = ("milestones", "critical_path", "total_duration_weeks")
# Shorter denials ("Payments") stand in many innocent sentences; they count as a whole.
SHORTEST_DENIAL = 12


def texts_in(value: Any) -> Iterator[str]:
    """Every text of a content, in order, without its keys."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in cast("Mapping[str, Any]", value).values():
            yield from texts_in(inner)
    elif isinstance(value, Sequence):
        for inner in cast("Sequence[Any]", value):
            yield from texts_in(inner)


def flattened(text: str) -> str:
    """`text` for comparing: one line, no case, no closing mark."""
    return " ".join(normalised(text).casefold().split()).rstrip(".!?… ")


def repeats(text: str, denied: Iterable[str]) -> str:
    """What of `denied` stands in `text`, or nothing."""
    here = flattened(text)
    for one in denied:
        false = flattened(one)
        if false and (
            here == false or (len(false) >= SHORTEST_DENIAL and false in here)
        ):
            return one
    return ""


def repeated_denials(
    kind: ArtifactType, content: Content, denied: Collection[str]
) -> list[str]:
    """Statements the founder said are not so, and that stand there all the same."""
    if not denied:
        return []
    wholes = [statement.text for statement in statements_of(kind, content)]
    found = (repeats(text, denied) for text in [*wholes, *texts_in(content)])
    return list(dict.fromkeys(one for one in found if one))


def blanks(content: Content) -> list[str]:
    """The sections in which something is left empty."""
    return [
        section
        for section, value in content.items()
        if any(not text.strip() for text in texts_in(value)) or value in ("", [], None)
    ]


def twins(kind: ArtifactType, content: Content) -> list[str]:
    """Names that two items of the document share."""
    sections: list[list[Any]] = [content.get(s) or [] for s in PREFIXES[kind]]
    names = [name_of(item) for items in sections for item in items]
    counts = Counter(flattened(name) for name in names)
    return list(dict.fromkeys(name for name in names if counts[flattened(name)] > 1))


def wrong_weeks(content: Content) -> str:
    """Why the weeks do not add up: critical path <= total <= all milestones."""
    lengths = {
        flattened(one["title"]): one["estimated_weeks"] for one in content["milestones"]
    }
    path = [flattened(title) for title in content["critical_path"]]
    critical = sum(lengths.get(title, 0) for title in dict.fromkeys(path))
    together = sum(one["estimated_weeks"] for one in content["milestones"])
    total = content["total_duration_weeks"]
    if critical <= total <= together:
        return ""
    return (
        f"the weeks do not add up: the critical path takes {critical}, all milestones"
        f" together {together}, so the total must lie between them, and it is {total}"
    )


def strangers_on_path(content: Content) -> list[str]:
    """Titles of the critical path that no milestone has."""
    titles = {flattened(one["title"]) for one in content["milestones"]}
    return [t for t in content["critical_path"] if flattened(t) not in titles]


def dates(content: Content, words: Iterable[str]) -> list[str]:
    """Calendar dates in a content that nobody wrote in `words`."""
    written = {date.casefold() for text in words for date in calendar_dates(text)}
    found = [date for text in texts_in(content) for date in calendar_dates(text)]
    return list(dict.fromkeys(d for d in found if d.casefold() not in written))


def without_reference(
    kind: ArtifactType, labels: Mapping[str, Sequence[str]], known: Collection[str]
) -> list[str]:
    """The items that refer to nothing of a sort they must, as far as there is any."""
    groups = [
        wanted for wanted in REQUIRED[kind] if any(one[:1] in wanted for one in known)
    ]
    return [
        f"{path} must refer to one of {sorted(x for x in known if x[:1] in wanted)}"
        for path, given in labels.items()
        for wanted in groups
        if not any(one in known and one[:1] in wanted for one in given)
    ]
