"""What holds of every wait before another attempt, of every schedule, and of every job."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.errors import InvalidValueError, LeaseLostError
from cryptotracker.domain.jobs.back_off import FIRST, LAST, ceiling, delay
from cryptotracker.domain.jobs.cron import Cron
from cryptotracker.domain.jobs.jobs import RUNNING, Job

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
EARLY, LATE = (datetime.fromisoformat(f"{year}-01-01") for year in (2000, 2100))
MOMENTS = st.datetimes(min_value=EARLY, max_value=LATE, timezones=st.just(UTC))


@given(st.integers(1, 10_000))
def test_ceilings_double_up_to_the_last(attempt: int) -> None:
    assert FIRST <= ceiling(attempt) <= ceiling(attempt + 1) <= LAST
    assert ceiling(attempt + 1) in (2 * ceiling(attempt), LAST)


@given(st.integers(1, 100), st.data())
def test_a_wait_is_anything_up_to_the_ceiling(attempt: int, data: st.DataObject) -> None:
    wait = delay(attempt, below=lambda end: data.draw(st.integers(0, end - 1)))

    assert timedelta() <= wait <= ceiling(attempt)


@given(st.integers(1, 100))
def test_both_ends_of_the_range_can_be_drawn(attempt: int) -> None:
    assert delay(attempt, below=lambda _: 0) == timedelta()
    assert delay(attempt, below=lambda end: end - 1) == ceiling(attempt)


@st.composite
def schedules(draw: st.DrawFn) -> str:
    ranges = ((0, 59), (0, 23), (1, 28), (1, 12), (0, 7))
    parts = [
        draw(
            st.just("*")
            | st.integers(first, last).map(str)
            | st.integers(1, last).map(lambda step: f"*/{step}")
            | st.lists(st.integers(first, last).map(str), min_size=1, max_size=4).map(",".join)
        )
        for first, last in ranges
    ]
    return " ".join(parts)


@given(schedules(), MOMENTS)
def test_the_last_tick_is_a_minute_that_the_schedule_names(text: str, now: datetime) -> None:
    cron = Cron.read(text)

    last = cron.last(now)

    assert last is not None
    assert last <= now
    assert last.second == last.microsecond == 0
    assert last.minute in cron.minutes
    assert last.hour in cron.hours
    assert last.month in cron.months
    assert cron.last(last) == last


@given(schedules(), MOMENTS, st.integers(1, 2_000))
def test_no_tick_lies_between_the_last_and_now(text: str, now: datetime, minutes: int) -> None:
    cron = Cron.read(text)
    last = cron.last(now)
    assert last is not None

    between = min(now, last + minutes * MINUTE)

    assert cron.last(between) == last


@pytest.mark.parametrize(
    ("text", "now", "last"),
    [
        ("0 0 29 2 *", "2027-01-01T00:00Z", "2024-02-29T00:00Z"),
        ("0 12 13 * fri", "2026-01-14T00:00Z", "2026-01-13T12:00Z"),  # either day will do
        ("0 12 * * fri", "2026-01-14T00:00Z", "2026-01-09T12:00Z"),
        ("5/20 * * * *", "2026-01-14T00:59Z", "2026-01-14T00:45Z"),
        ("0 0 * * 7", "2026-01-14T00:00Z", "2026-01-11T00:00Z"),
        ("0 0 * * 0", "2026-01-14T00:00Z", "2026-01-11T00:00Z"),
    ],
)
def test_a_schedule_is_read_as_cron_reads_it(text: str, now: str, last: str) -> None:
    assert Cron.read(text).last(datetime.fromisoformat(now)) == datetime.fromisoformat(last)


def test_a_date_that_does_not_exist_is_never_due() -> None:
    assert Cron.read("0 0 31 2 *").last(NOW) is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "* * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "a * * * *", "*/0 * * * *"),
        *("1_0 * * * *", "-1 * * * *", "* * * * mon-", "* * * * 8", "1,,2 * * * *", "5-1 * * * *"),
    ],
)
def test_what_is_no_schedule_is_refused(text: str) -> None:
    with pytest.raises(InvalidValueError, match="schedule"):
        Cron.read(text)


STEPS = ("take", "finish", "fail", "again", "give back", "cancel", "replay")


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_only_the_newest_attempt_may_ever_write(steps: list[str]) -> None:
    job = Job(id=UUID(int=1), kind="x", created_at=NOW, not_before=NOW)
    leases = [job.lease]
    for step in steps:
        job = stepped(job, step)
        if job.state == RUNNING and job.lease != leases[-1]:
            leases.append(job.lease)

        for old in leases[:-1]:
            with pytest.raises(LeaseLostError):
                job.expect(old)
        assert job.attempts <= job.max_attempts
        assert (job.finished_at is None) == (job.state in ("waiting", "running"))
        assert (job.leased_until is None) == (job.state != RUNNING)


def stepped(job: Job, step: str) -> Job:
    """Do what a worker or a user may do to a job in its state."""
    if job.state == "waiting" or (job.state == RUNNING and step == "take"):
        return {"take": job.taken("me", NOW, NOW + MINUTE), "cancel": job.cancel(NOW)}.get(
            step, job
        )
    if job.state == RUNNING:
        return {
            "finish": job.finished({}, NOW),
            "fail": job.failed({"type": "x"}, NOW),
            "again": job.again({"type": "x"}, NOW),
            "give back": job.given_back(NOW),
            "cancel": job.cancel(NOW),
        }.get(step, job)
    if step == "replay" and job.state != "done":
        return job.replayed(NOW)
    return job.cancel(NOW) if step == "cancel" else job
