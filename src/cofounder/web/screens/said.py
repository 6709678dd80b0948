"""Where the founder's words can be read in full: the sources page, at those words."""

from __future__ import annotations

import re


def anchor_of(ref: str) -> str:
    """The id of a passage on the sources page."""
    return "said-" + re.sub(r"[^0-9A-Za-z]+", "-", ref)


def said_href(home: str, ref: str) -> str:
    """The link of a quote to the whole it was taken from."""
    return f"{home}/sources#{anchor_of(ref)}"
