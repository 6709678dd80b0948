"""The files of a demo app: the same code for every product, its data, its README."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from cofounder.agents.composer.product import Product
from cofounder.agents.composer.readme import readme
from cofounder.agents.composer.requirements import DEMO_REQUIREMENTS

SUFFIX = ".tpl"
PURPOSES = {
    "README.md": "What this is and how to start it, in plain words",
    ".env.example": "The settings, with what they are for",
    "Procfile": "How the app is started",
    "requirements.txt": "The packages it needs, each in one exact version",
    "pytest.ini": "Where the tests are",
    "app/main.py": "Puts the app together",
    "app/settings.py": "Where lasting data is kept",
    "app/product.py": "Reads what this product is from its data files",
    "app/fields.py": "Checks and shows the values of fields",
    "app/database.py": "The SQLite file and its tables",
    "app/records.py": "Lists, searches, adds, changes and removes records",
    "app/forms.py": "Reads and checks forms",
    "app/site.py": "What every page needs",
    "app/highlights.py": "What the dashboard watches",
    "app/csv_files.py": "Downloads for spreadsheets",
    "app/pages.py": "Front page, sign-ups and dashboard",
    "app/record_pages.py": "The pages of records",
    "app/guard.py": "Protective headers; keeps other sites' forms out",
    "app/data/product.json": "Name, words and kinds of records of this product",
    "app/data/words.json": "The fixed words of the pages",
    "app/static/app.css": "Colours and layout, light and dark",
    "app/static/icon.svg": "The icon in the browser's tab",
}


def compose_files(product: Product) -> dict[str, str]:
    """Path and text of every file of the app, in a fixed order."""
    files = dict(_constant_files())
    fill, second = product.palette.icon_colours()
    icon = files["app/static/icon.svg"]
    files |= {
        "README.md": readme(product),
        "requirements.txt": "\n".join(DEMO_REQUIREMENTS) + "\n",
        "app/data/product.json": _json(product.content),
        "app/data/words.json": _words(product.language),
        "app/static/app.css": product.palette.css() + files["app/static/app.css"],
        "app/static/icon.svg": icon.replace("FILL", fill).replace("SECOND", second),
    }
    return dict(sorted(files.items()))


def purpose(path: str) -> str:
    """What a file of the app is for."""
    if path in PURPOSES:
        return PURPOSES[path]
    if path.startswith("tests/"):
        return "Tests of the app"
    if path.endswith(".html"):
        return "A page's layout"
    return "Makes the folder a package"


@lru_cache(maxsize=1)
def _constant_files() -> dict[str, str]:
    root = resources.files("cofounder.agents.composer") / "files"
    return {
        path.removesuffix(SUFFIX): text
        for path, text in _walk(root, "")
        if path.endswith(SUFFIX)
    }


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for entry in folder.iterdir():
        path = f"{prefix}{entry.name}"
        if entry.is_dir():
            found += _walk(entry, f"{path}/")
        else:
            found.append((path, entry.read_text(encoding="utf-8")))
    return found


@lru_cache(maxsize=4)
def _words(language: str) -> str:
    root = resources.files("cofounder.agents.composer") / "files" / "app" / "data"
    return (root / f"words.{language}.json").read_text(encoding="utf-8")


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
