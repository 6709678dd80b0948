"""Words to the operator: answers on stdout, all else on stderr."""

from __future__ import annotations

import json
import sys
from typing import Any


def answer(text: str) -> None:
    """A line on stdout: what the command was asked for."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer_json(value: Any) -> None:
    """One JSON document on stdout."""
    answer(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def note(text: str) -> None:
    """A line on stderr beside the answer."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def complain(text: str) -> None:
    """Why the command ends here."""
    note(f"cofounder: {text}")
