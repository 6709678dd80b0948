"""docs/requirements.md says which test holds which requirement (QUAL-05)."""

from __future__ import annotations

import re
import subprocess
import sys

from tests.architecture.tree import ROOT, functions, modules

DOCUMENT = ROOT / "docs/requirements.md"


def test_qual_05_the_requirements_table_is_current() -> None:
    fresh = subprocess.run(
        [sys.executable, str(ROOT / "scripts/requirements")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert DOCUMENT.read_text(encoding="utf-8") == fresh, "run: make docs"


def test_qual_05_every_listed_test_exists() -> None:
    listed = re.findall(r"`(tests/[^`]+)`", DOCUMENT.read_text(encoding="utf-8"))
    existing = {
        (module.name, function.name)
        for module in modules(ROOT / "tests")
        for function in functions(module)
    }
    missing = [
        name
        for name in listed
        if (name.split("::")[0], name.split("::")[-1]) not in existing
    ]
    assert listed
    assert not missing
