"""Every module with tables, so that the metadata is whole."""

from __future__ import annotations

from cofounder.accounts import models as accounts
from cofounder.artifacts import models as artifacts
from cofounder.builds import models as builds
from cofounder.db import Base
from cofounder.decisions import models as decisions
from cofounder.gates import models as gates
from cofounder.interviews import models as interviews
from cofounder.previews import models as previews
from cofounder.projects import models as projects
from cofounder.runs import models as runs

MODULES = (
    accounts,
    artifacts,
    builds,
    decisions,
    gates,
    interviews,
    previews,
    projects,
    runs,
)
METADATA = Base.metadata
