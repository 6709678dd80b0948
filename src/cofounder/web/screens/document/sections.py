"""The sections of a document, drawn by what they hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from cofounder import clock
from cofounder.artifacts.contents import ArtifactType
from cofounder.artifacts.documents.contents import sections_of
from cofounder.artifacts.documents.items import Flag, Target, name_of
from cofounder.artifacts.statements import text_of
from cofounder.artifacts.titles import section_title
from cofounder.artifacts.viewing import View
from cofounder.journey.sources import page_of
from cofounder.web import words
from cofounder.web.screens.document.claims import Evidence
from cofounder.web.screens.document.pages import (
    DocumentSection,
    Item,
    Level,
    Note,
    Reference,
)

LEVELS = {
    "high": ("Must have", "Severe"),
    "medium": ("Should have", "Serious"),
    "low": ("Could have", "Minor"),
}
# By the prefix of the item: what it ought to say.
MISSING = {
    "F": "Nothing says what of your promise it serves",
    "M": "It names no feature of the MVP scope",
    "R": "It names no milestone it threatens",
    "J": "It does not say which feature and milestone it needs",
}


@dataclass(frozen=True)
class Draw:
    """Everything the sections of one document are drawn from."""

    view: View
    evidence: Evidence
    targets: Mapping[str, Target]
    home: str

    @property
    def kind(self) -> ArtifactType:
        """The type of the document."""
        return self.view.artifact.artifact_type

    @property
    def here(self) -> str:
        """The path of the document's page."""
        return page_of(self.kind, self.home)

    def sections(self) -> tuple[DocumentSection, ...]:
        """All sections in reading order; locked ones by name only."""
        return tuple(self._section(key) for key in sections_of(self.kind))

    def _section(self, key: str) -> DocumentSection:
        content = self.view.shown.content
        return DocumentSection(
            key=key,
            title=section_title(self.kind, key),
            is_locked=key in self.view.shown.locked_sections,
            is_edited=key in (self.view.artifact.edited_sections or ()),
            notes=self._notes(key),
            edit_href=f"{self.here}/edit/{key}",
            note_action=f"{self.here}/notes/{key}",
            **self._body(key, content.get(key)),
        )

    def _body(self, key: str, value: Any) -> dict[str, Any]:
        if isinstance(value, int):
            return {"figure": words.counted(value, "week")}
        if isinstance(value, str):
            return {"claims": (self.evidence.claim(key, value),)}
        if not isinstance(value, list) or not value:
            return {}
        listed = cast("list[Any]", value)
        if key == "critical_path":
            return {"trail": tuple(str(name) for name in listed)}
        if isinstance(listed[0], Mapping):
            return {"items": tuple(self._items(key, listed))}
        claims = (
            self.evidence.claim(f"{key}/{n}", str(line))
            for n, line in enumerate(listed)
        )
        return {"claims": tuple(claims), "is_list": True}

    def _items(self, key: str, listed: Sequence[Mapping[str, Any]]) -> list[Item]:
        ids = self.view.artifact.item_ids.get(key, [])
        return [
            self._item(f"{key}/{n}", ids[n] if n < len(ids) else "", item)
            for n, item in enumerate(listed)
        ]

    def _item(self, path: str, item_id: str, item: Mapping[str, Any]) -> Item:
        level = cast(Level, item.get("priority") or item.get("severity") or "")
        is_risk = "severity" in item
        return Item(
            id=item_id,
            title=name_of(item),
            claim=self.evidence.claim(path, str(item["description"]), text_of(item)),
            level=level,
            level_label=LEVELS[level][1 if is_risk else 0] if level else "",
            facts=_facts(item),
            criteria=tuple(item.get("success_criteria") or ()),
            answer=str(item.get("mitigation") or ""),
            references=self._references(item_id),
            flags=tuple(
                dict.fromkeys(_flag(f) for f in self.view.flags if f.item == item_id)
            ),
        )

    def _references(self, item_id: str) -> tuple[Reference, ...]:
        linked = self.view.artifact.links.get(item_id, [])
        found = [self.targets[one] for one in linked if one in self.targets]
        return tuple(
            Reference(
                label=target.id,
                name=words.shorten(target.name, 60),
                href=f"{page_of(target.kind, self.home)}#{target.id}",
            )
            for target in found
        )

    def _notes(self, key: str) -> tuple[Note, ...]:
        return tuple(
            Note(
                text=note["note"],
                when=words.ago(datetime.fromisoformat(note["created_at"]), clock.now()),
                at=note["created_at"],
                quote=note.get("quote") or "",
                is_anchored=bool(note.get("anchored", True)),
            )
            for note in self.view.annotations
            if note["section_id"] == key
        )


def _facts(item: Mapping[str, Any]) -> tuple[str, ...]:
    weeks = item.get("estimated_weeks")
    return () if weeks is None else (words.counted(int(weeks), "week"),)


def _flag(flag: Flag) -> str:
    if flag.code == "gone":
        return f"It referred to {flag.target}, which is not there any more"
    return MISSING[flag.item[:1]]
