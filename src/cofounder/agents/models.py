"""Models from settings: built at first use, once per class, with their price.

A provider's package is imported when its model is first asked, in a thread: the
import takes seconds, and start-up, `--help` and demo mode never pay for it.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import httpx2
from genai_prices import calc_price
from pydantic import SecretStr
from pydantic_ai.exceptions import UserError
from pydantic_ai.messages import ModelResponse
from pydantic_ai.models import Model, infer_model
from pydantic_ai.providers import Provider, infer_provider_class

from cofounder.accounts.tiers import ModelClass
from cofounder.agents.model_names import ModelName, model_names
from cofounder.agents.transport import MAX_ANSWER_BYTES, open_client
from cofounder.errors import Invalid
from cofounder.settings import Settings

NATIVE_OUTPUT = frozenset({"ollama"})


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that can be asked, and what its answers cost."""

    name: ModelName
    model: Model

    @property
    def wants_native_output(self) -> bool:
        """Whether answers are asked for as JSON text rather than as a tool call."""
        return self.name.provider in NATIVE_OUTPUT


class Models:
    """The models of the settings, one per class.

    Connections belong to the event loop that opened them, so each loop has its own.
    """

    def __init__(
        self, settings: Settings, *, max_bytes: int = MAX_ANSWER_BYTES
    ) -> None:
        self.names = model_names(settings)
        self._key = settings.model_api_key
        self._max_bytes = max_bytes
        self._built: weakref.WeakKeyDictionary[
            asyncio.AbstractEventLoop, dict[str, tuple[Endpoint, httpx2.AsyncClient]]
        ] = weakref.WeakKeyDictionary()

    @property
    def label(self) -> str:
        """The configured models as one short text, without addresses and keys."""
        return ", ".join(dict.fromkeys(name.label for name in self.names.values()))

    async def get(self, model_class: ModelClass) -> Endpoint:
        """The model of `model_class`, built when it is first asked for."""
        name = self.names[model_class]
        built = self._built.setdefault(asyncio.get_running_loop(), {})
        if name.label not in built:
            client = open_client(self._max_bytes)
            try:
                model = await asyncio.to_thread(build_model, name, self._key, client)
            except (UserError, ImportError) as error:
                await client.aclose()
                raise Invalid(
                    f"{name.setting} is {name.label}, which cannot be used: {error}"
                ) from None
            if name.label in built:  # another task was faster
                await client.aclose()
            else:
                built[name.label] = (Endpoint(name, model), client)
        return built[name.label][0]

    async def close(self) -> None:
        """Close the connections of this event loop."""
        built = self._built.pop(asyncio.get_running_loop(), {})
        for _, client in built.values():
            await client.aclose()


def build_model(
    name: ModelName, key: SecretStr | None, client: httpx2.AsyncClient
) -> Model:
    """The Pydantic AI model for `name`; its requests go through `client`."""
    for logger in ("anthropic", "openai", "httpx2", "httpcore2"):
        logging.getLogger(logger).setLevel(logging.WARNING)  # they log whole requests
    secret = key.get_secret_value() if key is not None and name.has_own_key else None
    if name.provider in ("openai", "openai-chat") and name.base_url is not None:
        return _compatible(name, secret, client)
    return infer_model(name.label, _provider_factory(name, secret, client))


def _compatible(
    name: ModelName, secret: str | None, client: httpx2.AsyncClient
) -> Model:
    """A server that speaks chat completions; few speak OpenAI's newer interface."""
    from pydantic_ai.models.openai import OpenAIChatModel
    from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider

    assert name.base_url is not None
    provider = OpenAICompatibleProvider(
        "openai-compatible",
        base_url=name.base_url,
        api_key=secret,
        http_client=client,
    )
    return OpenAIChatModel(name.model, provider=provider)


def _provider_factory(
    name: ModelName, secret: str | None, client: httpx2.AsyncClient
) -> Callable[[str], Provider[Any]]:
    def factory(provider: str) -> Provider[Any]:
        provider_class = infer_provider_class(provider)
        # A key of the environment never goes to an address of the settings.
        keyless = name.base_url is not None and name.provider != "ollama"
        wanted = {
            "api_key": secret or ("unused" if keyless else None),
            "base_url": name.base_url,
            "api_base": name.base_url,
            "http_client": client,
        }
        accepted = inspect.signature(provider_class).parameters
        return provider_class(
            **{k: v for k, v in wanted.items() if k in accepted and v is not None}
        )

    return factory


def cost_of(response: ModelResponse, name: ModelName) -> int | None:
    """What the answer cost in microdollars, or None when the price is unknown."""
    if name.is_local:
        return 0
    price = response.usage.cost
    if price is None:
        price = _listed_price(response, name)
    return None if price is None else round(price * 1_000_000)


def _listed_price(response: ModelResponse, name: ModelName) -> Decimal | None:
    usage = response.usage
    if usage.unmeasured_requests or not (usage.input_tokens or usage.output_tokens):
        return None
    model = response.model_name or name.model
    try:
        if name.base_url:
            found = calc_price(usage, model, provider_api_url=name.base_url)
        else:
            provider = response.provider_name or name.provider
            found = calc_price(usage, model, provider_id=provider)
    except (LookupError, ValueError):
        return None
    return found.total_price
