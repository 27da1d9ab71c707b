"""What holds of guesses, however they are spread over time."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.attempts import TERMS, Tries, longest_wait

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
WAITS = st.lists(st.timedeltas(min_value=timedelta(), max_value=timedelta(minutes=40)), max_size=60)
KINDS = st.sampled_from(sorted(TERMS))


def guessed(kind: str, waits: Sequence[timedelta]) -> tuple[list[datetime], Tries]:
    """Guess whenever it is allowed; say when that was."""
    terms, now, tries, when = TERMS[kind], NOW, Tries(), []
    for wait in waits:
        now += wait
        if not tries.wait(terms, now):
            tries = tries.counted(terms, now)
            when.append(now)
    return when, tries


@given(KINDS, WAITS)
def test_a_wait_is_never_longer_than_the_longest(kind: str, waits: Sequence[timedelta]) -> None:
    when, tries = guessed(kind, waits)

    now = when[-1] if when else NOW
    assert timedelta() <= tries.wait(TERMS[kind], now) <= TERMS[kind].longest
    assert tries.wait(TERMS[kind], now + TERMS[kind].longest) == timedelta()


@given(KINDS, st.integers(1, 200))
def test_one_more_wrong_one_never_shortens_the_wait(kind: str, wrong: int) -> None:
    fewer, more = (Tries(wrong=each, last_at=NOW) for each in (wrong, wrong + 1))

    assert fewer.wait(TERMS[kind], NOW) <= more.wait(TERMS[kind], NOW)


@given(KINDS, st.integers(1, 200))
def test_whoever_was_right_waits_no_longer_than_before(kind: str, wrong: int) -> None:
    tries = Tries(wrong=wrong, last_at=NOW)

    assert tries.counted(TERMS[kind], NOW).forgiven() == tries


@pytest.mark.parametrize(("kind", "most"), [("account", 115), ("address", 1_500)])
def test_so_many_guesses_a_day_are_possible_and_no_more(kind: str, most: int) -> None:
    terms, tries, now, guesses = TERMS[kind], Tries(), NOW, 0
    while now < NOW + timedelta(days=1):
        tries = tries.counted(terms, now)
        guesses += 1
        now += tries.wait(terms, now)

    assert guesses <= most


def test_the_longest_wait_counts() -> None:
    tries = {
        "account": Tries(wrong=6, last_at=NOW),
        "address": Tries(wrong=1, last_at=NOW),
        "all": Tries(),
    }

    assert longest_wait(tries, NOW) == timedelta(seconds=2)
    assert longest_wait({}, NOW) == timedelta()
