"""The texts of an outcome that a founder reads, by where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from cofounder.artifacts.contents import GENERATION_ORDER, ArtifactType
from cofounder.artifacts.statements import statements_of
from evals.outcomes import Kept, Outcome

WRITTEN = (ArtifactType.IDEA_BRIEF, *GENERATION_ORDER)


@dataclass(frozen=True, slots=True)
class Text:
    """Some words and where they stand, `mvp_scope/core_features`."""

    where: str
    text: str


def written(outcome: Outcome) -> list[Kept]:
    """The idea brief and the documents that are there, in reading order."""
    return [outcome.kept[kind] for kind in WRITTEN if kind in outcome.kept]


def sections(outcome: Outcome) -> list[Text]:
    """Every section of the idea brief and the documents, lists joined by lines."""
    return [Text(*one) for kept in written(outcome) for one in by_section(kept).items()]


def by_section(kept: Kept) -> dict[str, str]:
    """The text of each section of one artifact."""
    found: dict[str, str] = {}
    for statement in statements_of(kept.kind, kept.content):
        where = f"{kept.kind.value}/{statement.section}"
        found[where] = "\n".join(filter(None, (found.get(where), statement.text)))
    return found


def everything(outcome: Outcome) -> list[Text]:
    """Every word that came from the runner: questions, thesis, all artifacts."""
    asked = [Text(one.id, one.question.text) for one in outcome.asked]
    thesis = [Text(f"thesis/{path}", said) for path, said in leaves(outcome.thesis)]
    kept = [
        Text(f"{kind.value}/{path}", said)
        for kind, one in outcome.kept.items()
        for path, said in leaves(one.content)
    ]
    return [*asked, *thesis, *kept]


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every string in a content, with its path."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, one in value.items():  # pyright: ignore[reportUnknownVariableType]
            yield from leaves(one, f"{path}/{key}".lstrip("/"))
    elif isinstance(value, list):
        for index, one in enumerate(value):  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
            yield from leaves(one, f"{path}/{index}")
