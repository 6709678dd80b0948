"""A refused form says what kind of refusal it is, and leads back."""

from __future__ import annotations

from tests.web.screens.walking import WalkPages


async def test_what_cannot_be_read_is_no_conflict(walk_pages: WalkPages) -> None:
    """VOIC-03, ux.md 3: what happened, what is kept, one way on."""
    pages = await walk_pages("trio")
    await pages.founder.documents()
    refused = await pages.send("/documents/brief/approve", 422, version="first")
    assert "We cannot take this as it is" in refused.text
    assert ">422<" in refused.text
    assert f'href="{pages.home}/documents"' in refused.text
