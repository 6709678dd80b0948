"""Model names from settings: read and checked at start, without importing a provider.

A name is a Pydantic AI model string, `provider:model`. The base URL and the key of
the settings belong to the provider of `COFOUNDER_MODEL`; a class that names another
provider uses that provider's own environment variables.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from cofounder.accounts.tiers import ModelClass
from cofounder.errors import Invalid
from cofounder.settings import Settings

ALIASES = {"google-gla": "google", "google-vertex": "google-cloud"}

# The variables that may hold a key, any one of them; empty where none is needed.
KEYS: dict[str, tuple[str, ...]] = {
    "anthropic": ("ANTHROPIC_API_KEY",),
    "openai": ("OPENAI_API_KEY",),
    "openai-chat": ("OPENAI_API_KEY",),
    "openai-responses": ("OPENAI_API_KEY",),
    "google": ("GOOGLE_API_KEY", "GEMINI_API_KEY"),
    "google-cloud": (),
    "ollama": (),
    "vllm": (),
    "openrouter": ("OPENROUTER_API_KEY",),
    "deepseek": ("DEEPSEEK_API_KEY",),
    "fireworks": ("FIREWORKS_API_KEY",),
    "together": ("TOGETHER_API_KEY",),
    "moonshotai": ("MOONSHOTAI_API_KEY",),
    "cerebras": ("CEREBRAS_API_KEY",),
    "nebius": ("NEBIUS_API_KEY",),
    "sambanova": ("SAMBANOVA_API_KEY",),
    "alibaba": ("ALIBABA_API_KEY", "DASHSCOPE_API_KEY"),
    "litellm": (),
}
NEEDS_BASE_URL = frozenset({"vllm", "litellm"})
OLLAMA = "http://127.0.0.1:11434/v1"


@dataclass(frozen=True, slots=True)
class ModelName:
    """A checked model name: which provider, which of its models, and from where."""

    setting: str
    provider: str
    model: str
    base_url: str | None = None
    has_own_key: bool = False

    @property
    def label(self) -> str:
        """The name as it is shown and recorded."""
        return f"{self.provider}:{self.model}"

    @property
    def is_local(self) -> bool:
        """Whether the model runs on a machine of our own, and so costs nothing."""
        return self.base_url is not None and is_private_url(self.base_url)


def is_private_url(url: str) -> bool:
    """Whether `url` names this machine or one of a private network."""
    host = urlsplit(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(
            (".localhost", ".local", ".internal", ".lan", ".home.arpa")
        )
    return address.is_loopback or address.is_private or address.is_link_local


def model_names(settings: Settings) -> dict[ModelClass, ModelName]:
    """The model of each class; a class without its own uses `COFOUNDER_MODEL`.

    Raises:
        Invalid: a setting cannot work; the message names it and what would.
    """
    _check_base_url(settings.model_base_url)
    main = _parse("COFOUNDER_MODEL", settings.model or "")
    own = {
        ModelClass.STRONG: settings.model_strong,
        ModelClass.BALANCED: settings.model_balanced,
        ModelClass.FAST: settings.model_fast,
    }
    names: dict[ModelClass, ModelName] = {}
    for model_class, text in own.items():
        setting = f"COFOUNDER_MODEL_{model_class.value.upper()}"
        name = _parse(setting, text) if text else main
        names[model_class] = _placed(name, main, settings)
    return names


def _parse(setting: str, text: str) -> ModelName:
    provider, colon, model = text.strip().partition(":")
    provider = ALIASES.get(provider.strip().lower(), provider.strip().lower())
    if not colon or not model.strip():
        raise Invalid(
            f"{setting} must look like provider:model, for example "
            f"anthropic:claude-sonnet-5 or ollama:qwen3."
        )
    if provider not in KEYS:
        raise Invalid(
            f"{setting} names a provider we cannot talk to: {provider}. "
            f"We know {', '.join(KEYS)}; any OpenAI-compatible server works as "
            f"openai:model together with COFOUNDER_MODEL_BASE_URL."
        )
    return ModelName(setting, provider, model.strip())


def _placed(name: ModelName, main: ModelName, settings: Settings) -> ModelName:
    """`name` with its address and its right to our key."""
    ours = name.provider == main.provider
    base_url = settings.model_base_url if ours else None
    if base_url is None and name.provider == "ollama":
        base_url = os.environ.get("OLLAMA_BASE_URL") or OLLAMA
    key = settings.model_api_key
    has_own_key = ours and key is not None and bool(key.get_secret_value().strip())
    _check_reachable(name, base_url, has_own_key=has_own_key)
    return ModelName(
        name.setting, name.provider, name.model, base_url, has_own_key=has_own_key
    )


def _check_reachable(
    name: ModelName, base_url: str | None, *, has_own_key: bool
) -> None:
    if name.provider in NEEDS_BASE_URL and base_url is None:
        raise Invalid(
            f"{name.setting} is {name.label}, which needs the address of your server "
            f"in COFOUNDER_MODEL_BASE_URL."
        )
    variables = KEYS[name.provider]
    if has_own_key or base_url is not None or not variables:
        return
    if not any(os.environ.get(variable) for variable in variables):
        raise Invalid(
            f"{name.setting} is {name.label}, which needs a key: set "
            f"COFOUNDER_MODEL_API_KEY or {' or '.join(variables)}."
        )


def _check_base_url(url: str | None) -> None:
    if url is None:
        return
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Invalid(
            "COFOUNDER_MODEL_BASE_URL must be an http or https address, for example "
            "http://127.0.0.1:11434/v1."
        )
