"""Every template of ours compiles and stays small."""

from __future__ import annotations

import importlib
import re
from functools import cache

import jinja2
import jinja2.meta
import pytest

from tests.architecture.tree import ROOT, SOURCE

TEMPLATES = sorted(
    path
    for folder, suffixes in (("web", {".html", ".txt"}), ("agents", {".md"}))
    for path in (SOURCE / folder).rglob("*")
    if path.suffix in suffixes and "static" not in path.parts
)
INLINE = re.compile(
    r"\s(on[a-z]+|style|hx-on[:\w-]*)\s*=|<script(?![^>]*\ssrc=)", re.IGNORECASE
)
# Where a ring keeps the environment with its filters.
ENVIRONMENTS = {"web": "cofounder.web.rendering", "agents": "cofounder.agents.prompts"}


def names() -> list[str]:
    return [path.relative_to(ROOT).as_posix() for path in TEMPLATES]


@cache
def environment(ring: str) -> jinja2.Environment:
    """The ring's own environment, or a plain one where it has none to show."""
    if (SOURCE / f"{ENVIRONMENTS[ring].replace('.', '/')[10:]}.py").exists():
        module = importlib.import_module(ENVIRONMENTS[ring])
        own = getattr(module, "environment", None)
        if isinstance(own, jinja2.Environment):
            return own
    return jinja2.Environment(autoescape=True)


def environment_of(name: str) -> jinja2.Environment:
    return environment((ROOT / name).relative_to(SOURCE).parts[0])


@pytest.mark.parametrize("name", names())
def test_a_template_compiles(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    environment_of(name).compile(text, name=name)


@pytest.mark.parametrize("name", names())
def test_what_a_template_includes_exists(name: str) -> None:
    tree = environment_of(name).parse((ROOT / name).read_text(encoding="utf-8"))
    # Named from the ring's template folder, or from the file's own.
    folders = [ROOT / (name.partition("templates/")[0] + "templates")]
    folders.append((ROOT / name).parent)
    folders.append(SOURCE / (ROOT / name).relative_to(SOURCE).parts[0])
    missing = [
        found
        for found in jinja2.meta.find_referenced_templates(tree)
        if found is not None
        and not any((folder / found).is_file() for folder in folders)
    ]
    assert not missing


@pytest.mark.parametrize("name", [each for each in names() if each.endswith("html")])
def test_a_page_has_no_inline_script_or_style(name: str) -> None:
    """Our content security policy would refuse it in the founder's browser."""
    text = re.sub(
        r"{#.*?#}", "", (ROOT / name).read_text(encoding="utf-8"), flags=re.DOTALL
    )
    assert not INLINE.findall(text)
