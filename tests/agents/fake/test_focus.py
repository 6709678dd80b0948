"""A narrowing decides what the documents build, and what they leave for later."""

from __future__ import annotations

from cofounder.agents.composer.product import Wish, compose_product
from cofounder.agents.fake.documents.focus import focused, left_out

TOWN = (
    "In unserer Gemeinde meldet niemand ein Schlagloch zweimal."
    " Wir möchten Meldungen sammeln."
)
BEES = "Ich habe 46 Bienenvölker an sieben Ständen und eine Stockkarte."


def names(idea: str, narrowing: str) -> tuple[list[str], list[str]]:
    whole = compose_product(Wish(idea)).content
    narrow = compose_product(Wish(idea, direction=narrowing)).content
    kept = focused(narrow, whole)
    return [one["plural"] for one in kept["record_types"]], left_out(kept, whole)


def test_a_sort_of_the_main_thing_follows_it() -> None:
    """GATE-09: narrowed to lamps, the reports stay: it is lamps that are reported."""
    kept, _ = names(TOWN, "Nur Straßenlampen, ohne öffentliche Karte.")
    assert kept == ["Meldungen", "Straßenlampen"]


def test_a_known_record_leads_and_the_rest_waits() -> None:
    kept, waiting = names(BEES, "Nur die Durchsicht in der Schwarmzeit.")
    assert kept == ["Durchsichten", "Bienenvölker"]
    assert "Stockkarte" in waiting
