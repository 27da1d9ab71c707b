"""A challenge is good for one right answer, in time, and for few wrong ones."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from cryptotracker.domain.identity.challenges import PASSKEY, TICKET, TRIES, Challenge

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
LATER = NOW + timedelta(minutes=5)
ASKED = Challenge(digest=bytes(32), kind=TICKET, user_id=UUID(int=1), expires_at=LATER)


@pytest.mark.parametrize("wrong", [0, 1, TRIES - 1, TRIES, TRIES + 1])
def test_so_many_answers_are_looked_at(wrong: int) -> None:
    challenge = ASKED
    for _ in range(wrong):
        challenge = challenge.answered(NOW, right=False)

    assert challenge.is_good(TICKET, NOW) == (wrong < 5)


def test_one_right_answer_is_all() -> None:
    assert not ASKED.answered(NOW, right=True).is_good(TICKET, NOW)
    assert not ASKED.answered(NOW, right=True).answered(NOW, right=False).is_good(TICKET, NOW)


def test_it_is_of_its_kind_and_time() -> None:
    assert ASKED.is_good(TICKET, LATER - timedelta(microseconds=1))
    assert not ASKED.is_good(TICKET, LATER)
    assert not ASKED.is_good(PASSKEY, NOW)
