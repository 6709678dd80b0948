"""The demo: the whole journey without a model, composed from the founder's own words.

Deterministic, offline and quick. Nothing here imports a model library.
"""

from cofounder.agents.fake.runner import RunnerFake
from cofounder.agents.fake.scenarios import DemoBusy, DemoFailed, Scenario

__all__ = ["DemoBusy", "DemoFailed", "RunnerFake", "Scenario"]
