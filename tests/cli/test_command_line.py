"""Commands, options and their variables; exit codes of a wrong command line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from cofounder import cli
from tests.cli.commands import cofounder

HEAVY = ("sqlalchemy", "pydantic", "uvicorn", "rich", "structlog", "httpx2", "asyncio")


def test_help_imports_nothing_heavy() -> None:
    """`--help` answers at once because no command is imported for it."""
    code = (
        "import sys\nfrom cofounder.cli import main\n"
        "try:\n main(['--help'])\nexcept SystemExit: pass\n"
        f"sys.exit(','.join(set(sys.modules) & set({HEAVY!r})))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert done.stderr.strip() == ""
    assert "serve" in done.stdout


def test_cli_01_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """CLI-01."""
    with pytest.raises(SystemExit) as ended:
        cli.main(["--help"])
    text = capsys.readouterr().out
    assert ended.value.code == 0
    words = {command.path.split()[0] for command in cli.COMMANDS}
    assert not [word for word in words if word not in text]


@pytest.mark.parametrize("command", [c.path for c in cli.COMMANDS])
def test_every_command_has_help_with_its_variables(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*command.split(), "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    options = next(c.options for c in cli.COMMANDS if c.path == command)
    assert not [o.env for o in options if o.env not in text]


@pytest.mark.parametrize(
    "words",
    [["fly"], ["token"], ["serve", "--prot", "1"], ["user", "set-tier", "gold"]],
)
def test_a_wrong_command_line_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2


@pytest.mark.parametrize("words", [[], ["--port", "9000"]])
def test_cofounder_alone_means_serve(words: list[str]) -> None:
    options = cli.parser().parse_args(["serve", *words])
    assert options.target == "serve:run"


def test_cli_02_an_option_may_come_from_its_variable(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """CLI-02; the command line wins over the variable."""
    monkeypatch.setenv("COFOUNDER_EMAIL", "ada@example.org")
    monkeypatch.setenv("COFOUNDER_JSON", "yes")
    options = cli.parser().parse_args(["token", "create"])
    assert (options.email, options.json) == ("ada@example.org", True)
    options = cli.parser().parse_args(["token", "create", "--email", "b@example.org"])
    assert options.email == "b@example.org"


def test_a_variable_with_an_unknown_choice_ends_with_2(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COFOUNDER_TIER", "gold")
    with pytest.raises(SystemExit) as ended:
        cli.main(["token", "create"])
    assert ended.value.code == 2


def test_a_setting_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    done = cofounder("worker", data_dir=tmp_path, COFOUNDER_PORT="many")
    assert done.returncode == 2
    assert "COFOUNDER_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_settings_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "cofounder.toml").write_text("model = ", encoding="utf-8")
    done = cofounder("worker", data_dir=tmp_path)
    assert done.returncode == 2
    assert "cofounder.toml" in done.stderr


def test_worker_on_sqlite_says_why_not_and_ends_with_3(tmp_path: Path) -> None:
    """security.md 7.2; on Postgres several processes come later."""
    done = cofounder("worker", data_dir=tmp_path)
    assert done.returncode == 3
    assert "SQLite" in done.stderr
    url = "postgresql://nobody@127.0.0.1:1/none"
    done = cofounder("worker", data_dir=tmp_path, COFOUNDER_DATABASE_URL=url)
    assert done.returncode == 3
    assert "cofounder serve" in done.stderr
