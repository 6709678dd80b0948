"""What several nouns of the JSON edge share."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field


def _clean(text: str) -> str:
    if "\x00" in text:
        raise ValueError("must not contain NUL characters")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("must be valid Unicode text") from None
    return text


Text = Annotated[str, Field(max_length=10_000), AfterValidator(_clean)]
FilledText = Annotated[
    str, Field(min_length=1, max_length=10_000), AfterValidator(_clean)
]
Name = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_clean)]


class StrictIn(BaseModel):
    """A body that starts work: unknown fields are refused (APIX-09)."""

    model_config = ConfigDict(extra="forbid")


class DoneOut(BaseModel):
    """The new status, and nothing else."""

    status: str
