"""What a founder may set in a content: one path, checked by the schema; pure.

A path is a section, or an item of a listed section (`core_features/0`), or a field of
such an item (`core_features/0/name`). Anything else is refused, and so is a value the
schema does not take (VERS-06, TRAP-20). The message names the field and the limit.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from pydantic import BaseModel, ValidationError

from cofounder.artifacts.comparing import NOT_SECTIONS, section_text
from cofounder.artifacts.contents import (
    AppArchitecture,
    ArtifactType,
    MvpTimeline,
    StrategyGraph,
)
from cofounder.artifacts.documents.contents import CONTENTS
from cofounder.artifacts.errors import WrongValue
from cofounder.interviews.brief import IdeaBrief

MODELS: dict[ArtifactType, type[BaseModel]] = {
    ArtifactType.IDEA_BRIEF: IdeaBrief,
    ArtifactType.STRATEGY_GRAPH: StrategyGraph,
    ArtifactType.MVP_TIMELINE: MvpTimeline,
    ArtifactType.APP_ARCHITECTURE: AppArchitecture,
    **CONTENTS,
}
# Ours, never the founder's: marks, dates, and the ids others refer to.
NOT_EDITABLE = NOT_SECTIONS | {
    "schema_version",
    "recommended_id",
    "selected_option_id",
    "selected_at",
    "anchor_phrases",
    "note",
}
MAX_VALUE = 50_000


def sections_of_content(content: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The sections of a content a founder may edit or annotate."""
    return tuple(key for key in content or () if key not in NOT_EDITABLE)


def replaced(
    model: type[BaseModel], content: Mapping[str, Any], path: str, value: Any
) -> dict[str, Any]:
    """The content with `value` at `path`; everything else exactly as it is.

    Raises:
        WrongValue: no such path, or not a value of it.
    """
    keys = _keys(content, path)
    if value is None:
        raise WrongValue("new_value: say what should stand there.")
    check_text(value)
    kept = _at(_checked(model, _with(content, keys, value), path), keys)
    _check_fields(value, kept)
    if keys[-1] == "id" or _ids_in(_at(content, keys)) != _ids_in(value):
        raise WrongValue(f"{path}: ids are ours; change what they name instead.")
    if len(section_text(kept)) > MAX_VALUE:
        raise WrongValue(f"new_value: at most {MAX_VALUE:,} characters altogether.")
    return _with(content, keys, kept)


def _keys(content: Mapping[str, Any], path: str) -> list[str | int]:
    """The path as keys that lead somewhere in the content."""
    first, *rest = path.split("/")
    if first not in sections_of_content(content) or len(rest) > 2:
        raise _unknown(path)
    keys: list[str | int] = [first]
    for part in rest:
        inside = _at(content, keys)
        if isinstance(inside, list) and len(keys) == 1:
            keys.append(_index(part, len(cast("list[Any]", inside)), path))
        elif isinstance(inside, Mapping) and len(keys) == 2 and part in inside:
            keys.append(part)
        else:
            raise _unknown(path)
    return keys


def _index(part: str, length: int, path: str) -> int:
    if part.isascii() and part.isdigit() and len(part) < 5 and int(part) < length:
        return int(part)
    raise _unknown(path)


def _unknown(path: str) -> WrongValue:
    return WrongValue(f"section_path: there is nothing to edit at “{path[:80]}”.")


def _at(content: Any, keys: list[str | int]) -> Any:
    for key in keys:
        content = content[key]
    return content


def _with(content: Any, keys: list[str | int], value: Any) -> Any:
    """A copy of the content with a value set; what is not on the way is shared."""
    if not keys:
        return value
    key, *rest = keys
    inner = _with(content[key], rest, value)
    if isinstance(content, list):
        listed = cast("list[Any]", content)
        return [inner if i == key else one for i, one in enumerate(listed)]
    return {**content, key: inner}


def _checked(model: type[BaseModel], content: Any, path: str) -> dict[str, Any]:
    """The content as the schema keeps it; values are taken as they are, not bent."""
    try:
        made = model.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as error:
        raise _misfit(error, path) from None
    return made.model_dump(mode="json", by_alias=True)


def _misfit(error: ValidationError, path: str) -> WrongValue:
    first = error.errors(include_url=False, include_context=False)[0]
    where = "/".join(str(part) for part in first["loc"]) or path
    return WrongValue(f"{where}: {first['msg'].removeprefix('Value error, ')}.")


def _check_fields(given: Any, kept: Any, where: str = "new_value") -> None:
    """Refuse fields the schema does not know: they would be lost silently."""
    if isinstance(given, Mapping):
        fields = cast("Mapping[str, Any]", given)
        for key, value in fields.items():
            if key not in kept:
                raise WrongValue(f"{where}: there is no field “{key[:80]}”.")
            _check_fields(value, kept[key], f"{where}/{key}")
    elif isinstance(given, list):
        for index, one in enumerate(cast("list[Any]", given)):
            _check_fields(one, kept[index], f"{where}/{index}")


def _ids_in(value: Any) -> list[Any]:
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        own = [fields["id"]] if "id" in fields else []
        return own + [i for inner in fields.values() for i in _ids_in(inner)]
    if isinstance(value, list):
        return [i for inner in cast("list[Any]", value) for i in _ids_in(inner)]
    return []


def check_text(value: Any, where: str = "new_value") -> None:
    """Refuse what cannot be stored or says nothing.

    Raises:
        WrongValue: NUL, half a character, or a text of blanks.
    """
    if isinstance(value, str):
        _check_string(value, where)
    elif isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, Any]", value).items():
            _check_string(key, where)
            check_text(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(cast("list[Any]", value)):
            check_text(inner, f"{where}/{index}")


def _check_string(text: str, where: str) -> None:
    if "\x00" in text:
        raise WrongValue(f"{where}: must not contain NUL characters.")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise WrongValue(f"{where}: must be valid Unicode text.")
    if text and not text.strip():  # the schema says where a text may be empty
        raise WrongValue(f"{where}: a text of blanks says nothing.")
