"""What a text field of a form may hold; the JSON edge says the same in its schemas."""

from __future__ import annotations

from cofounder.errors import Invalid

MAX_TEXT = 10_000


def check_text(name: str, text: str) -> None:
    """Refuse what cannot be kept.

    Raises:
        Invalid: too long, or not text; the message names the field and the limit.
    """
    if len(text) > MAX_TEXT:
        raise Invalid(
            f"{name}: keep it under {MAX_TEXT:,} characters. It has {len(text):,} now; "
            "all of them are still in the field."
        )
    if "\x00" in text:
        raise Invalid(f"{name}: it holds a character that cannot be stored (NUL).")
