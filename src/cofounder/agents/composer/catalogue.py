"""What small businesses keep records of: the two data files, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Any

from cofounder.agents.composer.reading import LANGUAGES


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """A field before it has a label: `detail` is a set of choices or an archetype."""

    key: str
    kind: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Archetype:
    """A kind of record that many businesses have."""

    key: str
    names: Mapping[str, tuple[str, str]]
    triggers: frozenset[str]
    fields: tuple[FieldPlan, ...]
    watch: tuple[tuple[str, ...], ...]
    is_person: bool
    is_member: bool

    def named(self, language: str) -> tuple[str, str]:
        """Singular and plural in `language`, in English where it is not known."""
        return self.names.get(language, self.names["en"])


@dataclass(frozen=True, slots=True)
class Domain:
    """A kind of business: the words that tell it and what it keeps by itself."""

    key: str
    triggers: frozenset[str]
    keeps: tuple[str, ...]
    stock: str
    gathers: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All archetypes and domains, and the words that speak of stock."""

    archetypes: Mapping[str, Archetype]
    domains: tuple[Domain, ...]
    stock_words: frozenset[str]
    by_word: Mapping[str, str]
    domains_by_word: Mapping[str, tuple[Domain, ...]]


@lru_cache(maxsize=1)
def catalogue() -> Catalogue:
    """The catalogue in `catalogue.toml`."""
    content = _read("catalogue.toml")
    archetypes = {
        key: _archetype(key, one) for key, one in content["archetypes"].items()
    }
    by_word: dict[str, str] = {}
    for archetype in archetypes.values():
        for word in archetype.triggers:
            by_word.setdefault(word, archetype.key)
    domains = tuple(_domain(key, one) for key, one in content["domains"].items())
    told_by = {word for domain in domains for word in domain.triggers}
    return Catalogue(
        archetypes=archetypes,
        domains=domains,
        domains_by_word={
            word: tuple(domain for domain in domains if word in domain.triggers)
            for word in told_by
        },
        stock_words=_words(content["stock"]["words"]),
        by_word=by_word,
    )


def label(key: str, language: str) -> str:
    """The label of a field in `language`."""
    return _in_language(_labels()["labels"][key], language)


def word(key: str, language: str) -> str:
    """A frame for panels and introductions in `language`."""
    return _in_language(_labels()["words"][key], language)


def choices(name: str, language: str) -> tuple[str, ...]:
    """A set of choices in `language`."""
    found = _labels()["choices"][name]
    return tuple(found.get(language, found["en"]))


def _in_language(texts: list[str], language: str) -> str:
    return texts[LANGUAGES.index(language) if language in LANGUAGES else 0]


def _archetype(key: str, content: dict[str, Any]) -> Archetype:
    names = {code: _pair(content[code]) for code in LANGUAGES}
    own = frozenset(name.casefold() for pair in names.values() for name in pair)
    return Archetype(
        key=key,
        names=names,
        triggers=(own | _words(content.get("also", "")))
        - _words(content.get("weak", "")),
        fields=tuple(_field(one) for one in content["fields"].split()),
        watch=tuple(tuple(one.split(":")) for one in content.get("watch", "").split()),
        is_person=content.get("person", False),
        is_member=content.get("member", False),
    )


def _pair(text: str) -> tuple[str, str]:
    singular, _, plural = text.partition("/")
    return singular, plural


def _field(text: str) -> FieldPlan:
    key, _, kind = text.partition(":")
    for mark in "=>":
        if mark in kind:
            kind, _, detail = kind.partition(mark)
            return FieldPlan(key, kind, detail)
    return FieldPlan(key, kind)


def _domain(key: str, content: dict[str, Any]) -> Domain:
    return Domain(
        key=key,
        triggers=_words(content["words"]),
        keeps=tuple(content["keeps"].split()),
        stock=content.get("stock", ""),
        gathers=content.get("gathers", False),
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ").casefold() for word in text.split())


@lru_cache(maxsize=1)
def _labels() -> dict[str, Any]:
    return _read("labels.toml")


def _read(name: str) -> dict[str, Any]:
    folder = resources.files("cofounder.agents.composer")
    return tomllib.loads((folder / name).read_text(encoding="utf-8"))
