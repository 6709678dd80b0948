"""Whether a page or a file does anything of what it says."""

from __future__ import annotations

from html.parser import HTMLParser

EVIL = "evil.test"
HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)>"
    f"[x](javascript:alert(1))![y](http://{EVIL}/p.png?d=1)"
)


class Deeds(HTMLParser):
    """What a browser would do with a page that it must not."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self.shown = ""
        self._script = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._script = tag == "script"
        for name, value in attrs:
            target = (value or "").strip().lower()
            if name.startswith("on") or target.startswith("javascript:"):
                self.found.append(f"<{tag} {name}={target[:80]}>")
            if name in LEADS and EVIL in target:
                self.found.append(f"<{tag} {name}={target[:80]}>")
        if tag in ("base", "object", "embed", "iframe") or "srcdoc" in dict(attrs):
            self.found.append(f"<{tag}>")

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if not self._script:
            self.shown += data
        elif "alert(1)" in data:
            self.found.append(f"<script>{data[:80]}")


LEADS = ("src", "href", "srcset", "action", "formaction", "style", "poster", "data")


def deeds(page: str) -> list[str]:
    """Everything the page would do for whoever wrote `HOSTILE`."""
    return Deeds(page).found


def shows(page: str) -> bool:
    """Whether the hostile words can be read on the page, as words."""
    return "<script>alert(1)</script>" in Deeds(page).shown
