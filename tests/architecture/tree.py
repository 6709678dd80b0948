"""Reading our own source: the files, functions and calls that the rules look at."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/cofounder"
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file of ours, parsed."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path as it is written in a message: `src/cofounder/clock.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def ring(self) -> str:
        """The top-level package or module: `builds`, `web`, `clock`."""
        return self.path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def modules(folder: Path = SOURCE) -> tuple[Module, ...]:
    """Every Python file below `folder`."""
    found: list[Module] = []
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Module(path, text, ast.parse(text)))
    return tuple(found)


def functions(module: Module) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def length(function: Function) -> int:
    """Lines of code and comments, without decorators and docstring."""
    first = function.body[0]
    start = function.lineno
    if ast.get_docstring(function) is not None:
        start += (first.end_lineno or first.lineno) - first.lineno + 1
    return (function.end_lineno or function.lineno) - start + 1


def calls(module: Module) -> Iterator[tuple[str, int]]:
    """The name of each call, `commit` for `session.commit()`, with its line."""
    for node in ast.walk(module.tree):
        match node:
            case (
                ast.Call(func=ast.Name(id=name))
                | ast.Call(func=ast.Attribute(attr=name))
            ):
                yield name, node.lineno
            case _:
                pass
