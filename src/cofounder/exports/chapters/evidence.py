"""What stands behind the statements of an artifact: sources, "Assumed", references."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cofounder.artifacts.contents import DOCUMENTS
from cofounder.artifacts.documents.items import Flag, Target, flags_of
from cofounder.artifacts.models import Artifact
from cofounder.artifacts.provenance import ASSUMPTION, proofs_of
from cofounder.artifacts.reading import Shown
from cofounder.exports.book import Line, Note, Reference
from cofounder.interviews.words import Passage

Targets = Mapping[str, Target]


@dataclass
class Evidence:
    """The marks of one artifact; notes are numbered in the order they are asked for."""

    artifact: Artifact
    shown: Shown
    passages: Sequence[Passage] = ()
    targets: Targets = field(default_factory=dict[str, Target])
    notes: list[Note] = field(default_factory=list[Note])

    def line(self, path: str, text: object, item_id: str = "") -> Line:
        """The statement at `path`."""
        return Line(
            text=str(text),
            id=item_id,
            assumed=self.is_assumed(path),
            notes=self.numbers(path),
        )

    def is_assumed(self, path: str) -> bool:
        """Whether nothing the founder said proves the statement (PROV-04)."""
        return path in self.shown.assumptions

    def numbers(self, path: str) -> tuple[int, ...]:
        """The notes of a statement, one for each thing it rests on."""
        proofs = proofs_of(self.shown.sources, path)
        return tuple(dict.fromkeys(self._number(proof) for proof in proofs))

    def _number(self, proof: Mapping[str, Any]) -> int:
        note = note_of(proof, self.passages)
        if note not in self.notes:
            self.notes.append(note)
        return self.notes.index(note) + 1

    def item_id(self, section: str, index: int) -> str:
        """The stable id of a listed item, "" when it has none."""
        ids: list[str] = self.artifact.item_ids.get(section) or []
        return ids[index] if index < len(ids) else ""

    def references(self, item_id: str) -> tuple[Reference, ...]:
        """What an item rests on; the name of what is gone is unknown."""
        linked: list[str] = self.artifact.links.get(item_id) or []
        return tuple(self._reference(one) for one in linked)

    def _reference(self, target_id: str) -> Reference:
        target = self.targets.get(target_id)
        if target is None:
            return Reference(target_id, "", gone=True)
        return Reference(target_id, _short(target.name))

    def flags(self, item_id: str) -> tuple[str, ...]:
        """The references of an item that do not hold, in words."""
        kind, content = self.artifact.artifact_type, self.artifact.current_content or {}
        if not item_id or kind not in DOCUMENTS:
            return ()
        found = flags_of(
            kind, content, self.artifact.item_ids, self.artifact.links, self.targets
        )
        return tuple(dict.fromkeys(_told(f) for f in found if f.item == item_id))


def _told(flag: Flag) -> str:
    if flag.code == "gone":
        return f"{flag.target} is not there any more"
    return "not linked to what it rests on yet"


def _short(name: str, limit: int = 90) -> str:
    flat = " ".join(name.split()).rstrip(".")
    return flat if len(flat) <= limit else f"{flat[: limit - 1].rstrip()}…"


def note_of(proof: Mapping[str, Any], passages: Sequence[Passage]) -> Note:
    """A source, with the place it comes from in words."""
    ref, kind = str(proof.get("ref", "")), str(proof.get("kind", ""))
    quote = str(proof.get("quote") or "")
    passage = next((p for p in passages if p.ref == ref), None)
    return Note(kind, ref, quote, _origin(kind, ref, passage))


def _origin(kind: str, ref: str, passage: Passage | None) -> str:
    if kind == ASSUMPTION:
        return "An assumption of ours"
    if passage is not None and passage.kind == "decision":
        return f"Founder's decision: “{passage.question}”"
    if passage is not None and passage.question:
        return f"Founder's answer to “{passage.question}”"
    sort = ref.partition(":")[0]
    return {
        "idea": "Founder's idea",
        "onboarding": "Founder's answer",
        "understanding": "Founder's answer",
        "upload": "Uploaded document",
        "artifact": "Edited by the founder",
        "gate": "Founder's decision",
        "plan": "Chosen execution plan",
    }.get(sort, "Founder's decision")
