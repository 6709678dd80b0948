"""Values of fields: from what was typed to what is stored, and back to the page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Optional, Union

from app.product import Field, Words

Value = Union[str, int, float, None]

MAX_SHORT = 200
MAX_LONG = 5_000
MAX_NUMBER = 1_000_000_000
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,180}\.[^@\s.]{2,24}")
TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class Wrong(ValueError):
    """What was typed cannot be kept; the text is for the person who typed it."""


def parse(field: Field, typed: str, words: Words) -> Value:
    """The value to store for what was typed into `field`; None when left empty.

    Raises:
        Wrong: the text does not fit the field.
    """
    text = CONTROL.sub("", typed.replace("\r\n", "\n")).strip()
    if field.kind == "yes_no":
        return int(bool(text))
    if not text:
        if field.required:
            raise Wrong(words["error_required"].format(label=field.label))
        return None
    return _PARSERS[field.kind](field, text, words)


def shown(field: Field, value: Value, words: Words, currency: str) -> str:
    """`value` as a person reads it. References are shown by their record's name."""
    if value is None:
        return ""
    if field.kind == "yes_no":
        return words["yes"] if value else words["no"]
    if field.kind == "money":
        return f"{currency}{Decimal(value) / 100:,.2f}"
    if field.kind == "number":
        return _plain_number(float(value))
    return str(value)


def typed(field: Field, value: Value) -> str:
    """`value` as it stands in the form's input."""
    if value is None or (field.kind == "yes_no" and not value):
        return ""
    if field.kind == "money":
        return f"{Decimal(value) / 100:.2f}"
    if field.kind == "number":
        return _plain_number(float(value))
    return str(value)


def _plain_number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".")


def _short(field: Field, text: str, words: Words) -> str:
    if len(text) > MAX_SHORT:
        raise Wrong(words["error_too_long"].format(most=MAX_SHORT))
    return " ".join(text.split())


def _long(field: Field, text: str, words: Words) -> str:
    if len(text) > MAX_LONG:
        raise Wrong(words["error_too_long"].format(most=MAX_LONG))
    return text


def _email(field: Field, text: str, words: Words) -> str:
    if not EMAIL.fullmatch(text):
        raise Wrong(words["error_email"])
    return text


def _decimal(text: str) -> Optional[Decimal]:
    """The number in `text`, written with a point or with a comma."""
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        number = Decimal(text.replace(" ", ""))
    except InvalidOperation:
        return None
    return number if math.isfinite(number) and abs(number) <= MAX_NUMBER else None


def _number(field: Field, text: str, words: Words) -> float:
    number = _decimal(text)
    if number is None:
        raise Wrong(words["error_number"])
    return float(number)


def _money(field: Field, text: str, words: Words) -> int:
    number = _decimal(text)
    if number is None:
        raise Wrong(words["error_money"])
    return int((number * 100).to_integral_value())


def _date(field: Field, text: str, words: Words) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Wrong(words["error_date"]) from None


def _time(field: Field, text: str, words: Words) -> str:
    if not TIME.fullmatch(text):
        raise Wrong(words["error_time"])
    return text


def _choice(field: Field, text: str, words: Words) -> str:
    if text not in field.choices:
        raise Wrong(words["error_choice"])
    return text


def _reference(field: Field, text: str, words: Words) -> int:
    if not re.fullmatch(r"\d{1,15}", text):
        raise Wrong(words["error_choice"])
    return int(text)


_PARSERS: dict[str, Callable[[Field, str, Words], Value]] = {
    "text": _short,
    "long_text": _long,
    "email": _email,
    "number": _number,
    "money": _money,
    "date": _date,
    "time": _time,
    "choice": _choice,
    "reference": _reference,
}
