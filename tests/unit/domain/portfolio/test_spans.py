"""Days and hours are as long as they were where the calendar hangs."""

from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from cryptotracker.domain.portfolio.spans import DAY, HOUR, spans

LATER: Final = datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("UTC", date(2026, 3, 29), 24),
        ("Europe/Berlin", date(2026, 3, 29), 23),
        ("Europe/Berlin", date(2026, 10, 25), 25),
        ("Australia/Lord_Howe", date(2026, 4, 5), 25),  # the last of them half an hour
        ("America/Santiago", date(2026, 9, 6), 23),  # there is no midnight
    ],
)
def test_the_hours_of_a_day_fill_it(zone: str, day: date, hours: int) -> None:
    whole = list(spans(day, day, DAY, ZoneInfo(zone), LATER))

    found = list(spans(day, day, HOUR, ZoneInfo(zone), LATER))

    assert len(found) == hours
    assert (found[0].since, found[-1].until) == (whole[0].since, whole[0].until)
    assert [each.until for each in found[:-1]] == [each.since for each in found[1:]]


def test_what_is_not_over_ends_now_and_says_so() -> None:
    now = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    found = list(spans(date(2026, 3, 1), date(2026, 3, 9), DAY, UTC, now))

    assert [(each.date.day, each.last, each.partial) for each in found] == [
        (1, datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=UTC), False),
        (2, now, True),
    ]
