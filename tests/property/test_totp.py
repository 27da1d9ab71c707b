"""What holds of codes of an app, whenever and in whatever order they are shown."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.totp import DIGITS, PENDING, SECONDS, Totp

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NEW = Totp(id=UUID(int=1), user_id=UUID(int=2), made_at=NOW)
SHOWS = st.lists(st.tuples(st.integers(0, 90), st.integers(-3, 3)), max_size=20)


def code_of(step: int) -> str:
    """Make codes of which none is that of another step."""
    return f"{step % 10**DIGITS:06}"


def step_at(now: datetime) -> int:
    return int(now.timestamp()) // SECONDS


@given(SHOWS)
def test_a_step_is_accepted_once_and_none_before_it(shows: list[tuple[int, int]]) -> None:
    totp, now, accepted = NEW, NOW, []
    for wait, apart in shows:
        now += timedelta(seconds=wait)
        shown = totp.showing(code_of(step_at(now) + apart), code_of, now)
        if shown is not None:
            totp = shown
            accepted.append(totp.last_step)

    assert accepted == sorted(set(accepted))


@given(st.integers(-5, 5))
def test_a_code_counts_one_step_before_and_after(apart: int) -> None:
    shown = NEW.showing(code_of(step_at(NOW) + apart), code_of, NOW)

    assert (shown is not None) == (-1 <= apart <= 1)


@given(st.text(max_size=8))
def test_whatever_is_shown_is_only_a_code_if_it_is_one(text: str) -> None:
    fitting = {code_of(step_at(NOW) + apart) for apart in (-1, 0, 1)}

    assert (NEW.showing(text, code_of, NOW) is not None) == (text in fitting)


def test_digits_of_another_script_are_no_code() -> None:
    arabic = code_of(step_at(NOW)).translate({48 + each: 0x660 + each for each in range(10)})

    assert NEW.showing(arabic, code_of, NOW) is None


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(hours=1)))
def test_a_seed_waits_ten_minutes_and_not_once_it_is_on(later: timedelta) -> None:
    assert NEW.waits(NOW + later) == (later < PENDING)
    assert not NEW.switched_on(NOW).waits(NOW + later)
