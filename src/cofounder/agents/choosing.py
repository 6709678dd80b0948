"""Choosing the runner: once, from settings, and nowhere else (MODL-05)."""

from __future__ import annotations

import importlib
from typing import cast

from cofounder.runner import Runner
from cofounder.runs.ledger import Ledger
from cofounder.settings import Settings


def choose_runner(settings: Settings, ledger: Ledger) -> Runner:
    """The runner that settings ask for: a model's, or the demo's without one.

    Imported when chosen: the demo must start without any provider's library.

    Raises:
        Invalid: a model setting cannot work, named in the message.
    """
    if settings.demo_mode:
        fake = importlib.import_module("cofounder.agents.fake")
        return cast(Runner, fake.RunnerFake(ledger, scenario=settings.fake_scenario))
    real = importlib.import_module("cofounder.agents.real")
    return cast(Runner, real.RunnerReal(settings, ledger))
