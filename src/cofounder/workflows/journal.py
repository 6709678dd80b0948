"""The journal's format: readable JSON with tags, never pickle.

A row of the database must never be code: decoding imports only classes that are
defined in modules of ours, and nothing a class merely reaches.
"""

from __future__ import annotations

import dataclasses
import importlib
import json
from functools import lru_cache
from typing import Any, cast

from dbos import Serializer
from pydantic import BaseModel, TypeAdapter

OURS = ("cofounder.", "pydantic_ai.")
FAULTS = (*OURS, "dbos.", "builtins.")
TAGS = ("$t", "$tuple", "$d", "$x")


class JournalSerializer(Serializer):
    """Plain JSON stays as it is; what JSON lacks gets a tag (`$tuple`, `$d`, `$t`).

    Bump the name when the format changes and keep the old reader for one release.
    """

    def name(self) -> str:
        """Stored beside every value."""
        return "cofounder_json_1"

    def serialize(self, data: Any) -> str:
        """The value as text.

        Raises:
            TypeError: the value is not data.
        """
        plain = encode(data)
        text = json.dumps(plain, ensure_ascii=False)
        # A lone surrogate is no UTF-8, so no database keeps it unless it is escaped.
        return text if _is_storable(text) else json.dumps(plain)

    def deserialize(self, serialized_data: str) -> Any:
        """The value again.

        Raises:
            ValueError: a tag names something that is not a class of ours.
        """
        return decode(json.loads(serialized_data))


def _is_storable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def encode(value: Any) -> Any:
    """JSON-able form of a value."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case BaseException():
            return _encode_fault(value)
        case list():
            return [encode(v) for v in cast(list[Any], value)]
        case tuple():
            return {"$tuple": [encode(v) for v in cast(tuple[Any, ...], value)]}
        case dict():
            return _encode_dict(cast(dict[Any, Any], value))
        case _:
            return _encode_object(value)


def _encode_fault(error: BaseException) -> dict[str, Any]:
    """An exception; one that may not come back by its class goes as its text."""
    words = [str(a) for a in error.args] or [str(error)]
    name = _name_of(type(error))
    if isinstance(error, Exception) and f"{type(error).__module__}.".startswith(FAULTS):
        return {"$x": name, "v": words}
    return {"$x": "builtins:RuntimeError", "v": [f"{name}: {', '.join(words)}"]}


def _encode_dict(value: dict[Any, Any]) -> dict[str, Any]:
    if all(isinstance(k, str) and not k.startswith("$") for k in value):
        return {k: encode(v) for k, v in value.items()}
    return {"$d": [[encode(k), encode(v)] for k, v in value.items()]}


def _encode_object(value: Any) -> dict[str, Any]:
    kind = cast(type[Any], value.__class__)
    if _is_data(kind) and f"{kind.__module__}.".startswith(OURS):
        plain = _adapter(kind).dump_python(value, mode="json")
        return {"$t": _name_of(kind), "v": plain}
    raise TypeError(f"{kind!r} cannot go into the journal; return JSON-able data")


def decode(value: Any) -> Any:
    """The value of a JSON-able form."""
    if isinstance(value, list):
        return [decode(v) for v in cast(list[Any], value)]
    if isinstance(value, dict):
        return _decode_dict(cast(dict[str, Any], value))
    return value


def _decode_dict(value: dict[str, Any]) -> Any:
    tag = next((key for key in value if key.startswith("$")), None)
    if tag is None:
        return {k: decode(v) for k, v in value.items()}
    wanted = {tag, "v"} if tag in ("$t", "$x") else {tag}
    if tag not in TAGS or value.keys() != wanted:
        raise ValueError(f"`{tag[:40]}` is not a tag of the journal")
    match tag:
        case "$t":
            return _object(str(value["$t"]), value["v"])
        case "$x":
            return _fault(str(value["$x"]), [str(word) for word in value["v"]])
        case "$tuple":
            return tuple(decode(v) for v in value["$tuple"])
        case _:
            return {decode(k): decode(v) for k, v in value["$d"]}


@lru_cache(maxsize=256)
def _adapter(kind: type) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def _name_of(kind: type) -> str:
    return f"{kind.__module__}:{kind.__qualname__}"


def _is_data(kind: type[Any]) -> bool:
    return BaseModel in kind.__mro__ or dataclasses.is_dataclass(kind)


def _class_named(name: str, allowed: tuple[str, ...]) -> type:
    module, _, qualname = name.partition(":")
    if not f"{module}.".startswith(allowed) or "__main__" in module:
        raise ValueError(f"`{name[:200]}` is not allowed in the journal")
    try:
        found: Any = importlib.import_module(module)
        for part in qualname.split("."):
            found = getattr(found, part)
    except (ImportError, AttributeError):
        raise ValueError(f"`{name[:200]}` is not in this version") from None
    if not isinstance(found, type) or found.__module__ != module:
        raise ValueError(f"`{name[:200]}` is not a class of ours")
    return found


def _object(name: str, value: Any) -> Any:
    kind = _class_named(name, OURS)
    if not _is_data(kind):
        raise ValueError(f"`{name[:200]}` is no data")
    return _adapter(kind).validate_python(value)


def _fault(name: str, words: list[str]) -> Exception:
    """The exception again, or a RuntimeError when it takes other arguments.

    Only kinds of `Exception`: a stored SystemExit would end the server.
    """
    kind = _class_named(name, FAULTS)
    if not issubclass(kind, Exception):
        raise ValueError(f"`{name[:200]}` is no failure")
    try:
        return kind(*words)
    except Exception:
        return RuntimeError(f"{name}: {', '.join(words)}")
