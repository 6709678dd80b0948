"""Whether an answer is worth a second look by a model: rules, no call (UNDR-02)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from cofounder.interviews.words import Passage

SUBSTANTIAL_WORDS = 4
# Words that tell something about a topic, in the languages our own questions have.
SPEAKS_OF = {
    "money": re.compile(
        r"[€$£¥]\s?\d|\d\s?(?:[€$£¥]|euros?\b|dollars?\b|pounds?\b|francs?\b)"
        r"|\b(?:price|subscription|pays?\s+for|preis|bezahl\w*|precio|prix)\b",
        re.IGNORECASE,
    ),
    "alternatives": re.compile(
        r"\b(?:spreadsheets?|excel|whatsapp|on\s+paper|notebooks?|competitors?"
        r"|tabellen?|auf\s+papier|hoja\s+de\s+cálculo|en\s+papel|tableur|sur\s+papier)\b",
        re.IGNORECASE,
    ),
    "risk": re.compile(
        r"\b(?:risks?|afraid|worr(?:y|ied)|might\s+fail|give\s+up|risiko|angst"
        r"|riesgo|miedo|risques?|crain\w*)\b",
        re.IGNORECASE,
    ),
    "experiment": re.compile(
        r"\b(?:pilot|trial|try\s+(?:it|out|this)|test\s+(?:it|this|with)|probewoche"
        r"|ausprobier\w*|prueba\s+piloto|essai\w*)\b",
        re.IGNORECASE,
    ),
}


def may_matter(
    text: str,
    said_before: Iterable[Passage],
    upcoming: Collection[str],
    *,
    is_last: bool,
) -> bool:
    """Whether a new answer could change what is still to be asked.

    It has to say something new, and either speak of the topic of an `upcoming`
    question, or be the last one, when all answers are compared with each other.
    """
    says_something = len(text.split()) >= SUBSTANTIAL_WORDS
    if not says_something or any(text == passage.text for passage in said_before):
        return False
    return is_last or any(
        topic in upcoming and bool(words.search(text))
        for topic, words in SPEAKS_OF.items()
    )
