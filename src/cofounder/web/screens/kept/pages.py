"""The page behind `/kept/{id}`."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.keeping import TYPED
from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class KeptField:
    """One field; one without a label goes along unseen."""

    name: str
    value: str
    label: str | None = None

    @property
    def is_long(self) -> bool:
        """Whether it needs more than one line."""
        return len(self.value) > 60 or "\n" in self.value


@dataclass(frozen=True, kw_only=True)
class KeptPage(Screen):
    """What was typed, to send now or to throw away."""

    template = "screens/kept/page.html"

    id: str
    fields: tuple[KeptField, ...]
    is_settled: bool = False


def field_of(name: str, value: str) -> KeptField:
    """A field as the page shows it."""
    return KeptField(name=name, value=value, label=TYPED.get(name))
