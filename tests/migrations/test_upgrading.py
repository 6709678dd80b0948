"""Bringing a database up to date, and knowing without Alembic that it is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from cofounder.migrations.upgrading import config_for, newest_revision, upgrade_now


def test_the_newest_file_is_the_head_of_the_tree() -> None:
    assert (
        newest_revision()
        == ScriptDirectory.from_config(config_for()).get_current_head()
    )


def test_a_database_that_is_up_to_date_needs_no_alembic(tmp_path: Path) -> None:
    """A start with nothing to migrate does not load it; the rows stay."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'test.db'}"
    upgrade_now(url)
    script = (
        "import sys; from cofounder.migrations.upgrading import upgrade_now; "
        "upgrade_now(sys.argv[1]); assert 'alembic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script, url], check=True)
