"""The first question of an agent, asked without the agent around it.

The run, its graph and its hooks take longer than everything else we do for a question.
What an agent asks for never changes, so it is kept from its first request, and from
then on the same request goes straight to the model. An answer that cannot be used as
it came is handed to the agent, which knows how to have it repaired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import TypeAdapter
from pydantic_ai.messages import (
    ModelRequest,
    ModelResponse,
    TextPart,
    ToolCallPart,
    UserPromptPart,
)
from pydantic_ai.models import Model, ModelRequestParameters
from pydantic_ai.settings import ModelSettings

T = TypeVar("T")


class Unread(Exception):
    """The answer has another form than the usual one."""


@dataclass(frozen=True, slots=True)
class Form(Generic[T]):
    """What one kind of question asks for, and how its usual answer is read."""

    adapter: TypeAdapter[T]
    instructions: str
    parameters: ModelRequestParameters
    settings: ModelSettings

    async def ask(self, model: Model, text: str, max_tokens: int) -> ModelResponse:
        """The model's answer to `text`."""
        settings = self.settings.copy()
        settings["max_tokens"] = max_tokens
        question = ModelRequest(
            parts=[UserPromptPart(text)], instructions=self.instructions
        )
        messages = model.prepare_messages([question], self.parameters)
        return await model.request(messages, settings, self.parameters)

    def read(self, response: ModelResponse) -> T:
        """The value of an answer in the usual form: one call of the one tool, or JSON.

        Raises:
            Unread: it came in another form.
            ValidationError: it breaks the schema.
        """
        match [part for part in response.parts if isinstance(part, ToolCallPart)]:
            case [call] if call.tool_name in self._tools:
                return self.adapter.validate_json(call.args_as_json_str())
            case []:
                return self.adapter.validate_json(self._text(response))
            case _:
                raise Unread

    @property
    def _tools(self) -> list[str]:
        return [tool.name for tool in self.parameters.output_tools]

    def _text(self, response: ModelResponse) -> str:
        if self._tools:
            raise Unread
        return "".join(p.content for p in response.parts if isinstance(p, TextPart))
