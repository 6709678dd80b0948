"""What a requirements file may ask for: named packages from the configured index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cofounder.errors import Invalid

LONGEST_NAME = 80
MOST_LINES = 100
NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
VERSION = r"(?:===|==|~=|!=|<=|>=|<|>)\s*[A-Za-z0-9.*+!_-]+"
LINE = re.compile(
    rf"(?P<name>{NAME})\s*(?P<extras>\[[A-Za-z0-9,._\s-]*\])?\s*"
    rf"(?P<versions>{VERSION}(?:\s*,\s*{VERSION})*)?\s*(?P<marker>;.*)?"
)
PINNED = re.compile(r"\\?\s*--hash=\S+|\\$")


class PackageRefused(Invalid):
    """One requirement cannot be used here; it is named, and so is the reason."""

    def __init__(self, requirement: str, why: str) -> None:
        shown = requirement[:120]
        super().__init__(f"The package “{shown}” is refused: {why}.", package=shown)
        self.requirement = shown
        self.why = why


@dataclass(frozen=True, slots=True)
class Requirement:
    """A package name with what may follow it, in one spelling."""

    name: str
    text: str


def parse(text: str) -> tuple[Requirement, ...]:
    """Every requirement of the file, sorted; raises `PackageRefused` by name."""
    lines = [PINNED.sub("", line).strip() for line in _lines(text)]
    wanted = [_parse_line(line) for line in lines if line]
    if len(wanted) > MOST_LINES:
        raise PackageRefused(wanted[MOST_LINES].name, f"more than {MOST_LINES} lines")
    return tuple(sorted(set(wanted), key=lambda requirement: requirement.text))


def normalise(name: str) -> str:
    """The one spelling under which an index knows the name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _lines(text: str) -> list[str]:
    return [re.sub(r"(^|\s)#.*$", "", line).strip() for line in text.splitlines()]


def _parse_line(line: str) -> Requirement:
    why = _why_not(line)
    if why:
        raise PackageRefused(line, why)
    found = LINE.fullmatch(line)
    if found is None:
        raise PackageRefused(line, "it is not a package name with versions")
    if len(found["name"]) > LONGEST_NAME:
        raise PackageRefused(line, "its name is too long to be a package's")
    name = normalise(found["name"])
    extras = re.sub(r"\s", "", found["extras"] or "").lower()
    versions = re.sub(r"\s", "", found["versions"] or "")
    marker = f" {found['marker'].strip()}" if found["marker"] else ""
    return Requirement(name, f"{name}{extras}{versions}{marker}")


def _why_not(line: str) -> str | None:
    wanted = line.partition(";")[0]
    if line.startswith(("-e", "--editable")):
        return "editable packages run their own code while they are installed"
    if line.startswith("-"):
        return "options are set by this server, not by an app"
    if "://" in line or "@" in wanted:
        return "packages come from the index by name, never from an address"
    if line.startswith((".", "/", "~")) or "/" in wanted:
        return "packages come from the index by name, never from a folder"
    return None
