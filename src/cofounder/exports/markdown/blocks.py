"""The blocks of a section as Markdown, plain for readers, exact for builders."""

from __future__ import annotations

from collections.abc import Callable

from cofounder.exports.book import (
    Block,
    Bullets,
    Detail,
    Grid,
    Item,
    Items,
    Part,
    Prose,
    Style,
)
from cofounder.exports.markdown.escaping import escape, fenced, flat, yaml_text
from cofounder.exports.markdown.sheet import Sheet


def write(sheet: Sheet, part: Part, block: Block, level: int) -> None:
    """One block under its section's heading."""
    match block:
        case Prose(line=line):
            marks = sheet.marks(assumed=line.assumed, notes=line.notes)
            sheet.add(escape(line.text) + marks)
        case Bullets():
            _bullets(sheet, part, block)
        case Grid():
            _table(sheet, block) if sheet.technical else _rows(sheet, block)
        case Items():
            for item in block.items:
                _ITEMS[block.style](sheet, item, level)


def _bullets(sheet: Sheet, part: Part, block: Bullets) -> None:
    ticked = sheet.technical and part.key == "success_metrics"
    for number, line in enumerate(block.lines, start=1):
        mark = f"{number}." if block.ordered else "- [ ]" if ticked else "-"
        label = f"`{line.id}` " if sheet.technical and line.id else ""
        marks = sheet.marks(assumed=line.assumed, notes=line.notes)
        sheet.add(f"{mark} {label}{flat(line.text)}{marks}")


def _rows(sheet: Sheet, block: Grid) -> None:
    for first, *rest in block.rows:
        told = "; ".join(
            f"{head.lower()} {flat(cell)}"
            for head, cell in zip(block.head[1:], rest, strict=True)
            if cell
        )
        sheet.add(f"- **{flat(first)}**: {told}")


def _table(sheet: Sheet, block: Grid) -> None:
    sheet.add(f"| {' | '.join(block.head)} |", f"|{'---|' * len(block.head)}")
    sheet.add(*(f"| {' | '.join(flat(cell) for cell in row)} |" for row in block.rows))


# --- listed things -----------------------------------------------------------------


def _title(sheet: Sheet, item: Item) -> str:
    return (
        f"`{item.id}` {flat(item.title)}"
        if _shows_id(sheet, item)
        else flat(item.title)
    )


def _shows_id(sheet: Sheet, item: Item) -> bool:
    return bool(item.id) and sheet.technical


def _text(sheet: Sheet, item: Item) -> str:
    return escape(item.text) + sheet.marks(assumed=item.assumed, notes=item.notes)


def _card(sheet: Sheet, item: Item, level: int) -> None:
    """A heading, what it is, then the rest: what most listed things look like."""
    badges = (
        f" ({', '.join(flat(badge) for badge in item.badges)})" if item.badges else ""
    )
    sheet.heading(level, _title(sheet, item) + badges)
    sheet.add(_text(sheet, item))
    _after(sheet, item)


def _after(sheet: Sheet, item: Item) -> None:
    for detail in item.details:
        _detail(sheet, detail)
    told = references(sheet, item)
    if told:
        sheet.add("", f"{item.relation}: {told}")
    _flags(sheet, item)


def _flags(sheet: Sheet, item: Item) -> None:
    for flag in item.flags:
        sheet.add("", f"_Check: {flat(flag)}_")


def _detail(sheet: Sheet, detail: Detail) -> None:
    if detail.style == "text":
        sheet.add("", f"{detail.label}: {flat(' '.join(detail.lines))}")
        return
    label = "Acceptance criteria" if _ticked(sheet, detail) else detail.label
    sheet.add("", f"{label}:", "")
    sheet.bullets(detail.lines, "- [ ]" if _ticked(sheet, detail) else "-")


def _ticked(sheet: Sheet, detail: Detail) -> bool:
    return sheet.technical and detail.style == "checks"


def references(sheet: Sheet, item: Item) -> str:
    """What an item rests on: by name for readers, with its id for builders."""
    told: list[str] = []
    for one in item.refers:
        name = flat(one.name) if one.name else f"{one.id} (not there any more)"
        told.append(f"`{one.id}` {name}" if sheet.technical and one.name else name)
    return "; ".join(told)


def _feature(sheet: Sheet, item: Item, level: int) -> None:
    if not sheet.technical:
        marks = sheet.marks(assumed=item.assumed, notes=item.notes)
        sheet.add(
            f"- **{flat(item.title)}** ({item.level} priority): {flat(item.text)}{marks}"
        )
        _indented(sheet, item)
        return
    sheet.heading(
        level, _title(sheet, item) + sheet.marks(assumed=item.assumed, notes=item.notes)
    )
    sheet.add(*fenced(_fields(item), "yaml"))
    sheet.add("", "Acceptance criteria:", "", f"- [ ] {flat(item.text)}")
    _after(sheet, item)


def _fields(item: Item) -> list[str]:
    """An item under the names its schema uses (EXPO-04)."""
    fields = [f"id: {item.id}"] if item.id else []
    fields.append(f"{item.key}: {yaml_text(item.title)}")
    fields.append(f"description: {yaml_text(item.text)}")
    if item.level:
        fields.append(f"priority: {item.level}")
    if item.weeks:
        fields.append(f"estimated_weeks: {item.weeks}")
    if item.refers:
        fields.append(f"refers_to: [{', '.join(one.id for one in item.refers)}]")
    return fields


def _indented(sheet: Sheet, item: Item) -> None:
    """What belongs to a bullet, as bullets below it."""
    for detail in item.details:
        sheet.add(f"  - {detail.label}: {flat(' '.join(detail.lines))}")
    told = references(sheet, item)
    if told:
        sheet.add(f"  - {item.relation}: {told}")
    sheet.add(*(f"  - _Check: {flat(flag)}_" for flag in item.flags))


def _milestone(sheet: Sheet, item: Item, level: int) -> None:
    critical = ", critical path" if item.is_critical else ""
    sheet.heading(level, f"{_title(sheet, item)} ({item.when}{critical})")
    if sheet.technical:
        sheet.add(*fenced(_fields(item), "yaml"), "")
    sheet.add(_text(sheet, item))
    _after(sheet, item)


def _risk(sheet: Sheet, item: Item, level: int) -> None:
    marks = sheet.marks(assumed=item.assumed, notes=item.notes)
    word = f"[{item.level.upper()}]" if sheet.technical else f"({item.level})"
    label = f"`{item.id}` " if _shows_id(sheet, item) else ""
    sheet.add(f"- {word} {label}**{flat(item.title)}**: {flat(item.text)}{marks}")
    _indented(sheet, item)


def _step(sheet: Sheet, item: Item, level: int) -> None:
    number = item.badges[0]
    label = f"`{item.id}` " if _shows_id(sheet, item) else ""
    marks = sheet.marks(assumed=item.assumed, notes=item.notes)
    sheet.add(f"{number}. {label}**{flat(item.title)}**: {flat(item.text)}{marks}")
    told = references(sheet, item)
    if told:
        sheet.add(f"   - {item.relation}: {told}")
    sheet.add(*(f"   - _Check: {flat(flag)}_" for flag in item.flags))


_ITEMS: dict[Style, Callable[[Sheet, Item, int], None]] = {
    "features": _feature,
    "milestones": _milestone,
    "risks": _risk,
    "journey": _step,
    "cards": _card,
}
