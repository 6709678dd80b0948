"""Settings: theme, model, sandbox, data folder, about."""

from __future__ import annotations

from dataclasses import dataclass

from cofounder.web.views import Screen


@dataclass(frozen=True, kw_only=True)
class SandboxReport:
    """What the self-test found; `reasons` say what is missing and how to fix it."""

    is_available: bool
    level: str
    reasons: tuple[str, ...] = ()
    fix: str = ""


@dataclass(frozen=True, kw_only=True)
class Licence:
    """A library that is shipped to the browser."""

    name: str
    licence: str
    href: str


@dataclass(frozen=True, kw_only=True)
class SettingsPage(Screen):
    """`/settings`."""

    template = "screens/settings/page.html"

    models: tuple[tuple[str, str], ...]
    """Role class and model; empty in demo mode."""
    sandbox: SandboxReport
    data_folder: str
    database: str
    version: str
    licences: tuple[Licence, ...]
