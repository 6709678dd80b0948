"""The guide mentions every setting, every command and every error code."""

from __future__ import annotations

import ast
import importlib
import importlib.util
import re

import pytest

from tests.architecture.tree import ROOT, SOURCE, modules

GUIDE = ROOT / "docs/guide"
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)(?:#[^)]*)?\)")


def guide() -> str:
    """The whole guide as one text."""
    return "\n".join(path.read_text("utf-8") for path in sorted(GUIDE.glob("*.md")))


def has(name: str) -> bool:
    return (SOURCE / f"{name}.py").exists() or (SOURCE / name).is_dir()


@pytest.mark.skipif(not has("settings"), reason="there are no settings yet")
def test_every_setting_is_in_the_guide() -> None:
    settings = importlib.import_module("cofounder.settings").Settings
    text = guide()
    names = [f"COFOUNDER_{name.upper()}" for name in settings.model_fields]
    assert names
    assert not [name for name in names if f"`{name}`" not in text]


@pytest.mark.skipif(not has("settings"), reason="there are no settings yet")
def test_the_guide_names_no_setting_that_does_not_exist() -> None:
    settings = importlib.import_module("cofounder.settings").Settings
    known = {f"COFOUNDER_{name.upper()}" for name in settings.model_fields}
    # Read by the Makefile, the test runner and the command line, not by the server.
    known |= {"COFOUNDER_NO_APT", "COFOUNDER_TEST_POSTGRES_URL"}
    known |= {
        name
        for module in modules()
        for name in re.findall(r"COFOUNDER_\w+", module.text)
    }
    named = set(re.findall(r"`(COFOUNDER_[A-Z0-9_]+)`", guide()))
    assert not named - known


@pytest.mark.skipif(not has("cli"), reason="there is no command line yet")
def test_cli_01_every_command_is_in_the_guide() -> None:
    """CLI-01, read from the table of commands itself."""
    cli = importlib.import_module("cofounder.cli")
    existing = [f"cofounder {command.path}" for command in cli.COMMANDS]
    text = guide()
    assert not [name for name in existing if f"`{name}" not in text]
    described = re.findall(r"^## `(cofounder [a-z ]+)`", text, flags=re.MULTILINE)
    assert described
    assert not set(described) - set(existing)


@pytest.mark.skipif(not has("cli"), reason="there is no command line yet")
def test_cli_02_every_option_has_a_variable_that_the_guide_names() -> None:
    """CLI-02: options of commands; settings are covered above."""
    cli = importlib.import_module("cofounder.cli")
    options = [option for command in cli.COMMANDS for option in command.options]
    named = [option for option in options if option.flag.startswith("--")]
    assert not [option.flag for option in named if not option.env]
    text = guide()
    assert not {o.env for o in named if f"`{o.env}`" not in text}


def error_codes() -> set[str]:
    """Every `code` that our source gives an error, as a class attribute or keyword."""
    found: set[str] = set()
    for module in modules():
        for node in ast.walk(module.tree):
            match node:
                case ast.ClassDef(body=body):
                    for line in body:
                        found |= code_of(line)
                case ast.keyword(arg="code", value=ast.Constant(value=str(code))):
                    found.add(code)
                case _:
                    pass
    return {code for code in found if re.fullmatch(r"[a-z]+(_[a-z]+)*", code)}


def code_of(line: ast.stmt) -> set[str]:
    match line:
        case (
            ast.Assign(
                targets=[ast.Name(id="code")], value=ast.Constant(value=str(code))
            )
            | ast.AnnAssign(
                target=ast.Name(id="code"), value=ast.Constant(value=str(code))
            )
        ):
            return {code}
        case _:
            return set()


def test_every_error_code_is_in_the_guide() -> None:
    text = (GUIDE / "errors.md").read_text(encoding="utf-8")
    codes = error_codes()
    assert "not_found" in codes
    assert not sorted(code for code in codes if f"`{code}`" not in text)


def documents() -> list[str]:
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found)


@pytest.mark.parametrize("name", documents())
def test_links_between_our_documents_lead_somewhere(name: str) -> None:
    path = ROOT / name
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


def test_every_package_is_in_the_ownership_table() -> None:
    text = (ROOT / "docs/ownership.md").read_text(encoding="utf-8")
    rings = {module.ring for module in modules() if module.ring != "__init__"}
    assert not [ring for ring in sorted(rings) if f"`{ring}`" not in text]


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(
        re.findall(
            r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE
        )
    )
    text = "\n".join((ROOT / name).read_text(encoding="utf-8") for name in documents())
    named = set(re.findall(r"(?:^|`)make ([a-z]+)\b", text, flags=re.MULTILINE))
    assert {"demo", "test", "run", "check"} <= named <= targets
