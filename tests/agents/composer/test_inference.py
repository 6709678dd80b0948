"""Which kinds of records the words lead to (PROD-09, GENR-03, MODL-04)."""

from __future__ import annotations

import pytest

from cofounder.agents.composer import catalogue
from cofounder.agents.composer.product import Wish, compose_product
from tests.agents.stories import STORIES, wish


def kinds(idea: str) -> tuple[str, ...]:
    return compose_product(Wish(idea)).names


@pytest.mark.parametrize(
    ("idea", "expected"),
    [
        ("An app for my bakery.", "Ingredients"),
        ("Keep track of our bakery's inventory", "Ingredients"),
        ("A marketplace of dog owners and dog walkers", "Dog walkers"),
        ("Our repair café loses track of kettles", "Repairs"),
        ("Help freelancers send invoices", "Invoices"),
        ("A tool for choir directors to plan rehearsals", "Rehearsals"),
        ("Neighbours lend each other drills and ladders", "Tools"),
        ("Eine App für meine Bäckerei und ihre Bestellungen", "Bestellungen"),
        ("Una aplicación para los pedidos de mi panadería", "Pedidos"),
        ("Une application pour suivre mes ruches", "Ruches"),
        ("I want to keep an eye on my zeppelins", "Zeppelins"),
        ("Un'app per la mia pasticceria", "Pasticceria"),
    ],
)
def test_an_idea_leads_to_records_its_founder_would_recognise(
    idea: str, expected: str
) -> None:
    assert expected in kinds(idea)
    assert 1 <= len(kinds(idea)) <= 4


def test_an_inventory_idea_gives_an_inventory_tracker() -> None:
    """PROD-09: quantity, unit, reorder level and supplier, and a shortage panel."""
    content = compose_product(wish("bakery")).content
    stock = content["record_types"][0]
    labels = {field["label"] for field in stock["fields"]}
    assert {"Quantity", "Unit", "Reorder level", "Supplier"} <= labels
    assert "low" in {panel["kind"] for panel in content["highlights"]}


def test_things_of_many_sorts_become_choices_of_the_main_record() -> None:
    content = compose_product(wish("repair café")).content
    choices = [
        c for f in content["record_types"][0]["fields"] for c in f.get("choices", ())
    ]
    assert {"Toasters", "Kettles"} <= set(choices)


def test_the_founders_own_name_for_the_product_wins() -> None:
    assert (
        compose_product(Wish("An app called Mend Desk for repairs")).name == "Mend Desk"
    )


def test_two_ideas_give_visibly_different_apps() -> None:
    made = [compose_product(wish(name)) for name in STORIES if name != "short"]
    assert len({(one.name, one.names) for one in made}) == len(made)
    assert len({(one.palette.hue, one.palette.look) for one in made}) > len(made) // 2


def test_the_same_wish_always_gives_the_same_product() -> None:
    assert compose_product(wish("bakery")) == compose_product(wish("bakery"))


@pytest.mark.parametrize("name", STORIES)
def test_keys_are_made_of_our_own_characters_only(name: str) -> None:
    content = compose_product(wish(name)).content
    for kind in content["record_types"]:
        keys = [kind["key"], *(field["key"] for field in kind["fields"])]
        assert all(key.isascii() and key.isidentifier() for key in keys)
        targets = [f["target"] for f in kind["fields"] if f["kind"] == "reference"]
        known = {one["key"] for one in content["record_types"]}
        assert set(targets) <= known


def test_a_new_direction_decides_what_is_kept() -> None:
    """A pivot is visible in the app, not only in the brief (GATE-09)."""
    old = Wish("An app for my bakery.")
    new = Wish("An app for my bakery.", direction="Lessons for piano students")
    assert compose_product(old).names != compose_product(new).names
    assert "Lessons" in compose_product(new).names


def test_every_field_of_every_kind_of_record_has_a_label_in_every_language() -> None:
    kinds = catalogue.catalogue().archetypes.values()
    for plan in (plan for kind in kinds for plan in kind.fields):
        assert all(catalogue.label(plan.key, code) for code in ("en", "de", "es", "fr"))
        is_choice = plan.kind == "choice" and plan.detail != "categories"
        assert not is_choice or catalogue.choices(plan.detail, "en")


@pytest.mark.parametrize(
    ("idea", "never"),
    [
        ("Je manque toujours de tout le samedi, avant la coupure de 16 h", "samedi"),
        ("Cada jueves paso la noche cuadrando pedidos", "jueves"),
        ("Unsere Wagen fahren zu 28 Prozent leer zurück", "prozent"),
        ("Prowadzę trzy budowy i wieczorem nie pamiętam, kto co zrobił", "wieczorem"),
        ("I look after cats with six friends every Thursday", "friends"),
    ],
)
def test_a_day_a_unit_or_a_friend_is_never_what_an_app_keeps(
    idea: str, never: str
) -> None:
    made = compose_product(Wish(idea))
    assert never not in [name.casefold() for name in made.names]
    assert never not in made.name.casefold()


@pytest.mark.parametrize(
    ("idea", "expected"),
    [
        ("Wir zählen 46 Bienenvölker im Juni", "Bienenvölker"),
        ("Vendo 70 cestas de verdura a la semana", "Cestas"),
        (
            "電話の予約だと人数を間違えます。予約が入ったら分かるようにしたいです。",
            "予約",
        ),
        ("Where is the school bus every morning", "Buses"),
        ("En nuestro bufete nadie sabe si hay plazo", "Plazos"),
    ],
)
def test_what_is_counted_or_said_again_is_what_an_app_keeps(
    idea: str, expected: str
) -> None:
    assert expected in kinds(idea)
