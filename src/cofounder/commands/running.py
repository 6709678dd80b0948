"""Running a command: settings from its options, facts into exit codes, Ctrl-C."""

from __future__ import annotations

import importlib
import signal
import tomllib
from argparse import Namespace

from pydantic import ValidationError

from cofounder.commands.speaking import complain
from cofounder.errors import CofounderError
from cofounder.settings import Settings, load_settings

FAILED = 1
MISUSED = 2
HELD = 3
PORT_TAKEN = 4
SETTINGS = ("data_dir", "host", "port", "no_browser")


class Stop(Exception):
    """Ends a command with a sentence for the operator and an exit code."""

    def __init__(self, message: str, code: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


def run(module: str, function: str, options: Namespace) -> int:
    """Call `function` of the command module and turn what it raises into a code."""
    try:
        command = importlib.import_module(f"cofounder.commands.{module}")
        return getattr(command, function)(options)
    except Stop as stop:
        complain(stop.message)
        return stop.code
    except CofounderError as error:
        complain(error.message)
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:
        return FAILED


def settings_from(options: Namespace) -> Settings:
    """The settings, with the options that were given on top.

    Raises:
        Stop: a value cannot be used; the message names each variable.
    """
    given = {name: getattr(options, name, None) for name in SETTINGS}
    # Only `serve` has a port and a host among the settings.
    if options.command != "serve":
        given.pop("port")
    overrides = {name: value for name, value in given.items() if value is not None}
    try:
        settings = load_settings(**overrides)
    except ValidationError as error:
        raise Stop(_words(error), MISUSED) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Stop(f"cofounder.toml cannot be read: {error}", MISUSED) from error
    settings.data_dir = settings.data_dir.expanduser().absolute()
    return settings


def _words(error: ValidationError) -> str:
    lines = [
        f"COFOUNDER_{str(part['loc'][0]).upper() if part['loc'] else 'SETTINGS'}: "
        f"{part['msg']}"
        for part in error.errors(include_input=False, include_url=False)
    ]
    return "\n".join(lines)
