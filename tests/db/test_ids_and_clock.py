"""Ids sort by time and cannot be guessed; the clock is UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from cofounder import clock, ids


def test_ids_are_version_seven_and_never_equal() -> None:
    made = [ids.new_id() for _ in range(500)]
    assert all(one.version == 7 and one.variant.startswith("specified") for one in made)
    assert len(set(made)) == len(made)


def test_ids_sort_by_the_time_they_were_made(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = [1_700_000_000_000, 1_700_000_000_001, 1_900_000_000_000]
    made = []
    for moment in moments:
        monkeypatch.setattr(ids.time, "time_ns", lambda m=moment: m * 1_000_000)
        made.append(ids.new_id())
    assert made == sorted(made)
    assert [one.int >> 80 for one in made] == moments


def test_preview_ids_fit_a_host_name() -> None:
    made = {ids.new_preview_id() for _ in range(100)}
    assert len(made) == 100
    for one in made:
        assert len(one) == 26
        assert set(one) <= set("abcdefghijklmnopqrstuvwxyz234567")


@pytest.mark.parametrize("text", ["", "x", "123", "not-a-uuid", "0" * 31, "../../etc"])
def test_a_malformed_id_is_no_id(text: str) -> None:
    """APIX-02: it must look like a missing object, so parsing never raises."""
    assert ids.parse_id(text) is None


def test_a_written_id_is_read_back() -> None:
    one = ids.new_id()
    assert ids.parse_id(str(one)) == one


def test_now_is_aware_and_utc() -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_days_begin_at_midnight_utc_whatever_the_zone() -> None:
    """QUEU-05: the reset is the next midnight UTC."""
    tokyo = timezone(timedelta(hours=9))
    moment = datetime(2026, 3, 1, 3, 30, tzinfo=tokyo)  # 28 February, 18:30 UTC
    assert clock.midnight(moment) == datetime(2026, 2, 28, tzinfo=UTC)
    assert clock.next_midnight(moment) == datetime(2026, 3, 1, tzinfo=UTC)


def test_midnight_itself_begins_its_own_day() -> None:
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    assert clock.midnight(moment) == moment
    assert clock.next_midnight(moment) == moment + timedelta(days=1)
