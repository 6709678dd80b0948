"""From a content and its sources to claims: each with the words it rests on."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.artifacts.reading import Shown
from cofounder.artifacts.statements import fingerprint_of
from cofounder.web.screens.chips import Chips
from cofounder.web.screens.document.pages import Claim, Doubt


@dataclass(frozen=True)
class Evidence:
    """What claims of one document are drawn from."""

    view: Shown
    chips: Chips
    home: str
    here: str
    """The path of the document's page."""

    def claim(self, path: str, text: str, whole: str | None = None) -> Claim:
        """The statement at a path; `whole` is its full text when it says more."""
        mark = fingerprint_of(text if whole is None else whole)
        is_denied = path in self.view.denied
        is_assumed = path in self.view.assumptions
        return Claim(
            path=path,
            text=text,
            sources=self.chips.under(self.view, path),
            doubt=self._doubt(mark, path) if is_assumed and not is_denied else None,
            is_denied=is_denied,
        )

    def _doubt(self, mark: str, path: str) -> Doubt:
        action = f"{self.home}/assumptions/{mark}"
        return Doubt(
            confirm_action=f"{action}/confirm",
            deny_action=f"{action}/deny",
            back=f"{self.here}#section-{path.partition('/')[0]}",
        )
