"""What holds of every family of refresh tokens, whoever shows which of them when."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.sessions import ABSOLUTE, FRESH, IDLE, REUSED, Session

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NEW = Session(
    id=UUID(int=1),
    user_id=UUID(int=2),
    client="web",
    device="Firefox",
    address="127.0.0.1",
    created_at=NOW,
    seen_at=NOW,
    fresh_until=NOW + FRESH,
    csrf=bytes(32),
)
WAITS = st.timedeltas(min_value=timedelta(), max_value=timedelta(days=20))
SHOWS = st.lists(st.tuples(WAITS, st.booleans()), max_size=12)


def shown(shows: Sequence[tuple[timedelta, bool]]) -> list[tuple[datetime, bool, Session]]:
    """Show tokens one after the other; say when, whether it was used, and what became of it."""
    told, session, now = [], NEW, NOW
    for wait, used in shows:
        now += wait
        session = session.shown(now, used=used)
        told.append((now, used, session))
    return told


@given(SHOWS)
def test_a_session_that_is_over_stays_over(shows: Sequence[tuple[timedelta, bool]]) -> None:
    lives = [session.is_live(now) for now, _, session in shown(shows)]

    assert lives == sorted(lives, reverse=True)


@given(SHOWS)
def test_a_used_token_ends_the_session_at_once(shows: Sequence[tuple[timedelta, bool]]) -> None:
    for now, used, session in shown(shows):
        assert not (used and session.is_live(now))


@given(SHOWS)
def test_nothing_keeps_a_session_up_for_ever(shows: Sequence[tuple[timedelta, bool]]) -> None:
    for now, _, session in shown(shows):
        assert session.expires_at <= NOW + ABSOLUTE
        assert session.expires_at <= session.seen_at + IDLE
        assert not session.is_live(session.expires_at)
        assert not session.is_live(max(now, NOW + ABSOLUTE))


@given(SHOWS)
def test_only_reuse_ends_a_session_by_showing(shows: Sequence[tuple[timedelta, bool]]) -> None:
    for _, _, session in shown(shows):
        assert session.ended_by in {"", REUSED}
        assert (session.ended_at is None) == (session.ended_by == "")


@given(WAITS, st.sampled_from(["signed_out", "revoked", REUSED]))
def test_the_first_end_is_the_one_that_is_told(wait: timedelta, reason: str) -> None:
    ended = NEW.ended("password_changed", NOW)

    assert ended.ended(reason, NOW + wait) == ended
