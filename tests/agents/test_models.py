"""Model settings: checked before anything is imported; prices known, free or unknown."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import SecretStr
from pydantic_ai.messages import ModelResponse
from pydantic_ai.usage import RequestUsage

from cofounder.accounts.tiers import ModelClass
from cofounder.agents.model_names import (
    KEYS,
    NEEDS_BASE_URL,
    ModelName,
    is_private_url,
    model_names,
)
from cofounder.agents.models import Models, cost_of
from cofounder.agents.running import together
from cofounder.errors import Invalid
from cofounder.runs.calls import Usage
from cofounder.settings import Settings


@pytest.fixture(autouse=True)
def no_keys_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ANTHROPIC_API_KEY", "OPENAI_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ({"model": "gpt-5"}, "COFOUNDER_MODEL must look like provider:model"),
        ({"model": "anthropic:"}, "COFOUNDER_MODEL must look like"),
        ({"model": "nobody:x"}, "COFOUNDER_MODEL names a provider"),
        (
            {"model": "ollama:a", "model_fast": "nobody:x"},
            "COFOUNDER_MODEL_FAST names a provider",
        ),
        ({"model": "anthropic:a"}, "COFOUNDER_MODEL_API_KEY or ANTHROPIC_API_KEY"),
        ({"model": "vllm:a"}, "COFOUNDER_MODEL_BASE_URL"),
        (
            {"model": "openai:a", "model_base_url": "localhost:11434"},
            "COFOUNDER_MODEL_BASE_URL must be an http",
        ),
        (
            {
                "model": "ollama:a",
                "model_strong": "anthropic:b",
                "model_api_key": "ollama-key",
            },
            "COFOUNDER_MODEL_STRONG is anthropic:b, which needs a key",
        ),
    ],
)
def test_a_setting_that_cannot_work_is_named(chosen: dict[str, str], told: str) -> None:
    with pytest.raises(Invalid, match=told):
        model_names(Settings(**chosen))  # pyright: ignore[reportArgumentType]


def test_classes_fall_back_to_the_one_model() -> None:
    names = model_names(Settings(model="ollama:qwen3", model_strong="ollama:big"))
    assert names[ModelClass.STRONG].label == "ollama:big"
    assert names[ModelClass.BALANCED].label == "ollama:qwen3"
    assert names[ModelClass.FAST] == names[ModelClass.BALANCED]


def test_the_older_prefix_of_google_still_works() -> None:
    names = model_names(
        Settings(model="google-gla:gemini-3-pro", model_api_key="k")  # pyright: ignore[reportArgumentType]
    )
    assert names[ModelClass.STRONG].label == "google:gemini-3-pro"


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://127.0.0.1:11434/v1", True),
        ("http://localhost:1/v1", True),
        ("http://ollama:11434", True),
        ("http://10.1.2.3/v1", True),
        ("http://192.168.0.9:8000", True),
        ("http://[::1]:8000", True),
        ("http://box.local/v1", True),
        ("https://api.anthropic.com", False),
        ("https://8.8.8.8/v1", False),
        ("https://localhost.example.com/v1", False),
    ],
)
def test_a_local_address_is_told_from_a_public_one(url: str, private: bool) -> None:
    assert is_private_url(url) is private


def response(model: str, provider: str, tokens: int = 1_000) -> ModelResponse:
    usage = RequestUsage(input_tokens=tokens, output_tokens=tokens // 10)
    return ModelResponse(
        parts=[], usage=usage, model_name=model, provider_name=provider
    )


def test_a_listed_price_is_known_in_microdollars() -> None:
    name = ModelName("COFOUNDER_MODEL", "anthropic", "claude-sonnet-4-5")
    assert cost_of(response("claude-sonnet-4-5", "anthropic"), name) == 4_500


def test_an_unlisted_price_is_unknown_and_never_zero() -> None:
    name = ModelName("COFOUNDER_MODEL", "anthropic", "claude-unheard-of")
    assert cost_of(response("claude-unheard-of", "anthropic"), name) is None
    elsewhere = ModelName(
        "COFOUNDER_MODEL", "openai", "gpt-5", "https://models.example.com/v1"
    )
    assert cost_of(response("gpt-5", "openai-compatible"), elsewhere) is None


def test_an_answer_without_usage_has_no_known_price() -> None:
    name = ModelName("COFOUNDER_MODEL", "anthropic", "claude-sonnet-4-5")
    assert cost_of(response("claude-sonnet-4-5", "anthropic", 0), name) is None


def test_one_unknown_price_makes_the_sum_unknown() -> None:
    known = Usage("m", 10, 5, 2, 7)
    unknown = Usage("m", 1, 1, 0, None)
    assert together("m", [known, known]) == Usage("m", 20, 10, 4, 14)
    assert together("m", [known, unknown]).cost_microdollars is None


@pytest.mark.anyio
@pytest.mark.parametrize("provider", sorted(set(KEYS) - {"google-cloud"}))
async def test_a_model_of_every_provider_we_name_can_be_built(provider: str) -> None:
    """With our key, through our capped client."""
    address = "http://127.0.0.1:1/v1" if provider in NEEDS_BASE_URL else None
    model = "some/model" if provider == "openrouter" else "some-model"
    settings = Settings(
        model=f"{provider}:{model}",
        model_api_key=SecretStr("k"),
        model_base_url=address,
    )
    models = Models(settings)
    endpoint = await models.get(ModelClass.FAST)
    assert endpoint is await models.get(ModelClass.STRONG)
    assert endpoint.model.model_name == model
    await models.close()


@pytest.mark.anyio
async def test_a_name_the_provider_refuses_is_told_with_its_setting() -> None:
    models = Models(Settings(model="openrouter:plain", model_api_key=SecretStr("k")))
    with pytest.raises(Invalid, match="COFOUNDER_MODEL is openrouter:plain"):
        await models.get(ModelClass.FAST)


def test_no_provider_is_imported_before_it_is_asked() -> None:
    """And checking settings does not even need the library."""
    code = """
import sys
from cofounder.settings import Settings
from cofounder.agents.model_names import model_names
settings = Settings(model="anthropic:x", model_api_key="k")
model_names(settings)
assert "pydantic_ai" not in sys.modules
from cofounder.agents.real import RunnerReal
from cofounder.runs.ledger import Ledger
RunnerReal(settings, Ledger(None))
loaded = {"anthropic", "openai", "google.genai"} & set(sys.modules)
assert not loaded, loaded
"""
    subprocess.run([sys.executable, "-c", code], check=True)
