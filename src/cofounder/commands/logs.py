"""Logs: one JSON object per line on stderr, without secrets.

Our own events and the libraries' take the same way, and every line passes the same
filter: the values of known secrets, and whatever looks like one.
"""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from collections.abc import Iterable
from typing import Any, TextIO

import structlog

from cofounder.settings import Settings

HIDDEN = "[hidden]"
SHORTEST_SECRET = 8
PATTERNS = (
    (re.compile(r"\bcf_[A-Za-z0-9_-]{16,}"), f"cf_{HIDDEN}"),
    (re.compile(r"([?&](?:token|t)=)[A-Za-z0-9_.~%-]{16,}"), rf"\1{HIDDEN}"),
    (
        re.compile(r"(?i)(authorization\W{1,6}(?:bearer|basic) +)[^\s\"\\]+"),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\b(?:sk|pk|rk)-[A-Za-z0-9_-]{16,}"), HIDDEN),
    (re.compile(r"(://[^/\s:@\"]*:)[^@/\s\"]+@"), rf"\1{HIDDEN}@"),
    # A preview's host name is its key: six characters are enough to tell it.
    (re.compile(r"\b([a-z2-7]{6})[a-z2-7]{20}(?=\.)"), r"\1..."),
)
SECRET_VARIABLES = re.compile(r"(?:_KEY|_TOKEN|_SECRET|_PASSWORD)$")


class Redaction:
    """Takes secrets out of text."""

    def __init__(self, secrets: Iterable[str]) -> None:
        known = {secret for secret in secrets if len(secret) >= SHORTEST_SECRET}
        escaped = {json.dumps(secret)[1:-1] for secret in known}
        longest_first = sorted(known | escaped, key=len, reverse=True)
        words = "|".join(re.escape(secret) for secret in longest_first)
        self.known = re.compile(words) if words else None

    def __call__(self, text: str) -> str:
        if self.known is not None:
            text = self.known.sub(HIDDEN, text)
        for pattern, instead in PATTERNS:
            text = pattern.sub(instead, text)
        return text

    def line(self, _logger: Any, _name: str, text: str) -> str:
        """The last step of structlog's chain."""
        return self(text)


def secrets_of(settings: Settings) -> list[str]:
    """Every secret this process was given, in settings or environment."""
    found = [v for k, v in os.environ.items() if SECRET_VARIABLES.search(k.upper())]
    if settings.model_api_key is not None:
        found.append(settings.model_api_key.get_secret_value())
    return found


def configure_logs(settings: Settings, stream: TextIO | None = None) -> None:
    """Send everything to `stream` (stderr) as JSON lines from now on."""
    redact = Redaction(secrets_of(settings))
    level = _level(settings.log_level)
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    ending: list[Any] = [
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        redact.line,
    ]
    structlog.configure(
        processors=[*shared, *ending],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(file=stream or sys.stderr),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(stream or sys.stderr)
    lines.setFormatter(_LibraryLines([*shared, *ending]))
    logging.basicConfig(handlers=[lines], level=max(level, logging.INFO), force=True)
    for chatty in ("httpx", "httpx2", "httpcore", "httpcore2", "alembic", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class _LibraryLines(logging.Formatter):
    """A library's log record as one of our lines."""

    def __init__(self, processors: list[Any]) -> None:
        super().__init__()
        self.processors = processors

    def format(self, record: logging.LogRecord) -> str:
        event: Any = {
            "event": record.getMessage(),
            "logger": record.name,
        }
        if record.exc_info:
            event["exc_info"] = record.exc_info
        for process in self.processors:
            event = process(None, record.levelname.lower(), event)
        return event


def _level(name: str) -> int:
    number = logging.getLevelNamesMapping().get(name.strip().upper())
    return logging.INFO if number is None else number
