"""Nouns in Japanese, whose words no space parts: what is written in Chinese characters
or katakana and stands before a particle.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from cofounder.agents.composer.reading import MOST

MOST_NOUNS = 4
_NOUN = re.compile(
    r"(?<![一-鿿ァ-ヿ])([一-鿿]{1,4}|[ァ-ヿ]{2,12})(?=[をがのにとはでもだ、。]|まで|から)"
)
NEVER = frozenset(
    "何 誰 量 人 月 日 週末 毎週 毎日 今日 明日 先月 来月 今月 電話 時間 一人 二人 場合 自分".split()
)
_KANA = re.compile(r"[ぁ-ゖ]")


def written_nouns(text: str, told: Sequence[str] = ()) -> list[str]:
    """The nouns of `text`, those said most often (in `told` as well) first.

    A single character counts as a noun only where it comes back.
    """
    if not _KANA.search(text):
        return []
    named = dict.fromkeys(_NOUN.findall(text[:MOST]))
    times = Counter(
        word for one in (text, text, *told) for word in _NOUN.findall(one[:MOST])
    )
    kept = [
        word
        for word in named
        if word not in NEVER and (len(word) > 1 or times[word] > 1)
    ]
    kept.sort(key=lambda word: (len(word) == 1, -times[word]))
    return kept[:MOST_NOUNS]
