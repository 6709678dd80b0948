"""Static files and what the asset hook is asked to build."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from cofounder.web import assets

ROOT = Path(__file__).parents[2]
WEB = ROOT / "src/cofounder/web"


def wanted_icons() -> set[str]:
    return set(json.loads((ROOT / "frontend/assets.json").read_text())["icons"])


def test_every_icon_that_a_page_names_is_in_the_sprite():
    used: set[str] = set()
    for path in WEB.rglob("*.html"):
        used |= set(re.findall(r'icon\("([a-z0-9-]+)"', path.read_text()))
        used |= set(re.findall(r'icon_name="([a-z0-9-]+)"', path.read_text()))
    assert used - wanted_icons() == set()


def test_the_lock_file_names_no_host():
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text())
    resolved = [p["resolved"] for p in lock["packages"].values() if "resolved" in p]
    assert all(url.startswith("https://registry.npmjs.org/") for url in resolved)


def test_every_shipped_package_brings_its_licence():
    files = json.loads((ROOT / "frontend/assets.json").read_text())["files"]
    packages = {re.match(r"(@[^/]+/)?[^/]+", source)[0] for source in files}  # type: ignore[index]
    licensed = {
        source.removesuffix("/LICENSE") for source in files if "LICENSE" in source
    }
    assert packages - licensed == {"lucide-static"} - licensed


def test_styles_and_scripts_are_files_of_ours_or_of_the_vendor_folder():
    for name in assets.STYLES:
        assert (assets.FOLDER / name).is_file()
    shipped = json.loads((ROOT / "frontend/assets.json").read_text())["files"].values()
    for name in assets.SCRIPTS:
        assert name.removeprefix("vendor/") in shipped


def test_fonts_named_in_css_are_shipped():
    shipped = set(
        json.loads((ROOT / "frontend/assets.json").read_text())["files"].values()
    )
    css = (assets.FOLDER / "css/fonts.css").read_text()
    assert set(re.findall(r"\.\./vendor/([^\"]+)\"", css)) <= shipped


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=[Mount("/static", assets.StaticAssets())]))


def test_a_versioned_address_is_kept_for_a_year(client: TestClient):
    answer = client.get(assets.asset_url("css/base.css"))
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]


def test_a_plain_address_is_asked_for_again(client: TestClient):
    answer = client.get("/static/app/theme.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_no_file_outside_the_folder_is_served(client: TestClient):
    assert client.get("/static/../rendering.py").status_code == 404
    assert client.get("/static/%2e%2e/rendering.py").status_code == 404
