"""No log line holds a secret."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from cofounder.commands.logs import Redaction, secrets_of
from cofounder.settings import Settings

PREVIEW = "abcdefghijklmnopqrstuvwxyz"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("token cf_MB0G6ceY56xrD5263_bf4GIniSlArevG3sRh made", "MB0G6ceY56xr"),
        ("GET /login?token=MB0G6ceY56xrD5263_bf4GIniSlA 303", "MB0G6ceY56xr"),
        ("GET /__cofounder/enter?t=MB0G6ceY56xrD5263_bf4", "MB0G6ceY56xr"),
        ("{'Authorization': 'Bearer abc.def-ghi'}", "abc.def"),
        ('"authorization\\": \\"Basic dXNlcjpwYXNz"', "dXNlcjpwYXNz"),
        ("key sk-ant-api03-ABCDEFGHIJKLMNOP is wrong", "ABCDEFGHIJ"),
        ("connect postgresql://ada:s3cret@db/x failed", "s3cret"),
        (f"GET http://{PREVIEW}.localhost:8765/", PREVIEW),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text: str, secret: str) -> None:
    assert secret not in Redaction([])(text)


def test_known_secrets_are_hidden_also_in_their_json_form() -> None:
    redact = Redaction(['pass"word\\1'])
    assert "word" not in redact('raw pass"word\\1 here')
    assert "word" not in redact(json.dumps({"a": 'pass"word\\1'}))


def test_a_preview_is_still_told_apart_by_six_characters() -> None:
    assert "abcdef...." in Redaction([])(f"{PREVIEW}.localhost")


def test_ordinary_text_is_left_alone() -> None:
    text = 'run 0198f3a2-7c1d-7e41-a9c8-21c503d20749 "token" = 3 tasks-and-more'
    assert Redaction(["short"])(text) == text


def test_secrets_come_from_settings_and_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OTHER_API_KEY", "one-of-the-environment")
    monkeypatch.setenv("COFOUNDER_MODEL_API_KEY", "one-of-the-settings")
    found = secrets_of(Settings())
    assert {"one-of-the-environment", "one-of-the-settings"} <= set(found)


def test_our_events_and_the_libraries_lines_are_json_on_stderr() -> None:
    code = """
import logging, structlog
from cofounder.commands.logs import configure_logs
from cofounder.settings import Settings
configure_logs(Settings())
structlog.get_logger().info("build_ready", key="cf_MB0G6ceY56xrD5263_bf4GIni")
logging.getLogger("uvicorn.error").warning("odd %s", "request")
try:
    1 / 0
except ZeroDivisionError:
    structlog.get_logger().exception("broke")
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["build_ready", "odd request", "broke"]
    assert lines[0]["key"] == "cf_[hidden]"
    assert "ZeroDivisionError" in lines[2]["exception"]
    assert all(line["timestamp"].endswith("Z") for line in lines)
