"""Names and calls that the house does not use, and where the exceptions live."""

from __future__ import annotations

import ast
import re

import pytest

from tests.architecture.tree import Module, calls, modules

VAGUE_MODULES = {"utils", "util", "helpers", "helper", "misc", "common", "info"}
VAGUE_CLASS = re.compile(r"(Manager|Helper|Utils?|Handler|Processor)$|^Base[A-Z]")
# `select(` builds SQL: repositories, derived reads, the database ring, migrations.
SELECTING_RINGS = {"db", "migrations", "journey"}
PRINTING_RINGS = {"cli"}


def places(name: str, *, but: set[str]) -> list[str]:
    """Where `name(` is called in rings other than `but`."""
    return [
        f"{module.name}:{line}"
        for module in modules()
        if module.ring not in but
        for called, line in calls(module)
        if called == name
    ]


def test_no_module_has_a_name_that_says_nothing() -> None:
    vague = [
        module.name
        for module in modules()
        if module.path.stem in VAGUE_MODULES or module.path.parent.name in VAGUE_MODULES
    ]
    assert not vague


def test_no_class_is_called_manager_helper_or_base() -> None:
    vague = [
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)
    ]
    assert not vague


def commits(module: Module) -> list[int]:
    """The lines of `….commit()`; one with arguments is a commit of files, not rows."""
    return [
        node.lineno
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "commit"
        and not (node.args or node.keywords)
    ]


def test_only_the_database_ring_commits() -> None:
    stray = [
        f"{module.name}:{line}"
        for module in modules()
        if module.ring != "db"
        for line in commits(module)
    ]
    assert not stray


def selects(module: Module) -> bool:
    """Whether `module` takes `select` from SQLAlchemy, by whatever way."""
    return any(
        (
            isinstance(node, ast.ImportFrom)
            and (node.module or "").partition(".")[0] == "sqlalchemy"
            and any(alias.name == "select" for alias in node.names)
        )
        or (
            isinstance(node, ast.Attribute)
            and node.attr == "select"
            and isinstance(node.value, ast.Name)
            and node.value.id in {"sa", "sqlalchemy"}
        )
        for node in ast.walk(module.tree)
    )


def test_a_row_lock_is_the_one_that_lets_others_refer_to_the_row() -> None:
    stray = [
        f"{module.name}:{number}"
        for module in modules()
        for number, line in enumerate(module.text.splitlines(), start=1)
        if "with_for_update" in line and "ROW_LOCK" not in line
    ]
    assert not stray


def test_select_lives_in_repositories() -> None:
    stray = [
        module.name
        for module in modules()
        if module.ring not in SELECTING_RINGS
        and "repositor" not in module.path.as_posix()
        and selects(module)
    ]
    assert not stray


@pytest.mark.parametrize("name", ["print", "uuid4", "uuid1", "utcnow", "breakpoint"])
def test_what_the_house_replaces_is_not_called(name: str) -> None:
    assert not places(name, but=PRINTING_RINGS if name == "print" else set())


def test_the_clock_alone_asks_for_the_time() -> None:
    stray = [
        f"{module.name}:{number}"
        for module in modules()
        if module.ring != "clock"
        for number, line in enumerate(module.text.splitlines(), start=1)
        if re.search(r"\b(datetime|date)\.(now|today)\(", line)
    ]
    assert not stray


def test_every_package_and_module_says_what_it_promises() -> None:
    silent = [
        module.name
        for module in modules()
        if module.tree.body and ast.get_docstring(module.tree) is None
    ]
    assert not silent
