"""One case to read: what was asked, said and written, as a founder would see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cofounder.artifacts.contents import TITLES
from evals.outcomes import Kept, Outcome


def transcript(outcome: Outcome) -> str:
    """The whole walk as Markdown."""
    case = outcome.case
    head = [f"# {case.field}", f"{case.persona} ({case.language}, {case.tier.value})"]
    parts = [*head, f"> {case.idea.strip()}", "## Interview", *_interview(outcome)]
    for kept in outcome.kept.values():
        parts += [f"## {TITLES[kept.kind]}", *_artifact(kept)]
    return "\n\n".join(parts) + "\n"


def _interview(outcome: Outcome) -> Iterator[str]:
    for one in outcome.asked:
        action = one.action.value if one.action else "open"
        answer = one.text.replace("\n", "\n> ") if one.text else f"({action})"
        yield f"**{one.id}** ({one.question.topic}) {one.question.text}\n> {answer}"
    for one in outcome.dropped:
        yield f"**{one.id}** dropped after an edit: {one.question.text}"
    missed = [fact for fact in outcome.case.hidden if fact.id not in outcome.told]
    yield from (f"Never asked for: {fact.says}" for fact in missed)


def _artifact(kept: Kept) -> Iterator[str]:
    for section, value in kept.content.items():
        if not section.startswith("_"):
            yield f"### {section}\n\n{_value(kept, section, value)}"
    for flag in kept.flags:
        yield f"Flag: {flag.item} {flag.code} {flag.target}"


def _value(kept: Kept, section: str, value: Any) -> str:
    if isinstance(value, list):
        ids = kept.item_ids.get(section, [])
        return "\n".join(
            f"- {_marks(kept, f'{section}/{at}', ids[at] if at < len(ids) else '')}{_item(one)}"
            for at, one in enumerate(value)  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType]
        )
    return f"{_marks(kept, section, '')}{_item(value)}"


def _marks(kept: Kept, path: str, item: str) -> str:
    """The item's id and references, and whether it is assumed."""
    links = ", ".join(kept.links.get(item, []))
    name = f"{item}{f' → {links}' if links else ''} " if item else ""
    return f"{name}{'[assumed] ' if path in kept.assumed else ''}"


def _item(value: Any) -> str:
    if isinstance(value, dict):
        return "; ".join(f"{key}: {_item(one)}" for key, one in value.items())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(value, list):
        return " / ".join(_item(one) for one in value)  # pyright: ignore[reportUnknownVariableType]
    return str(value)
