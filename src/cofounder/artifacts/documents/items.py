"""Stable ids of listed items, and the references between documents; pure.

Features are `F1`, `F2` …, milestones `M…`, risks `R…`, journey steps `J…`, points of
difference `D…`; the value proposition is `V1`. An id belongs to one thing for the life
of its document: it follows the item through edits and rewriting, by place or by name,
and is never given again. References name ids, so they survive reordering and renaming.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from cofounder.artifacts.contents import ArtifactType

ItemIds = dict[str, list[str]]
Links = dict[str, list[str]]

PREFIXES: dict[ArtifactType, dict[str, str]] = {
    ArtifactType.BRIEF: {"differentiation_points": "D"},
    ArtifactType.MVP_SCOPE: {"core_features": "F"},
    ArtifactType.MILESTONES: {"milestones": "M"},
    ArtifactType.RISK_LOG: {
        "technical_risks": "R",
        "market_risks": "R",
        "execution_risks": "R",
        "financial_risks": "R",
        "strategic_risks": "R",
    },
    ArtifactType.HOW_IT_WORKS: {"user_journey": "J"},
}
VALUE_PROPOSITION = "V1"
# What an item of a document must refer to: prefixes, at least one of each group.
REQUIRED: dict[ArtifactType, tuple[frozenset[str], ...]] = {
    ArtifactType.BRIEF: (),
    ArtifactType.MVP_SCOPE: (frozenset("VD"),),
    ArtifactType.MILESTONES: (frozenset("F"),),
    ArtifactType.RISK_LOG: (frozenset("M"),),
    ArtifactType.HOW_IT_WORKS: (frozenset("F"), frozenset("M")),
}
# The documents whose items a document's references lead to.
RESTS_ON: dict[ArtifactType, tuple[ArtifactType, ...]] = {
    ArtifactType.BRIEF: (),
    ArtifactType.MVP_SCOPE: (ArtifactType.BRIEF,),
    ArtifactType.MILESTONES: (ArtifactType.MVP_SCOPE,),
    ArtifactType.RISK_LOG: (ArtifactType.MILESTONES,),
    ArtifactType.HOW_IT_WORKS: (ArtifactType.MVP_SCOPE, ArtifactType.MILESTONES),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Something that can be referred to: its id, its name, and where it stands."""

    id: str
    name: str
    kind: ArtifactType
    path: str


@dataclass(frozen=True, slots=True)
class Flag:
    """A reference that does not hold: `missing` when an item refers to nothing of a
    sort it must, `gone` when what it referred to is not there any more.
    """

    item: str
    path: str
    code: Literal["missing", "gone"]
    target: str = ""


def name_of(item: Any) -> str:
    """How a listed item is called: its name or title, or the line itself."""
    if isinstance(item, Mapping):
        return str(item.get("name") or item.get("title") or "")  # pyright: ignore[reportUnknownMemberType, reportUnknownArgumentType]
    return str(item)


def assign_ids(
    kind: ArtifactType,
    content: Mapping[str, Any],
    *,
    before: Mapping[str, Any] | None = None,
    before_ids: ItemIds | None = None,
    used: Iterable[str] = (),
    by_place: bool = False,
) -> ItemIds:
    """An id for every listed item: the one it had, or one nobody ever had.

    An item keeps its id by its name; with `by_place` (an edit) also by its place, so
    that renaming keeps it. `used` are all ids the document ever gave.
    """
    old, old_ids = before or {}, before_ids or {}
    highest = _highest([*used, *(i for ids in old_ids.values() for i in ids)])
    made: ItemIds = {}
    for section, prefix in PREFIXES[kind].items():
        items: list[Any] = content.get(section) or []
        known = old_ids.get(section, [])
        places = _matched(items, old.get(section) or [], by_place=by_place)
        ids: list[str] = []
        for place in places:
            if place is not None and place < len(known):
                ids.append(known[place])
            else:
                highest[prefix] = highest.get(prefix, 0) + 1
                ids.append(f"{prefix}{highest[prefix]}")
        made[section] = ids
    return made


def _highest(ids: Iterable[str]) -> dict[str, int]:
    highest: dict[str, int] = {}
    for one in ids:
        prefix, number = one[:1], one[1:]
        if number.isdecimal():
            highest[prefix] = max(highest.get(prefix, 0), int(number))
    return highest


def _matched(
    items: list[Any], before: list[Any], *, by_place: bool
) -> list[int | None]:
    """For each item its place in `before`, each place at most once."""
    free = {place: _key(item) for place, item in enumerate(before)}
    found: list[int | None] = []
    for item in items:
        place = next((p for p, key in free.items() if key == _key(item)), None)
        if place is not None:
            del free[place]
        found.append(place)
    for index, place in enumerate(found):
        if by_place and place is None and index in free:
            del free[index]
            found[index] = index
    return found


def _key(item: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", name_of(item)).casefold().split())


def targets_of(
    kind: ArtifactType, content: Mapping[str, Any], item_ids: ItemIds
) -> list[Target]:
    """Everything in a document that others may refer to."""
    found: list[Target] = []
    if kind is ArtifactType.BRIEF and content.get("value_proposition"):
        text = str(content["value_proposition"])
        found.append(Target(VALUE_PROPOSITION, text, kind, "value_proposition"))
    for section in PREFIXES[kind]:
        items: list[Any] = content.get(section) or []
        ids = item_ids.get(section, [])
        for index, (item, item_id) in enumerate(zip(items, ids, strict=False)):
            found.append(Target(item_id, name_of(item), kind, f"{section}/{index}"))
    return found


def links_from(
    labels: Mapping[str, list[str]], item_ids: ItemIds, known: Iterable[str]
) -> Links:
    """References by item id; labels that nothing carries are dropped."""
    real = set(known)
    links: Links = {}
    for path, given in labels.items():
        section, _, index = path.partition("/")
        ids = item_ids.get(section, [])
        if index.isdecimal() and int(index) < len(ids):
            links[ids[int(index)]] = [x for x in dict.fromkeys(given) if x in real]
    return links


def flags_of(
    kind: ArtifactType,
    content: Mapping[str, Any],
    item_ids: ItemIds,
    links: Links,
    known: Iterable[str],
) -> list[Flag]:
    """The references of a document that do not hold, in the order of its items."""
    real = set(known)
    if not REQUIRED[kind]:
        return []
    flags: list[Flag] = []
    for target in targets_of(kind, content, item_ids):
        linked = links.get(target.id, [])
        flags.extend(
            Flag(target.id, target.path, "missing")
            for wanted in REQUIRED[kind]
            if not any(one[:1] in wanted for one in linked)
        )
        flags.extend(
            Flag(target.id, target.path, "gone", one)
            for one in linked
            if one not in real
        )
    return flags
