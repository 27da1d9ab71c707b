"""What every clock promises, held against the one there is."""

from datetime import UTC, datetime, timedelta

import pytest
from time_machine import travel

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.ports.clock import Clock


@pytest.fixture
def clock() -> Clock:
    return SystemClock()


def test_a_time_is_aware_and_in_utc(clock: Clock) -> None:
    assert clock.now().utcoffset() == timedelta(0)


def test_ids_are_uuids_of_version_7_and_tell_the_time(clock: Clock) -> None:
    with travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        made = clock.new_id()

    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == 1_767_225_600_000


def test_every_id_is_later_than_the_one_before(clock: Clock) -> None:
    with travel(datetime(2026, 1, 1, tzinfo=UTC), tick=False):
        ids = [clock.new_id() for _ in range(10_000)]
    with travel(datetime(2025, 1, 1, tzinfo=UTC), tick=False):
        put_back = clock.new_id()

    assert ids == sorted(set(ids))
    assert put_back > ids[-1]
