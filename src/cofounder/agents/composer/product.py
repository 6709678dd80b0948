"""The product as data: name, words, kinds of records, dashboard panels.

Everything a founder typed ends here, as values of a JSON file the app loads; keys,
which become names of tables and columns, are made of our own characters only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from cofounder.agents.composer import catalogue
from cofounder.agents.composer.catalogue import Archetype, FieldPlan
from cofounder.agents.composer.inference import ANSWER_WEIGHT, Found, Source, infer
from cofounder.agents.composer.naming import Palette, app_name, palette, slug
from cofounder.agents.composer.nouns import Noun
from cofounder.agents.composer.reading import (
    capital,
    first_sentence,
    flat,
    language,
    shorten,
)

MOST_KINDS = 4
MOST_PANELS = 4
NOUN_WATCH = (("spread", "status"),)
PERSON_FIELDS = (
    FieldPlan("name", "text"),
    FieldPlan("email", "email"),
    FieldPlan("phone", "text"),
    FieldPlan("status", "choice", "plan_status"),
    FieldPlan("notes", "long_text"),
)
THING_FIELDS = (
    FieldPlan("name", "text"),
    FieldPlan("quantity", "number"),
    FieldPlan("place", "text"),
    FieldPlan("status", "choice", "plan_status"),
    FieldPlan("date", "date"),
    FieldPlan("notes", "long_text"),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the founder asked for, in their words, sorted by what it is about."""

    idea: str
    answers: tuple[str, ...] = ()
    audience: str = ""
    problem: str = ""
    direction: str = ""
    version: str = "v0.1"
    most_kinds: int = MOST_KINDS
    name: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """The content of `product.json`, with the palette that goes with it."""

    content: dict[str, Any]
    language: str
    palette: Palette
    names: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        """What the product is called."""
        return str(self.content["name"])


def compose_product(wish: Wish) -> Product:
    """The product for `wish`; the same wish always gives the same product."""
    spoken = language([wish.idea]) if wish.idea.strip() else "en"
    lead = wish.direction or wish.idea
    sources = [Source(lead, 1.0)]
    sources += [
        Source(text, ANSWER_WEIGHT)
        for text in (wish.idea, *wish.answers)
        if text != lead
    ]
    found = infer(sources, spoken, limit=max(1, min(wish.most_kinds, MOST_KINDS)))
    kinds = _record_types(found, spoken)
    colours = palette(flat(lead))
    content: dict[str, Any] = {
        "name": wish.name or app_name(lead, found, spoken),
        "version": wish.version,
        "language": spoken if spoken in ("de", "es", "fr") else "en",
        "currency": _currency((lead, *wish.answers), spoken),
        "look": colours.look,
        "promise": shorten(first_sentence(lead), 220),
        "problem": shorten(wish.problem, 280),
        "audience": shorten(first_sentence(wish.audience), 110),
        "record_types": kinds,
        "highlights": _highlights(found, kinds, spoken),
    }
    return Product(
        content=content,
        language=str(content["language"]),
        palette=colours,
        names=tuple(str(kind["plural"]) for kind in kinds),
    )


def _record_types(found: Found, spoken: str) -> list[dict[str, Any]]:
    keys: dict[str, str] = {}
    for kind in found.kinds:
        base = kind.named("en")[1] if isinstance(kind, Archetype) else kind.plural
        keys[kind.key] = slug(base, keys.values(), "records")
    return [_record_type(kind, keys, found, spoken) for kind in found.kinds]


def _record_type(
    kind: Archetype | Noun, keys: dict[str, str], found: Found, spoken: str
) -> dict[str, Any]:
    if isinstance(kind, Archetype):
        singular, plural = (capital(name) for name in kind.named(spoken))
        plans: Sequence[FieldPlan] = kind.fields
    else:
        singular, plural = kind.singular, kind.plural
        plans = PERSON_FIELDS if kind.is_person else THING_FIELDS
    is_first = kind is found.kinds[0]
    fields = [
        _field(plan, keys, spoken, found.sorts if is_first else (), at == 0)
        for at, plan in enumerate(plans)
    ]
    return {
        "key": keys[kind.key],
        "singular": singular,
        "plural": plural,
        "intro": _intro(plural, fields, spoken),
        "fields": fields,
    }


def _field(
    plan: FieldPlan,
    keys: dict[str, str],
    spoken: str,
    sorts: tuple[str, ...],
    is_title: bool,
) -> dict[str, Any]:
    made: dict[str, Any] = {
        "key": plan.key,
        "label": catalogue.label(plan.key, spoken),
        "kind": plan.kind,
        "required": is_title,
    }
    if plan.kind == "reference":
        if plan.detail in keys:
            return {**made, "target": keys[plan.detail]}
        return {**made, "kind": "text"}
    if plan.detail == "categories" and sorts:
        return {**made, "choices": [*sorts, catalogue.word("other", spoken)]}
    if plan.detail:
        return {**made, "choices": list(catalogue.choices(plan.detail, spoken))}
    return made


def _intro(plural: str, fields: list[dict[str, Any]], spoken: str) -> str:
    labels = [_lower(str(one["label"]), spoken) for one in fields[1:4]]
    listed = ", ".join(labels[:-1])
    joined = f"{listed} {catalogue.word('and', spoken)} {labels[-1]}"
    frame = catalogue.word("intro", spoken)
    return frame.format(
        plural=_lower(plural, spoken), Plural=capital(plural), fields=joined
    )


def _highlights(
    found: Found, kinds: list[dict[str, Any]], spoken: str
) -> list[dict[str, Any]]:
    panels: list[dict[str, Any]] = []
    for kind, made in zip(found.kinds, kinds, strict=True):
        watch = kind.watch if isinstance(kind, Archetype) else NOUN_WATCH
        for what, *keys in watch[: 2 if len(kinds) > 1 else 3]:
            panels.append(_highlight(made, what, keys, spoken))
    return panels[:MOST_PANELS]


def _highlight(
    made: dict[str, Any], what: str, keys: list[str], spoken: str
) -> dict[str, Any]:
    frame = catalogue.word(what, spoken)
    is_leading = frame.startswith("{plural}")
    plural = made["plural"] if is_leading else _lower(made["plural"], spoken)
    label = _lower(catalogue.label(keys[0], spoken), spoken)
    title = frame.format(plural=plural, label=label)
    if what == "upcoming" and keys[0] != "date":
        title = f"{title} ({label})"
    panel = {
        "kind": what,
        "record_type": made["key"],
        "title": title,
        "field": keys[0],
    }
    return {**panel, "compare": keys[1]} if len(keys) > 1 else panel


def _currency(texts: Sequence[str], spoken: str) -> str:
    joined = " ".join(texts).casefold()
    for sign, words in (("€", ("€", "euro")), ("£", ("£", "pound", "gbp"))):
        if any(word in joined for word in words):
            return sign
    if any(word in joined for word in ("$", "dollar", "usd")):
        return "$"
    return "€" if spoken in ("de", "es", "fr") else "$"


def _lower(text: str, spoken: str) -> str:
    """`text` for the middle of a sentence; German nouns keep their capital."""
    return text if spoken == "de" else text[:1].lower() + text[1:]
