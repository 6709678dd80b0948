"""The cases: founders with an idea, and facts that an interviewer has to find."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from cofounder.accounts.tiers import Tier
from cofounder.interviews.ports import Topic

FOLDER = Path(__file__).with_name("cases")
REQUIRED_TOPICS: tuple[Topic, ...] = ("target_user", "problem", "constraint")

Text = Annotated[str, Field(min_length=1)]
Pattern = Annotated[str, Field(min_length=1)]


class CaseError(Exception):
    """A case that cannot be read, or is not there; the text says which and why."""


class Strict(BaseModel):
    """Unknown keys are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Fact(Strict):
    """Something this founder would say, and by which words a question asks for it.

    A hidden fact is told only to a question that matches one of its `keys`; any other
    one also to a question of its topic. `how` other than `answer` says that the founder
    does not know, or leaves it to us.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    topic: Topic
    says: str = ""
    hidden: bool = False
    keys: tuple[Pattern, ...] = ()
    how: Literal["answer", "skip", "you_decide"] = "answer"

    @field_validator("keys")
    @classmethod
    def readable(cls, keys: tuple[str, ...]) -> tuple[str, ...]:
        """Refuse what is no regular expression."""
        for key in keys:
            re.compile(key)
        return keys

    @model_validator(mode="after")
    def can_be_asked_for(self) -> Fact:
        """A hidden fact needs keys, an answer needs words."""
        if (self.hidden or self.how != "answer") and not self.keys:
            raise ValueError(f"{self.id}: needs keys, or nobody can ask for it")
        if (self.how == "answer") != bool(self.says.strip()):
            raise ValueError(f"{self.id}: `says` belongs to answers, and only to them")
        return self

    def is_asked_by(self, question: str) -> bool:
        """Whether one of the keys stands in `question`."""
        return any(re.search(key, question, re.IGNORECASE) for key in self.keys)


class Contradiction(Strict):
    """Two facts that cannot both hold; noticed where one text names both sides."""

    facts: tuple[str, str]
    noticed: tuple[Pattern, Pattern]


class Edit(Strict):
    """An answer the founder takes back, and what they say instead."""

    fact: str
    becomes: Text


class Decision(Strict):
    """What the founder decides about the direction."""

    kind: Literal["proceed", "narrow", "pivot"] = "proceed"
    text: str = ""


class Injection(Strict):
    """Orders hidden in an answer, by what would show that they were followed."""

    obeyed: tuple[Pattern, ...] = Field(min_length=1)


class Case(Strict):
    """One founder."""

    name: str
    field: Text
    language: Literal["en", "de", "es", "fr", "pt", "pl", "ar", "ja"]
    tier: Tier
    persona: Text
    idea: Text
    about: tuple[Pattern, ...] = Field(
        min_length=1, description="What the first version has to deal with."
    )
    facts: tuple[Fact, ...]
    unknown: Text = Field(description="How this founder says that they do not know.")
    closing: str = Field(default="", description="Said to the closing question.")
    contradictions: tuple[Contradiction, ...] = ()
    edit: Edit | None = None
    decision: Decision = Decision()
    injection: Injection | None = None

    @model_validator(mode="after")
    def hangs_together(self) -> Case:
        """Ids differ and exist; what every onboarding needs can be said."""
        ids = [fact.id for fact in self.facts]
        if len(set(ids)) != len(ids):
            raise ValueError("two facts have the same id")
        named = [one for pair in self.contradictions for one in pair.facts]
        named += [self.edit.fact] if self.edit else []
        if missing := set(named) - set(ids):
            raise ValueError(f"no such facts: {', '.join(sorted(missing))}")
        said = {fact.topic for fact in self.facts if not fact.hidden}
        if missing := set(REQUIRED_TOPICS) - said:
            raise ValueError(f"nothing to say about {', '.join(sorted(missing))}")
        return self

    @property
    def hidden(self) -> tuple[Fact, ...]:
        """What an interviewer should find out."""
        return tuple(fact for fact in self.facts if fact.hidden)


def load(path: Path) -> Case:
    """The case in `path`, named by its file.

    Raises:
        CaseError: it cannot be read.
    """
    try:
        value: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        return Case.model_validate({"name": path.stem, **value})
    except (OSError, ValueError, TypeError, yaml.YAMLError) as error:
        raise CaseError(f"{path.name}: {error}") from None


def load_all(names: Sequence[str] = (), folder: Path = FOLDER) -> list[Case]:
    """All cases, or those with these names, in alphabetical order.

    Raises:
        CaseError: a case cannot be read, or there is none of that name.
    """
    files = {path.stem: path for path in sorted(folder.glob("*.yaml"))}
    if missing := [name for name in names if name not in files]:
        known = ", ".join(files)
        raise CaseError(f"no case {', '.join(missing)}; there are: {known}")
    return [load(path) for name, path in files.items() if not names or name in names]
