"""Names: of the product, of tables and columns, of colours."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from cofounder.agents.composer.catalogue import Archetype
from cofounder.agents.composer.inference import Found
from cofounder.agents.composer.nouns import my_place, singular_of
from cofounder.agents.composer.reading import (
    capital,
    flat,
    is_small,
    title_case,
    tokens,
)

MOST_NAME = 60
_GIVEN_NAME = re.compile(
    r"\b(?:called|named|heißt|namens|llamad[oa]|se llama|appelée?|nommée?|s'appelle)\s+"
    r"[“\"«„'‘]?([^\W\d_a-zà-ÿ][\w&'’-]{1,24}(?: [^\W\d_a-zà-ÿ][\w&'’-]{1,24}){0,2})"
)
_SUFFIXES = {
    "ingredient": "Stockroom",
    "product": "Stockroom",
    "repair": "Desk",
    "booking": "Bookings",
    "appointment": "Diary",
    "walker": "Match",
    "dog": "Diary",
    "book": "Shelf",
    "walk": "Diary",
    "lesson": "Timetable",
    "loan": "Lending Desk",
    "tool": "Lending Desk",
    "invoice": "Ledger",
    "order": "Order Book",
    "hive": "Hive Book",
    "member": "Register",
    "item": "Register",
    "bus": "Board",
    "report": "Desk",
}
_FOREIGN = {"de": "{} im Blick", "es": "{} al día", "fr": "{} à jour"}
_HUES = (28, 52, 85, 130, 155, 178, 205, 235, 262, 290, 320, 350)
_LOOKS = ("calm", "crisp", "paper")
_RESERVED = frozenset({"new", "export", "id"})


def app_name(idea: str, found: Found, language: str) -> str:
    """What the product is called: the founder's own name for it, or one from words.

    Founders write "an app called Mend Desk"; that name wins. Otherwise the word for
    their business and what is kept there make one ("Bakery Stockroom").
    """
    given = _GIVEN_NAME.search(idea)
    if given:
        return given.group(1)[:MOST_NAME]
    if language != "en":
        mine = flat(my_place(idea))
        return capital(mine or _foreign_name(found, language))[:MOST_NAME]
    return _english_name(idea, found)[:MOST_NAME]


def found_name(found: Found, language: str) -> str:
    """The plural name of the main kind of record."""
    first = found.kinds[0]
    return first.named(language)[1] if isinstance(first, Archetype) else first.plural


def slug(text: str, taken: Collection[str], fallback: str) -> str:
    """A short ASCII name for tables, columns and addresses, not among `taken`.

    Only a-z, 0-9 and underscores survive, so no text can reach SQL or a path.
    """
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    name = re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")[:30].strip("_")
    if not name or not name[0].isalpha() or name in _RESERVED:
        name = fallback
    candidates = (name, *(f"{name}_{number}" for number in range(2, 100)))
    return next(one for one in candidates if one not in taken)


def _foreign_name(found: Found, language: str) -> str:
    """The main thing with words around it that fit any noun: "Pedidos al día"."""
    frame = _FOREIGN.get(language)
    if frame:
        return frame.format(found_name(found, language))
    if isinstance(found.kinds[0], Archetype):
        return _english_name("", replace(found, place=""))
    return found_name(found, language)


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours and the look of one product."""

    hue: int
    second_hue: int
    chroma: float
    look: str

    def css(self) -> str:
        """The custom properties the stylesheet is built on."""
        return (
            f":root {{ --hue: {self.hue}; --hue-2: {self.second_hue};"
            f" --chroma: {self.chroma}; }}\n"
        )

    def icon_colours(self) -> tuple[str, str]:
        """The two colours of the icon."""
        return (
            f"oklch(0.46 {self.chroma} {self.hue})",
            f"oklch(0.62 0.15 {self.second_hue})",
        )


def palette(seed: str) -> Palette:
    """Colours and look from the idea: the same idea always gives the same ones."""
    digest = hashlib.sha256(seed.encode()).digest()
    hue = _HUES[digest[0] % len(_HUES)]
    turn = (60, 95, 150, 200)[digest[1] % 4]
    return Palette(
        hue=hue,
        second_hue=(hue + turn) % 360,
        chroma=(0.11, 0.14)[digest[2] % 2],
        look=_LOOKS[digest[3] % len(_LOOKS)],
    )


def _english_name(idea: str, found: Found) -> str:
    first = found.kinds[0]
    key = first.key
    place = _place(idea, found)
    plural = title_case(found_name(found, "en"))
    ending = _SUFFIXES.get(key, plural)
    if not place:
        one = title_case(singular_of(plural))
        return f"{one} Book" if ending == plural else f"{plural} {ending}"
    words = place.casefold().split()
    fresh = [w for w in ending.split() if singular_of(w.casefold()) not in words]
    return title_case(f"{place} {' '.join(fresh) or 'Desk'}")


def _place(idea: str, found: Found) -> str:
    """The founder's word for the business, in the singular: "dog walkers" → dog walker."""
    words = [w for w in tokens(found.place) if not is_small(w.folded)]
    kept = [word.text for word in words] or [word.text for word in tokens(found.place)]
    if kept:
        kept[-1] = singular_of(kept[-1])
    return " ".join(kept[:3])
