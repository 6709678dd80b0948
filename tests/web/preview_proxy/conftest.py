"""A site in `link` mode for the proxy's tests."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.web.preview_proxy.parts import Site, a_site


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as made:
        yield made
