"""Founders of very different businesses, and hostile ones: the words of the tests."""

from __future__ import annotations

from cofounder.agents.composer.product import Wish
from cofounder.interviews.words import Passage

HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% include 'x' %} $x$ ${HOME} 🥐 \u202eevil"
    " \"double\" 'single' “curly” '; DROP TABLE users; -- \"\"\" __import__('os')"
)


def founder(idea: str, **answers: str) -> tuple[Passage, ...]:
    """The idea and one answer per topic, as passages."""
    told = [Passage("idea:0", idea)]
    for topic, text in answers.items():
        told.append(Passage(f"onboarding:0:{topic}", text, f"About {topic}?", topic))
    return tuple(told)


STORIES: dict[str, tuple[Passage, ...]] = {
    "bakery": founder(
        "We run a small bakery in Leeds and always run out of flour;"
        " I want to track inventory and reorder in time.",
        target_user="Tom, my head baker, orders by phone at 5 am.",
        problem="Every Saturday we run out of rye flour by noon."
        " Last month we lost about 400 euros in sales.",
        constraint="We have one old tablet. Nothing may cost more than 20 euros a month,"
        " and we open a second shop on 3 March 2027.",
        alternatives="A clipboard next to the oven",
        money="I'd pay 15 euros a month",
    ),
    "dog walking": founder(
        "A marketplace where busy dog owners find trusted dog walkers nearby.",
        target_user="Owners who work late, such as Priya in Bristol",
        problem="She asks in three chat groups and still finds nobody for Tuesday.",
        constraint="Every walker must be insured.",
    ),
    "repair café": founder(
        "Our repair café loses track of broken toasters and kettles.",
        target_user="Volunteers over 60",
        problem="Last month 14 items went home with the wrong person.",
        constraint="Nothing to install; one old laptop and a label printer.",
    ),
    "beekeeping": founder(
        "Une application pour les apiculteurs qui suivent leurs ruches.",
        target_user="Mon père Luc, 71 ans",
        problem="Il oublie quelle ruche a été visitée.",
        constraint="Il faut que cela marche sans réseau.",
    ),
    "short": founder("An app for my bakery."),
    "german": founder(
        "Eine App für unsere Bäckerei, damit wir Zutaten und Bestellungen kennen.",
        target_user="Bäckermeister Jens",
        problem="Samstags fehlt Roggenmehl.",
    ),
    "arabic": founder(
        "تطبيق لإدارة مخبزي الصغير في القاهرة", target_user="أصحاب المخابز"
    ),
    "hindi": founder(
        "मेरी बेकरी के लिए एक ऐप जो आटे का हिसाब रखे", problem="शनिवार को आटा खत्म हो जाता है"
    ),
    "unforeseen": founder("I want to keep an eye on my zeppelins and their captains"),
    "hostile": founder(HOSTILE, target_user=HOSTILE, problem="🥐", constraint="{0} %s"),
    "long": founder(
        "We lend drills to neighbours. " + "Nobody returns them on time! " * 340
    ),
    "empty answers": founder(
        "Track rehearsals of our choir", target_user="", money=" "
    ),
}


def wish(name: str) -> Wish:
    """What the composer is asked for by one of the stories."""
    told = STORIES[name]
    topics = {passage.topic: passage.text for passage in told}
    return Wish(
        idea=told[0].text,
        answers=tuple(passage.text for passage in told[1:]),
        audience=topics.get("target_user", ""),
        problem=topics.get("problem", ""),
    )
