"""The five documents as chapters: every field of their schemas (EXPO-04)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.documents.items import VALUE_PROPOSITION
from cofounder.artifacts.titles import heading_of
from cofounder.exports.book import (
    Block,
    Bullets,
    Detail,
    Item,
    Items,
    Line,
    Part,
    Prose,
)
from cofounder.exports.chapters.evidence import Evidence

RISKS = frozenset(
    f"{sort}_risks"
    for sort in ("technical", "market", "execution", "financial", "strategic")
)


def document_parts(
    kind: ArtifactType, content: dict[str, Any], evidence: Evidence
) -> tuple[Part, ...]:
    """The sections of a document that have content for this plan."""
    return tuple(
        Part(section, heading_of(section), _blocks(section, content, evidence))
        for section in sections_of(kind)
        if content.get(section) not in (None, [], "")
    )


def _blocks(
    section: str, content: dict[str, Any], evidence: Evidence
) -> tuple[Block, ...]:
    value = content[section]
    if section in RISKS:
        return (_risks(section, value, evidence),)
    if section in SPECIAL:
        return (SPECIAL[section](content, evidence),)
    if isinstance(value, list):
        return (Bullets(tuple(_lines(section, value, evidence))),)  # pyright: ignore[reportUnknownArgumentType]
    item_id = VALUE_PROPOSITION if section == "value_proposition" else ""
    return (Prose(evidence.line(section, value, item_id)),)


def _lines(section: str, values: list[Any], evidence: Evidence) -> Iterable[Line]:
    for index, value in enumerate(values):
        item_id = evidence.item_id(section, index)
        yield evidence.line(f"{section}/{index}", value, item_id)


def _item(section: str, index: int, evidence: Evidence, **more: Any) -> Item:
    """What all listed items have in common."""
    item_id, path = evidence.item_id(section, index), f"{section}/{index}"
    return Item(
        id=item_id,
        refers=evidence.references(item_id),
        flags=evidence.flags(item_id),
        assumed=evidence.is_assumed(path),
        notes=evidence.numbers(path),
        **more,
    )


def _features(content: dict[str, Any], evidence: Evidence) -> Block:
    return Items(
        "features",
        tuple(
            _item(
                "core_features",
                index,
                evidence,
                title=feature["name"],
                key="name",
                text=feature["description"],
                level=feature["priority"],
                relation="Serves",
            )
            for index, feature in enumerate(content["core_features"])
        ),
    )


def _milestones(content: dict[str, Any], evidence: Evidence) -> Block:
    steps: list[dict[str, Any]] = content["milestones"]
    critical = set(content.get("critical_path") or ())
    total = int(content.get("total_duration_weeks") or 0)
    starts = _starts([step["estimated_weeks"] for step in steps], total)
    return Items(
        "milestones",
        tuple(
            _item(
                "milestones",
                index,
                evidence,
                title=step["title"],
                text=step["description"],
                details=(_criteria(step["success_criteria"]),),
                relation="Delivers",
                start=start,
                weeks=step["estimated_weeks"],
                is_critical=step["title"] in critical,
            )
            for index, (step, start) in enumerate(zip(steps, starts, strict=True))
        ),
        total=max([total, *_ends(steps, starts)]),
    )


def _criteria(lines: list[str]) -> Detail:
    return Detail("Done when", tuple(lines), "success_criteria", style="checks")


def _starts(weeks: list[int], total: int) -> list[int]:
    """The first week of each step: one after the other, inside the total if it fits.

    Where steps take longer together than the total, the last ones run side by side.
    """
    starts: list[int] = []
    reached = 0
    for duration in weeks:
        starts.append(
            max(0, min(reached, total - duration)) + 1 if total else reached + 1
        )
        reached += duration
    return starts


def _ends(steps: list[dict[str, Any]], starts: list[int]) -> list[int]:
    return [
        start + step["estimated_weeks"] - 1
        for step, start in zip(steps, starts, strict=True)
    ]


def _critical_path(content: dict[str, Any], evidence: Evidence) -> Block:
    titles: list[str] = content["critical_path"]
    return Bullets(tuple(Line(title) for title in titles), ordered=True)


def _total(content: dict[str, Any], evidence: Evidence) -> Block:
    return Prose(Line(weeks_told(content["total_duration_weeks"])))


def weeks_told(weeks: int) -> str:
    """`1 week`, `4 weeks`."""
    return f"{weeks} week" if weeks == 1 else f"{weeks} weeks"


def _risks(section: str, risks: list[dict[str, Any]], evidence: Evidence) -> Block:
    return Items(
        "risks",
        tuple(
            _item(
                section,
                index,
                evidence,
                title=risk["title"],
                text=risk["description"],
                level=risk["severity"],
                details=(Detail("What we do", (risk["mitigation"],), "mitigation"),),
                relation="Threatens",
            )
            for index, risk in enumerate(risks)
        ),
    )


def _journey(content: dict[str, Any], evidence: Evidence) -> Block:
    return Items(
        "journey",
        tuple(
            _item(
                "user_journey",
                index,
                evidence,
                title=step["title"],
                text=step["description"],
                badges=(str(step["step_number"]),),
                relation="Uses",
            )
            for index, step in enumerate(content["user_journey"])
        ),
    )


SPECIAL: dict[str, Callable[[dict[str, Any], Evidence], Block]] = {
    "core_features": _features,
    "milestones": _milestones,
    "critical_path": _critical_path,
    "total_duration_weeks": _total,
    "user_journey": _journey,
}
