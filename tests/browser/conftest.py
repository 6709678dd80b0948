"""The live server, the browser, and a founder logged in to both."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.live import LiveServer, settings_for

FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey in a browser."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """The system's Chromium where there is one, as an unprivileged test may start it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        return browser_type_launch_args
    return {**browser_type_launch_args, "executable_path": found, "args": FLAGS}


@pytest.fixture(scope="session")
def live(
    tmp_path_factory: pytest.TempPathFactory, wheel_store: Path
) -> Iterator[LiveServer]:
    """One real server for all journeys of this process."""
    server = LiveServer(settings_for(tmp_path_factory.mktemp("data"), wheel_store))
    server.start()
    yield server
    server.stop()


NewContext = Callable[..., BrowserContext]


@pytest.fixture
def open_browser(browser: Browser, live: LiveServer) -> Iterator[NewContext]:
    """`open_browser(cookies, java_script_enabled=False)`: a fresh browser profile."""
    opened: list[BrowserContext] = []

    def make(cookies: dict[str, str] | None = None, **options: Any) -> BrowserContext:
        context = browser.new_context(base_url=live.url, **options)
        context.set_default_timeout(20_000)
        opened.append(context)
        for name, value in (cookies or {}).items():
            context.add_cookies([{"name": name, "value": value, "url": live.url}])
        return context

    yield make
    for context in opened:
        context.close()
