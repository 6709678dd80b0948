"""A picture of the preview, where there is a Chromium."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NOBODY = 65_534
SECONDS = 60
PNG = b"\x89PNG\r\n\x1a\n"
OPTIONS = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--hide-scrollbars",
    "--window-size=1280,1600",
    "--virtual-time-budget=4000",
)


def find_browser() -> str | None:
    """The Chromium on this machine."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


def take_screenshot(url: str, target: Path) -> bool:
    """Write a PNG of the page at `url`; whether there is one now.

    The page is code that nobody reviewed: root gives its rights away first.
    """
    browser = find_browser()
    if browser is None:
        return False
    with tempfile.TemporaryDirectory(prefix="cofounder-shot-") as folder:
        picture = Path(folder, "page.png")
        command = [
            browser,
            *OPTIONS,
            f"--user-data-dir={folder}/profile",
            f"--screenshot={picture}",
        ]
        _run(command, url, Path(folder))
        data = picture.read_bytes() if picture.is_file() else b""
    if not data.startswith(PNG):
        return False
    target.write_bytes(data)
    return True


def _run(command: list[str], url: str, folder: Path) -> None:
    environment = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder)}
    as_root = os.getuid() == 0
    if as_root:
        # Chromium's own sandbox needs rights that `nobody` has in no container.
        command = [*command, "--no-sandbox"]
        os.chown(folder, NOBODY, NOBODY)
    try:
        subprocess.run(
            [*command, url],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
            user=NOBODY if as_root else None,
            group=NOBODY if as_root else None,
            extra_groups=[] if as_root else None,
        )
    except (subprocess.TimeoutExpired, OSError):
        return
