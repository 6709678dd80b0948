"""Some sections from a new content, everything else exactly as it was; pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from cofounder.artifacts.documents.items import ItemIds, Links
from cofounder.artifacts.models import Artifact, ArtifactVersion
from cofounder.artifacts.versions import Sources

V = TypeVar("V")
# What a content says of its sections: our confidence in the idea brief's.
MARKS = ("confidence_scores", "confidence_reasons")


@dataclass(frozen=True, slots=True)
class Content:
    """A content with what is kept beside it."""

    content: dict[str, Any]
    sources: Sources = field(default_factory=dict[str, Any])
    item_ids: ItemIds = field(default_factory=dict[str, Any])
    links: Links = field(default_factory=dict[str, Any])
    edited_sections: list[str] | None = None


def section_of(path: str) -> str:
    """The section a path leads into."""
    return path.partition("/")[0]


def only_sections(
    present: Artifact, fresh: Content | ArtifactVersion, sections: Iterable[str]
) -> Content:
    """The present artifact with `sections` from `fresh`.

    All other sections keep their text, sources, item ids, links, our confidence and the
    mark that the founder edited them.
    """
    wanted, old = frozenset(sections), present.current_content or {}
    ids = {**present.item_ids, **_of(fresh.item_ids, wanted)}
    edited = [s for s in present.edited_sections or () if s not in wanted]
    edited += [s for s in fresh.edited_sections or () if s in wanted]
    return Content(
        content={
            **old,
            **_of(fresh.content, wanted),
            **_marks(old, fresh.content, wanted),
        },
        sources={**_but(present.sources, wanted), **_of(fresh.sources, wanted)},
        item_ids=ids,
        links=_links(present, fresh, ids, wanted),
        edited_sections=edited or None,
    )


def without_marks(
    content: Mapping[str, Any], sections: Collection[str]
) -> dict[str, Any]:
    """An idea brief without our confidence in some sections."""
    return {
        **content,
        **{mark: _but(content.get(mark) or {}, sections) for mark in MARKS},
    }


def _marks(
    old: Mapping[str, Any], fresh: Mapping[str, Any], wanted: Collection[str]
) -> dict[str, Any]:
    """Our confidence is in a text: it comes and goes with it."""
    return {
        mark: {
            **_but(old.get(mark) or {}, wanted),
            **_of(fresh.get(mark) or {}, wanted),
        }
        for mark in MARKS
        if mark in old or mark in fresh
    }


def _links(
    present: Artifact,
    fresh: Content | ArtifactVersion,
    ids: ItemIds,
    wanted: frozenset[str],
) -> Links:
    """Links of items follow their section; an item nobody has any more has none."""
    links: Links = {}
    for section, given in ids.items():
        origin = fresh.links if section in wanted else present.links
        links |= {one: origin[one] for one in given if one in origin}
    return links


def _of(values: Mapping[str, V], wanted: Collection[str]) -> dict[str, V]:
    return {path: v for path, v in values.items() if section_of(path) in wanted}


def _but(values: Mapping[str, V], wanted: Collection[str]) -> dict[str, V]:
    return {path: v for path, v in values.items() if section_of(path) not in wanted}
