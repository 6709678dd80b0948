"""The runner of demo mode: composes every answer from the founder's own words."""

from __future__ import annotations

from cofounder.agents.fake.booking import Desk
from cofounder.agents.fake.coder import DemoCoder
from cofounder.agents.fake.interviewer import DemoInterviewer
from cofounder.agents.fake.planner import DemoPlanner
from cofounder.agents.fake.scenarios import scenario_named
from cofounder.agents.fake.strategist import DemoStrategist
from cofounder.agents.fake.writer import DemoWriter
from cofounder.artifacts.ports import Strategist, Writer
from cofounder.builds.ports import Coder
from cofounder.interviews.ports import Interviewer
from cofounder.plans.ports import Planner
from cofounder.runner import Mode
from cofounder.runs.ledger import Ledger


class RunnerFake:
    """A `Runner` without a model: deterministic, offline, no key (PROD-09, MODL-03).

    Scenarios: `happy_path`; `llm_failure` and `rate_limited` raise from every call, or
    from those of one `stage` (such as `strategist.mvp_timeline`); `partial_build`
    writes an app with one failing test, which the first fix repairs.

    Raises:
        ValueError: an unknown scenario or stage.
    """

    mode: Mode = Mode.DEMO
    label: str = "Demo mode"

    def __init__(
        self, ledger: Ledger, scenario: str = "happy_path", *, stage: str = ""
    ) -> None:
        desk = Desk(ledger, scenario_named(scenario), stage)
        self.scenario = desk.scenario
        self.interviewer: Interviewer = DemoInterviewer(desk)
        self.strategist: Strategist = DemoStrategist(desk)
        self.writer: Writer = DemoWriter(desk)
        self.planner: Planner = DemoPlanner(desk)
        self.coder: Coder = DemoCoder(desk)

    async def close(self) -> None:
        """Nothing is open."""
