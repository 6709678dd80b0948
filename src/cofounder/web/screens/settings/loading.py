"""What this installation is set to, in words. Keys and passwords are never shown."""

from __future__ import annotations

from importlib.metadata import version

from sqlalchemy.engine import make_url

from cofounder.runner import Mode
from cofounder.sandbox import Capabilities
from cofounder.sandbox.cells import Level
from cofounder.settings import Settings
from cofounder.web import assets
from cofounder.web.edge import Edge
from cofounder.web.screens.settings.pages import (
    Licence,
    SandboxReport,
    SettingsPage,
)

LEVELS = {
    Level.HARD: "Isolated, with hard limits",
    Level.SOFT: "Isolated, with soft limits",
    Level.NONE: "Not available",
}
SHIPPED = (
    ("htmx", "0BSD", "vendor/licences/htmx.org.txt"),
    ("Lucide icons", "ISC", "vendor/licences/lucide-static.txt"),
    ("Inter", "OFL 1.1", "vendor/licences/inter.txt"),
    ("JetBrains Mono", "OFL 1.1", "vendor/licences/jetbrains-mono.txt"),
)


def load(edge: Edge) -> SettingsPage:
    """The settings as they are now."""
    return SettingsPage(
        models=_models(edge),
        sandbox=_sandbox(edge.capabilities),
        data_folder=str(edge.settings.data_dir.resolve()),
        database=_database(edge.settings),
        version=version("cofounder"),
        licences=tuple(
            Licence(name=name, licence=licence, href=assets.asset_url(path))
            for name, licence, path in SHIPPED
        ),
    )


def _models(edge: Edge) -> tuple[tuple[str, str], ...]:
    if edge.runner.mode is Mode.DEMO:
        return ()
    chosen = edge.settings
    by_class = (
        ("Strong", chosen.model_strong),
        ("Balanced", chosen.model_balanced),
        ("Fast", chosen.model_fast),
    )
    return tuple((name, model or chosen.model or "") for name, model in by_class)


def _sandbox(found: Capabilities) -> SandboxReport:
    return SandboxReport(
        is_available=found.available,
        level=LEVELS[found.level],
        reasons=found.reasons,
        fix=found.fix or "",
    )


def _database(settings: Settings) -> str:
    url = make_url(settings.resolved_database_url)
    if url.get_backend_name() == "sqlite":
        return f"SQLite, {url.database}"
    place = f"{url.host or 'local socket'}/{url.database}"
    return f"PostgreSQL, {place}"
