"""What every test stands on: which database, no network, no model, no blocking.

Fixtures of the product (`database`, `app`, `client`) live in `tests/fixtures/`, one
module per topic, and are listed in `pytest_plugins` below.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import os
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import platformdirs
import pytest

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.blocking",
    "tests.fixtures.app",
    "tests.fixtures.journey",
]

BROWSER = Path(__file__).parent / "browser"
WHEEL_STORE = "TEST_WHEEL_STORE"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--postgres",
        metavar="URL",
        default=None,
        help="run on Postgres, in databases of our own beside the one in URL",
    )


# --- which tests -----------------------------------------------------------------


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave the browser journeys out unless they are asked for by path.

    Playwright's synchronous fixtures leave a running loop behind, so they need a
    process of their own.
    """
    if collection_path != BROWSER:
        return None
    asked = (Path(str(arg).partition("::")[0]).resolve() for arg in config.args)
    return None if any(path.is_relative_to(BROWSER) for path in asked) else True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what touches the database, so that Postgres runs only those again."""
    for item in items:
        if "make_database_url" in getattr(item, "fixturenames", ()):
            item.add_marker("db")


# --- no model --------------------------------------------------------------------


class _RefuseModelRequests(importlib.abc.MetaPathFinder):
    """Switch model requests off in the moment `pydantic_ai.models` is imported.

    Importing it here would cost every test run a second; most tests never need it.
    """

    name = "pydantic_ai.models"

    def find_spec(
        self, fullname: str, path: Any, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self.name:
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.loader is not None:
            run = spec.loader.exec_module

            def exec_module(module: ModuleType) -> None:
                run(module)
                module.__dict__["ALLOW_MODEL_REQUESTS"] = False

            spec.loader.exec_module = exec_module
        return spec


sys.meta_path.insert(0, _RefuseModelRequests())


# --- no outside configuration ----------------------------------------------------


def pytest_configure() -> None:
    """A developer's own settings and keys change no test, except the wheel store."""
    for name in list(os.environ):
        if name.startswith(("COFOUNDER_", "ANTHROPIC_", "OPENAI_", "GOOGLE_")):
            value = os.environ.pop(name)
            if name == "COFOUNDER_WHEEL_STORE":
                # Under another name, which the workers of xdist inherit.
                os.environ[WHEEL_STORE] = value


@pytest.fixture(scope="session")
def wheel_store() -> Path:
    """Where `cofounder setup` put the demo app's wheels; may be empty or missing."""
    own = Path(platformdirs.user_data_dir("cofounder", appauthor=False)) / "wheels"
    return Path(os.environ.get(WHEEL_STORE) or own)


# --- one loop --------------------------------------------------------------------


@pytest.fixture(scope="session")
def anyio_backend() -> tuple[str, dict[str, Any]]:
    """One asyncio loop for the session; session-scoped fixtures may be async."""
    return "asyncio", {"use_uvloop": False}
