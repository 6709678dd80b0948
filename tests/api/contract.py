"""Reading `spec/api.md` and the application's own description, to be compared."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

SPEC = Path(__file__).parent.parent.parent / "spec" / "api.md"
ROW = re.compile(r"^\| (GET|POST|PATCH|PUT|DELETE) \| `(/api/[^`]*)` \|(.*)\|$")
Schema = dict[str, Any]


def cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split(" | ")]


def written() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Method and path to the cells request, response and codes of the document."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for line in SPEC.read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row:
            request, response, codes, _what = cells(row[3].strip())
            assert (row[1], row[2]) not in found, line
            found[row[1], row[2]] = (request, response, codes)
    return found


def described(document: Schema) -> dict[tuple[str, str], tuple[str, str, str]]:
    """The same three cells, from the OpenAPI document."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            found[method.upper(), path] = (
                _request(document, operation),
                _response(document, operation),
                _codes(operation),
            )
    return found


def _request(document: Schema, operation: Schema) -> str:
    asked = [
        f"?{p['name']}" + ("" if p.get("required") else "?")
        for p in operation.get("parameters", [])
        if p["in"] == "query"
    ]
    asked += [
        f"{p['name']} (header)"
        for p in operation.get("parameters", [])
        if p["in"] == "header"
    ]
    body = operation.get("requestBody")
    if body:
        schema = body["content"]["application/json"]["schema"]
        [schema, *_] = schema.get(
            "anyOf", [schema]
        )  # the first; then null, if optional
        schema = resolve(document, schema)
        required = set(schema.get("required", []))
        asked += [n + ("" if n in required else "?") for n in schema["properties"]]
    return ", ".join(f"`{name}`" for name in asked) or "–"


def _response(document: Schema, operation: Schema) -> str:
    answers = operation["responses"]
    known = ("201", "402") if "402" in answers else ("200", "201", "202")
    [(status, answer), *_] = [
        (code, answers[code]) for code in known if code in answers
    ]
    content = answer.get("content", {})
    [kind] = content or ["nothing"]
    if kind not in ("application/json", "application/problem+json"):
        return f"{status} {kind}"
    return f"{status} {shape(document, content[kind].get('schema', {}))}"


def shape(document: Schema, schema: Schema) -> str:
    """The fields of an answer: `{a, b}`, `[{a}]` for a list, `null` where allowed."""
    if "anyOf" in schema:
        kinds = [shape(document, one) for one in schema["anyOf"]]
        return " or ".join(kinds)
    if schema.get("type") == "array":
        return f"[{shape(document, schema['items'])}]"
    if schema.get("type") == "null":
        return "null"
    resolved = resolve(document, schema)
    if "properties" not in resolved:
        return "{…}"
    return "{" + ", ".join(f"`{name}`" for name in resolved["properties"]) + "}"


def resolve(document: Schema, schema: Schema) -> Schema:
    reference = schema.get("$ref")
    if reference is None:
        return schema
    return document["components"]["schemas"][reference.rpartition("/")[2]]


def _codes(operation: Schema) -> str:
    declared = sorted(operation["responses"])
    return ", ".join(code for code in declared if code not in ("200", "201"))
