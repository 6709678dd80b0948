"""The demo's questions: frames in four languages, filled with the founder's words."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import Any

from cofounder.agents.composer.reading import LANGUAGES, first_sentence, quote, shorten
from cofounder.agents.fake.story import NUMBER, Story
from cofounder.interviews.ports import QuestionDraft

SHORT_IDEA_WORDS = 6
MOST_ASKED = 15
FEWEST_ASKED = 3
WORTH_QUOTING = 3


def onboarding(story: Story) -> list[QuestionDraft]:
    """Five to seven questions: fewer when the idea already tells something."""
    return [
        _question(frame, story)
        for frame in _frames()["onboarding"]
        if _fits(frame, story)
    ]


def understanding(story: Story, limit: int) -> list[QuestionDraft]:
    """Deeper questions that onboarding did not answer, the most telling ones first."""
    open_frames = [
        frame for frame in _frames()["understanding"] if _is_open(frame, story)
    ]
    most = max(FEWEST_ASKED, min(limit - 1, MOST_ASKED))
    return [_question(frame, story) for frame in open_frames[:most]]


def _fits(frame: dict[str, Any], story: Story) -> bool:
    if frame["topic"] == "experiment":
        return len(story.lead.split()) >= SHORT_IDEA_WORDS
    return True


def _is_open(frame: dict[str, Any], story: Story) -> bool:
    told = story.on(frame.get("skip", "") or frame.get("needs", ""))
    if "skip" in frame:
        return told is None or len(told.text.split()) < WORTH_QUOTING
    if "needs" in frame:
        is_enough = told is not None and len(told.text.split()) >= WORTH_QUOTING
        has_price = told is not None and bool(NUMBER.search(told.text))
        return is_enough and not (frame["topic"] == "problem" and has_price)
    return True


def _question(frame: dict[str, Any], story: Story) -> QuestionDraft:
    language = story.language if story.language in LANGUAGES else "en"
    filling = _filling(frame, story)
    text, why = frame[language]
    return QuestionDraft(
        text=_limited(text.format(**filling), 500),
        topic=frame["topic"],
        input_type=frame.get("input", "textarea"),
        required=frame.get("required", True),
        options=_options(frame, story, language, filling),
        why=_limited(why.format(**filling), 300),
    )


def _filling(frame: dict[str, Any], story: Story) -> dict[str, str]:
    told = story.on(frame["needs"]) if "needs" in frame else None
    quoted = told.text if told else story.lead
    return {
        "things": shorten(story.plain_things, 70),
        "thing": shorten(story.plain_kinds[0], 40),
        "name": quote(story.plain_name, 60),
        "quote": quote(first_sentence(quoted), 120),
    }


def _options(
    frame: dict[str, Any], story: Story, language: str, filling: dict[str, str]
) -> list[str]:
    if frame.get("options_from") == "kinds":
        kind_frame: str = frame[f"kind_{language}"]
        return [
            _limited(kind_frame.format(kind=shorten(kind, 60)), 200)
            for kind in story.plain_kinds[:4]
        ]
    options: list[str] = frame.get(f"options_{language}", [])
    return [_limited(option.format(**filling), 200) for option in options]


def _limited(text: str, limit: int) -> str:
    return text if len(text) <= limit else shorten(text, limit)


@lru_cache(maxsize=1)
def _frames() -> dict[str, list[dict[str, Any]]]:
    folder = resources.files("cofounder.agents.fake")
    return tomllib.loads((folder / "frames.toml").read_text(encoding="utf-8"))
