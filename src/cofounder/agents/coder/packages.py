"""The packages a generated app may rely on: what every set-up has fetched.

They are the demo app's own, pinned and complete, so a model's app installs without an
index too.
"""

from __future__ import annotations

from cofounder.agents.composer.requirements import DEMO_REQUIREMENTS

CERTAIN_PACKAGES = DEMO_REQUIREMENTS
