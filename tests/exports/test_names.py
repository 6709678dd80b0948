"""Names of exported files (EXPO-01)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cofounder.exports.names import attachment, file_name, safe_name


def test_file_names_are_safe_everywhere() -> None:
    """EXPO-01: `{Project_Name}_{type}.md`."""
    assert file_name("My Bakery", "brief", "md") == "My_Bakery_brief.md"
    assert file_name("My Bakery", "Strategy_Package", "pdf") == (
        "My_Bakery_Strategy_Package.pdf"
    )
    assert safe_name('../../etc/"passwd"\r\n') == "etc_passwd"
    assert safe_name("🥐") == "Project"
    assert safe_name("con") == "Project"
    assert safe_name("Bäckerei") == "Bäckerei"
    assert len(safe_name("日" * 500).encode()) <= 120


@given(st.text(max_size=80))
def test_a_header_holds_any_name(name: str) -> None:
    """faults.md 77: no header injection, whatever a project is called."""
    [(key, value)] = attachment(file_name(name, "brief", "pdf")).items()
    assert key == "Content-Disposition"
    assert value.isascii() and value.isprintable()
    assert value.count('"') == 2
    assert "/" not in value.replace("UTF-8", "") and "\\" not in value
