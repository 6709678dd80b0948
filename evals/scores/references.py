"""Do the documents refer to what exists, and say its name?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.documents.items import PREFIXES, REQUIRED, targets_of
from cofounder.artifacts.statements import text_of
from evals.outcomes import Kept, Outcome
from evals.scores.scoring import Check, Score, score

REFERS_TO = "refers_to"
# Things with a name of their own; a value proposition is a sentence nobody repeats.
NAMED = frozenset("FM")
NAME_WORDS = 3


def references_raw(outcome: Outcome) -> Score:
    """Labels as they were first answered: each stood in the request."""
    return score(
        "references_raw",
        (
            Check(
                label in raw.seen.labels,
                f"{raw.step}/{section}",
                label,
                "no such label",
            )
            for raw in outcome.raw
            for section, value in raw.value.items()
            for label in _labels(value)
        ),
    )


def references_kept(outcome: Outcome) -> Score:
    """Stored references lead to something; an item that lacks one it needs says so."""
    return score(
        "references_kept",
        (c for kept in _documents(outcome) for c in _kept(outcome, kept)),
    )


def references_complete(outcome: Outcome) -> Score:
    """Items that refer to everything their document promises."""
    return score(
        "references_complete",
        (
            Check(not lacking, f"{kept.kind.value}/{item}", text, f"lacks {lacking}")
            for kept in _documents(outcome)
            for item, text in _items(kept)
            for lacking in [_lacking(kept, item)]
        ),
    )


def names_in_text(outcome: Outcome) -> Score:
    """Items that name a feature or milestone they refer to (DOCU-02)."""
    names = {
        target.id: target.name
        for kept in _documents(outcome)
        for target in targets_of(kept.kind, kept.content, kept.item_ids)
    }
    return score("names_in_text", _named(outcome, names))


def _named(outcome: Outcome, names: dict[str, str]) -> Iterator[Check]:
    for kept in _documents(outcome):
        for item, text in _items(kept):
            wanted = [x for x in kept.links.get(item, []) if x[:1] in NAMED]
            if wanted:
                holds = any(_says(text, names.get(one, one)) for one in wanted)
                said = ", ".join(names.get(one, one) for one in wanted)
                where = f"{kept.kind.value}/{item}"
                yield Check(holds, where, text, f"names none of: {said}")


def _says(text: str, name: str) -> bool:
    """Whether `text` holds the name, or its first words where it is a long one."""
    start = name.rstrip("…").split()[: NAME_WORDS if len(name) > 40 else None]
    return " ".join(start).casefold() in " ".join(text.split()).casefold()


def _kept(outcome: Outcome, kept: Kept) -> Iterator[Check]:
    real = outcome.seen[kept.kind.value].labels
    flagged = {flag.item for flag in kept.flags if flag.code == "missing"}
    for item, text in _items(kept):
        where = f"{kept.kind.value}/{item}"
        for one in kept.links.get(item, []):
            yield Check(one in real, where, one, "leads nowhere")
        if REQUIRED[kept.kind]:
            is_open = bool(_lacking(kept, item))
            yield Check(is_open == (item in flagged), where, text, "wrongly flagged")


def _lacking(kept: Kept, item: str) -> str:
    linked = kept.links.get(item, [])
    return " and ".join(
        "/".join(sorted(wanted))
        for wanted in REQUIRED[kept.kind]
        if not any(one[:1] in wanted for one in linked)
    )


def _documents(outcome: Outcome) -> list[Kept]:
    kinds = (kind for kind in GENERATION_ORDER if kind is not ArtifactType.BRIEF)
    return [outcome.kept[kind] for kind in kinds if kind in outcome.kept]


def _items(kept: Kept) -> Iterator[tuple[str, str]]:
    """Id and text of every listed item that has an id."""
    for section in PREFIXES[kept.kind]:
        listed: list[Any] = kept.content.get(section) or []
        ids = kept.item_ids.get(section, [])
        for one, item in zip(ids, listed, strict=True):
            yield one, text_of(item)


def _labels(value: Any) -> list[str]:
    items = cast("list[Any]", value) if isinstance(value, list) else []
    return [
        str(label)
        for item in items
        if isinstance(item, dict)
        for label in cast("dict[str, Any]", item).get(REFERS_TO) or []
    ]
