"""The command line: finds the command, reads its options, returns its exit code.

Every module behind a command is imported only when that command runs, and the parser
is the standard library's: `cofounder --help` has to answer at once. What the commands
are and take is declared here, in one table.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

TRUE = {"1", "true", "yes", "on"}
TIERS = ("bootstrapper", "partner", "cto_scale")
ABOUT = "An AI technical co-founder you host yourself."
EPILOG = (
    "`cofounder` alone starts the server and opens your browser. "
    "Every option can be given as the environment variable named beside it."
)


class Option(NamedTuple):
    """An option: its flag, its variable, and what it does.

    The variable of a `setting` is read with the settings, not here.
    """

    flag: str
    env: str
    says: str
    kind: Any = str
    setting: bool = False
    choices: tuple[str, ...] | None = None
    metavar: str | None = None

    @property
    def name(self) -> str:
        """The attribute under which a command finds the value."""
        return self.flag.lstrip("-").replace("-", "_")


class Command(NamedTuple):
    """A command: its words, the function behind it, and its options."""

    path: str
    target: str
    says: str
    options: tuple[Option, ...] = ()


DATA = Option(
    "--data-dir", "COFOUNDER_DATA_DIR", "data folder", setting=True, metavar="DIR"
)
JSON = Option("--json", "COFOUNDER_JSON", "answer in JSON on stdout", bool)
QUIET = Option(
    "--non-interactive", "COFOUNDER_NON_INTERACTIVE", "never ask, open nothing", bool
)
EMAIL = Option(
    "--email", "COFOUNDER_EMAIL", "whose (default: the local owner)", metavar="E"
)
TIER = Option("--tier", "COFOUNDER_TIER", "the user's plan", choices=TIERS)
SERVING = (
    Option("--host", "COFOUNDER_HOST", "address to listen on", setting=True),
    Option("--port", "COFOUNDER_PORT", "port (default 8765)", int, setting=True),
    DATA,
    Option(
        "--no-browser", "COFOUNDER_NO_BROWSER", "open no browser", bool, setting=True
    ),
    QUIET,
)
PLAIN = (DATA, JSON, QUIET)

COMMANDS = (
    Command("serve", "serve:run", "Serve pages, API and the work behind them", SERVING),
    Command(
        "demo",
        "demo:run",
        "Walk the whole journey once, for real, and check it",
        (
            Option(
                "--idea-file", "COFOUNDER_IDEA_FILE", "idea file (YAML)", metavar="F"
            ),
            Option("--out", "COFOUNDER_OUT", "where the results go", metavar="DIR"),
            Option("--port", "COFOUNDER_DEMO_PORT", "port of its server", int),
            *PLAIN,
        ),
    ),
    Command("doctor", "doctor:run", "Say in words how this machine is doing", PLAIN),
    Command(
        "setup",
        "setup:run",
        "Fetch the packages that demo apps are made of",
        (
            Option("--strict", "COFOUNDER_STRICT", "exit 1 when it fails", bool),
            *PLAIN,
        ),
    ),
    Command("migrate", "migrate:run", "Bring the database up to date", PLAIN),
    Command("worker", "worker:run", "Carry runs without serving (Postgres)", PLAIN),
    Command(
        "token create",
        "token:create",
        "Make an API token and print it, once",
        (
            EMAIL,
            TIER,
            Option("--name", "COFOUNDER_TOKEN_NAME", "what it is for", metavar="N"),
            *PLAIN,
        ),
    ),
    Command(
        "token login", "token:login", "Print a one-time login link", (EMAIL, *PLAIN)
    ),
    Command("token list", "token:list_all", "List API tokens", (EMAIL, *PLAIN)),
    Command(
        "token revoke",
        "token:revoke",
        "End an API token at once",
        (Option("TOKEN", "", "its id or its visible beginning"), EMAIL, *PLAIN),
    ),
    Command(
        "user set-tier",
        "user:set_tier",
        "Change a user's plan",
        (EMAIL, Option("TIER", "", "the new plan", choices=TIERS), *PLAIN),
    ),
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; see `docs/guide/errors.md`."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    known = {"-h", "--help", "--version"}
    if not words or (words[0].startswith("-") and words[0] not in known):
        words.insert(0, "serve")
    options = parser().parse_args(words)
    module, _, function = options.target.partition(":")
    # What turns facts into exit codes is as heavy as the commands: imported late.
    running = importlib.import_module("cofounder.commands.running")
    return running.run(module, function, options)


def parser() -> argparse.ArgumentParser:
    """The whole command line, without importing any command."""
    root = argparse.ArgumentParser(
        prog="cofounder", description=ABOUT, epilog=EPILOG, allow_abbrev=False
    )
    root.add_argument("--version", action=_Version, nargs=0, help="print the version")
    groups: dict[str, Any] = {
        "": root.add_subparsers(title="commands", metavar="COMMAND", required=True)
    }
    for command in COMMANDS:
        group, _, word = command.path.rpartition(" ")
        if group not in groups:
            groups[group] = _group(groups[""], group)
        below = groups[group].add_parser(
            word, help=command.says, description=command.says + ".", allow_abbrev=False
        )
        below.set_defaults(target=command.target, command=command.path)
        for option in command.options:
            _add(below, option)
    return root


def _group(root: Any, name: str) -> Any:
    words = [c.path.split()[1] for c in COMMANDS if c.path.startswith(f"{name} ")]
    group = root.add_parser(name, help=f"{name} {' | '.join(words)}")
    return group.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _add(below: argparse.ArgumentParser, option: Option) -> None:
    if not option.env:
        below.add_argument(
            option.name.lower(),
            help=option.says,
            choices=option.choices,
            metavar=option.flag,
        )
        return
    says = f"{option.says} [{option.env}]"
    given = None if option.setting else os.environ.get(option.env) or None
    if option.kind is bool:
        below.add_argument(
            option.flag,
            help=says,
            action="store_const",
            const=True,
            default=None if option.setting else _is_true(given),
        )
        return
    below.add_argument(
        option.flag,
        help=says,
        type=option.kind,
        # argparse puts a default that is text through `type`, but not `choices`.
        default=given if option.choices is None else _chosen(below, option, given),
        choices=option.choices,
        metavar=option.metavar or (None if option.choices else option.name.upper()),
    )


def _is_true(text: str | None) -> bool:
    return text is not None and text.strip().lower() in TRUE


def _chosen(
    below: argparse.ArgumentParser, option: Option, given: str | None
) -> str | None:
    assert option.choices is not None
    if given is not None and given not in option.choices:
        below.error(f"{option.env}: choose from {', '.join(option.choices)}")
    return given


class _Version(argparse.Action):
    """Prints the version; reading the package's metadata waits until asked."""

    def __call__(self, *_: Any, **__: Any) -> None:
        from importlib.metadata import version

        sys.stdout.write(f"cofounder {version('cofounder')}\n")
        raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
