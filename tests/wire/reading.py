"""Reading a request: what is asked, in which form, and the material in the prompt."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

_TASK = re.compile(r"^# Task: (\w+)$", re.MULTILINE)
_FENCED = re.compile(
    r"^<<<(?P<mark>[0-9a-f]{16}) (?P<label>[^\n]+)\n(?P<text>.*?)\n(?P=label) (?P=mark)>>>$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Asked:
    """One request, whichever format it came in."""

    provider: str
    model: str
    system: str
    prompt: str
    last: str
    tool: str | None
    schema: dict[str, Any]
    stream: bool
    max_tokens: int
    tools: tuple[str, ...] = ()

    @property
    def purpose(self) -> str:
        """The task the prompt names last; data comes before it."""
        found = _TASK.findall(self.prompt)
        return found[-1] if found else "unknown"

    @property
    def material(self) -> dict[str, str]:
        """Everything between fences, by label."""
        return {m["label"]: m["text"] for m in _FENCED.finditer(self.prompt)}

    @property
    def ours(self) -> str:
        """The prompt without the material: only what we wrote ourselves."""
        return _FENCED.sub("", self.prompt)

    @property
    def passages(self) -> list[str]:
        """The founder's words, S1 first."""
        found = self.material
        labels = sorted(
            (label for label in found if re.fullmatch(r"S\d+", label)),
            key=lambda label: int(label[1:]),
        )
        return [found[label] for label in labels]

    @property
    def task_text(self) -> str:
        """The part of the prompt after its last fence: our own words."""
        return self.prompt.rsplit("\n# Task: ", 1)[-1]


def anthropic(body: dict[str, Any]) -> Asked:
    """A request of the Messages format."""
    tools = body.get("tools") or []
    native = (body.get("output_config") or {}).get("format") or {}
    users = [m for m in body["messages"] if m["role"] == "user"]
    texts = [_text(message["content"]) for message in users]
    return Asked(
        provider="anthropic",
        model=body["model"],
        system=_text(body.get("system") or ""),
        prompt=texts[0],
        last=texts[-1],
        tool=tools[0]["name"] if tools else None,
        schema=tools[0]["input_schema"] if tools else native.get("schema", {}),
        stream=bool(body.get("stream")),
        max_tokens=body["max_tokens"],
        tools=tuple(tool["name"] for tool in tools),
    )


def openai(body: dict[str, Any]) -> Asked:
    """A request of the chat-completions format."""
    tools = body.get("tools") or []
    native = (body.get("response_format") or {}).get("json_schema") or {}
    texts = [_text(m["content"]) for m in body["messages"] if m["role"] == "user"]
    systems = [_text(m["content"]) for m in body["messages"] if m["role"] == "system"]
    function = tools[0]["function"] if tools else {}
    return Asked(
        provider="openai",
        model=body["model"],
        system="\n".join(systems),
        prompt=texts[0],
        last=_text(body["messages"][-1].get("content") or ""),
        tool=function.get("name"),
        schema=function.get("parameters") or native.get("schema", {}),
        stream=bool(body.get("stream")),
        max_tokens=body.get("max_completion_tokens") or body.get("max_tokens") or 0,
        tools=tuple(tool["function"]["name"] for tool in tools),
    )


def _text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "\n".join(
        part["text"] if part.get("type") == "text" else json.dumps(part)
        for part in content
    )
