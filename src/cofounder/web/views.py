"""What a template may be given: a frozen dataclass that names its template.

A `Screen` is a whole page, a `Part` is the piece of it that can be drawn alone.
Both hold plain values; whoever fills them has read the rows already.
"""

from __future__ import annotations

from typing import ClassVar


class Screen:
    """A whole page. Its template sees it as `page`, and the shell as `frame`."""

    template: ClassVar[str]
    variable: ClassVar[str] = "page"


class Part:
    """A piece of a page. Its template sees it as `part`, and the shell as `frame`.

    The template's root element carries the id that polling and htmx swap.
    """

    template: ClassVar[str]
    variable: ClassVar[str] = "part"


View = Screen | Part
