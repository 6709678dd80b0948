"""Written files stay inside the workspace (PIPE-02, PIPE-03, ORC-85)."""

from __future__ import annotations

import pytest

from cofounder.builds.codebase import (
    check_path,
    has_tests,
    merged,
    missing_parts,
    start_command,
)
from cofounder.builds.errors import BadCodebase
from cofounder.builds.ports import MAX_FILE_BYTES, MAX_FILES, Codebase, FileDraft

WHOLE = {
    "README.md": "# App",
    ".env.example": "",
    "Procfile": "web: python -m app\n",
    "requirements.txt": "",
}


def written(**files: str) -> Codebase:
    return Codebase(files=[FileDraft(path=p, content=c) for p, c in files.items()])


@pytest.mark.parametrize(
    "path", ["app.py", "app/pages.py", ".env.example", "a b.txt", "ünïcode/ä.md", "..."]
)
def test_a_relative_path_may_be_written(path: str) -> None:
    assert check_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "/etc/passwd",
        "../outside",
        "a/../../b",
        "a/..",
        "./a",
        "a//b",
        "a/",
        ".",
        ".git/config",
        "sub/.git/hooks/pre-commit",
        ".venv/bin/python",
        ".env",
        "config/.env",
        "id_rsa",
        "keys/server.pem",
        "tls.key",
        "a\\..\\b",
        "a\nb",
        "a\x7fb",
        "x" * 101,
    ],
)
def test_a_path_that_leaves_or_hides_is_refused(path: str) -> None:
    """PIPE-03: absolute, `..`, git internals, secret files, odd characters."""
    with pytest.raises(BadCodebase):
        check_path(path)


def test_a_fix_changes_only_its_files() -> None:
    files = merged({"a.py": "1", "b.py": "2"}, written(**{"b.py": "3"}))
    assert files == {"a.py": "1", "b.py": "3"}


def test_merging_leaves_the_files_before_alone() -> None:
    before = {"a.py": "1"}
    merged(before, written(**{"a.py": "2"}))
    assert before == {"a.py": "1"}


def test_a_file_over_its_size_in_bytes_is_refused() -> None:
    umlauts = "ä" * (MAX_FILE_BYTES // 2 + 1)
    with pytest.raises(BadCodebase, match="over"):
        merged({}, written(**{"a.txt": umlauts}))


def test_a_file_with_a_nul_is_refused() -> None:
    with pytest.raises(BadCodebase, match="not text"):
        merged({}, written(**{"a.txt": "a\x00b"}))


def test_too_many_files_are_refused() -> None:
    before = {f"f{n}.txt": "" for n in range(MAX_FILES)}
    with pytest.raises(BadCodebase, match="at most"):
        merged(before, written(**{"one-more.txt": ""}))


def test_a_whole_workspace_lacks_nothing() -> None:
    assert missing_parts(WHOLE) == []


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_each_missing_part_is_named(name: str) -> None:
    """PIPE-02: README.md, .env.example, a start entry, pinned requirements."""
    files = {path: text for path, text in WHOLE.items() if path != name}
    [missing] = missing_parts(files)
    assert name in missing


@pytest.mark.parametrize(
    ("procfile", "command"),
    [
        ("web: uvicorn app:app", "uvicorn app:app"),
        ("worker: x\nweb:   run me  \n", "run me"),
        ("web:\n", None),
        ("website: x", None),
        ("", None),
    ],
)
def test_the_start_command_is_the_web_line(procfile: str, command: str | None) -> None:
    assert start_command({"Procfile": procfile}) == command


def test_tests_are_found_by_their_name_anywhere() -> None:
    assert has_tests({"tests/test_app.py": ""})
    assert not has_tests({"tests/app_test.txt": "", "latest_test.py": ""})
