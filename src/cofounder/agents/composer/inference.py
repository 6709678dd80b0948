"""Which kinds of records an app keeps: found in the founder's words by rules.

Each word that names a known kind of record counts, more in the idea than in the
answers; a kind of business brings what it always keeps; nouns nobody foresaw become
kinds of their own under the founder's name for them, or choices of the main kind
where the business gathers things of many sorts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cofounder.agents.composer.catalogue import Archetype, Domain, catalogue
from cofounder.agents.composer.nouns import Noun, longest_word, my_place, unknown_nouns
from cofounder.agents.composer.reading import Token, tokens

ENOUGH = 3.0
ENOUGH_KINDS = 2
IDEA_WEIGHT = 1.0
ANSWER_WEIGHT = 0.45
MOST_MENTIONS = 2
ALIKE = (("item", "tool", "product", "repair"), ("dog", "pet"))
AUDIENCE_REACH = 4
AUDIENCE_MARKS = frozenset({"for", "für", "para", "pour", "who", "where"})
MARKET_WORDS = frozenset(
    {"marketplace", "connects", "connect", "connecting", "match", "marktplatz"}
    | {"vermittelt", "mercado", "conecta", "conectar", "relie", "relier", "matches"}
)


@dataclass(frozen=True, slots=True)
class Source:
    """Something the founder wrote and how much it says about what is kept."""

    text: str
    weight: float


@dataclass(frozen=True, slots=True)
class Found:
    """What the words are about.

    `kinds` are archetypes or nouns of the founder, most important first; `sorts` are
    nouns that became choices of the first kind; `place` is the founder's own word for
    their business ("bakery"), empty when none was recognised.
    """

    kinds: tuple[Archetype | Noun, ...]
    sorts: tuple[str, ...]
    place: str
    domain: str


@dataclass
class _Tally:
    scores: dict[str, float] = field(default_factory=dict[str, float])
    mentions: dict[str, int] = field(default_factory=dict[str, int])
    taken: set[str] = field(default_factory=set[str])
    clear: set[str] = field(default_factory=set[str])

    def add(self, key: str, score: float) -> None:
        self.scores[key] = self.scores.get(key, 0.0) + score


def infer(sources: Sequence[Source], language: str, *, limit: int) -> Found:
    """What the words in `sources` (the idea first) are about; one kind at least."""
    tally = _Tally()
    is_market = any(_has_any(source.text, MARKET_WORDS) for source in sources[:1])
    for source in sources:
        _count_mentions(tally, source, is_market=is_market)
    domains = _domains(sources)
    for domain, place in domains[:2]:
        _add_domain(tally, domain, sources, is_first=domain is domains[0][0])
        tally.taken |= set(place.casefold().split())
    idea = sources[0].text if sources else ""
    tally.taken |= set(my_place(idea).casefold().split())
    told = [source.text for source in sources[1:] if source.text != idea]
    nouns = unknown_nouns(idea, language, tally.taken, told)
    clear = [noun for noun in nouns if noun.score >= ENOUGH]
    gathers = any(domain.gathers for domain, _ in domains[:1])
    _drop_alike(tally)
    room = 0 if gathers else 1 if domains else limit
    kinds = _chosen(tally, clear[:room], limit)
    if not kinds:
        kinds = tuple(nouns[:1] or longest_word(idea, language, tally.taken))
        kinds = kinds or (catalogue().archetypes["task"],)
    return Found(
        kinds=kinds,
        sorts=tuple(noun.plural for noun in clear) if gathers else (),
        place=domains[0][1] if domains else "",
        domain=domains[0][0].key if domains else "",
    )


def grams(found: Sequence[Token]) -> Iterable[tuple[int, str, int]]:
    """(position, phrase, number of words) of all phrases of one to three words."""
    for at in range(len(found)):
        for size in (3, 2, 1):
            if at + size <= len(found):
                yield at, " ".join(t.folded for t in found[at : at + size]), size


def _count_mentions(tally: _Tally, source: Source, *, is_market: bool) -> None:
    found = tokens(source.text)
    known = catalogue()
    covered: set[int] = set()
    for at, phrase, size in grams(found):
        key = known.by_word.get(phrase)
        if key is None or at in covered or _is_idiom(found, at):
            continue
        covered |= set(range(at, at + size))
        if source.weight == IDEA_WEIGHT:
            tally.taken |= set(phrase.split())
            tally.clear.add(key)
        if tally.mentions.get(key, 0) < MOST_MENTIONS:
            tally.mentions[key] = tally.mentions.get(key, 0) + 1
            archetype = known.archetypes[key]
            for_them = _is_audience(found, at) and not is_market
            tally.add(key, _mention(archetype, for_them=for_them) * source.weight)


def _mention(archetype: Archetype, *, for_them: bool) -> float:
    if archetype.is_person:
        return 1.5 if for_them else 3.5
    return 5.0


def _is_audience(found: Sequence[Token], at: int) -> bool:
    before = found[max(0, at - AUDIENCE_REACH) : at]
    return any(token.folded in AUDIENCE_MARKS for token in before)


def _is_idiom(found: Sequence[Token], at: int) -> bool:
    """Whether the word is part of a phrase: "in order to" orders nothing."""
    return found[at].folded == "order" and at > 0 and found[at - 1].folded == "in"


def _domains(sources: Sequence[Source]) -> list[tuple[Domain, str]]:
    """The kinds of business the words name, best first, with the founder's word."""
    scores: dict[str, float] = {}
    words: dict[str, str] = {}
    for source in sources:
        found = tokens(source.text)
        covered: set[int] = set()
        for at, phrase, size in grams(found):
            if at in covered:
                continue
            if size > 1 and phrase in catalogue().domains_by_word:
                covered |= set(range(at, at + size))
            for domain in catalogue().domains_by_word.get(phrase, ()):
                score = source.weight * (1.0 + 0.5 * (size - 1))
                if domain.key not in words:
                    score += source.weight / (1 + at)
                scores[domain.key] = scores.get(domain.key, 0.0) + score
                text = source.text[found[at].start : found[at + size - 1].end]
                words.setdefault(domain.key, text)
    named = [domain for domain in catalogue().domains if domain.key in scores]
    named.sort(key=lambda domain: -scores[domain.key])
    return [(one, words[one.key]) for one in named if scores[one.key] >= 0.8]


def _add_domain(
    tally: _Tally, domain: Domain, sources: Sequence[Source], *, is_first: bool
) -> None:
    weight = 1.0 if is_first else 0.4
    for rank, key in enumerate(domain.keeps):
        tally.add(key, (5.0 - rank) * weight)
        tally.clear.add(key)
    stock = catalogue().stock_words
    if is_first and domain.stock and any(_has_any(s.text, stock) for s in sources):
        tally.add(domain.stock, 6.0)


def _drop_alike(tally: _Tally) -> None:
    """Two lists of the same things would confuse: the better one stays."""
    for group in ALIKE:
        alike = [key for key in group if key in tally.scores]
        for key in sorted(alike, key=lambda one: tally.scores[one])[:-1]:
            del tally.scores[key]


def _has_any(text: str, words: frozenset[str]) -> bool:
    return any(phrase in words for _, phrase, _ in grams(tokens(text)))


def _chosen(
    tally: _Tally, nouns: Sequence[Noun], limit: int
) -> tuple[Archetype | Noun, ...]:
    known = catalogue().archetypes
    ranked: list[tuple[float, int, Archetype | Noun]] = [
        (score, at, known[key])
        for at, (key, score) in enumerate(tally.scores.items())
        if score >= ENOUGH
    ]
    is_clear = any(not known[key].is_person for key in tally.clear)
    penalty = 1.0 if ranked and is_clear else 0.0
    ranked += [(noun.score - penalty, 100 + at, noun) for at, noun in enumerate(nouns)]
    ranked.sort(key=lambda one: (-one[0], one[1]))
    clear = [kind for _, at, kind in ranked if at >= 100 or kind.key in tally.clear]
    others = [kind for _, _, kind in ranked if kind not in clear]
    room = min(limit, max(len(clear), ENOUGH_KINDS))
    return tuple([*clear, *others][:room])
