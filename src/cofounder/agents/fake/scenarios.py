"""The named ways the demo behaves, for tests and for showing faults (MODL-03)."""

from __future__ import annotations

from enum import StrEnum

from cofounder.runs.errors import ModelBusy, ModelFailed

FAILED = "Anthropic API rate limit exceeded. Retry after 60 seconds."
BUSY = "Worker capacity exceeded. Estimated wait: 5 minutes"


class Scenario(StrEnum):
    """How calls end."""

    HAPPY_PATH = "happy_path"
    LLM_FAILURE = "llm_failure"
    RATE_LIMITED = "rate_limited"
    PARTIAL_BUILD = "partial_build"


class DemoFailed(ModelFailed, RuntimeError):
    """Scenario `llm_failure`: asking again does not help."""


class DemoBusy(ModelBusy, RuntimeError):
    """Scenario `rate_limited`: the same call may succeed later."""


def scenario_named(name: str) -> Scenario:
    """The scenario called `name`.

    Raises:
        ValueError: there is none.
    """
    try:
        return Scenario(name)
    except ValueError:
        known = ", ".join(Scenario)
        raise ValueError(f"unknown scenario {name!r}; known: {known}") from None


def check_scenario(scenario: Scenario) -> None:
    """Raise what a call ends with in this scenario, if anything."""
    if scenario is Scenario.LLM_FAILURE:
        raise DemoFailed(FAILED)
    if scenario is Scenario.RATE_LIMITED:
        raise DemoBusy(BUSY)
