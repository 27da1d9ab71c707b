"""What holds of keys that follow each other, however often somebody looks."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.domain.identity.signing import (
    ACCESS,
    SIGNS,
    SigningKey,
    counting,
    next_from,
    signing,
)

NOW = datetime(2026, 1, 2, tzinfo=UTC)
LOOKS = st.lists(
    st.timedeltas(min_value=timedelta(), max_value=timedelta(days=50)), min_size=1, max_size=12
)


def kept(waits: Sequence[timedelta]) -> list[tuple[datetime, list[SigningKey]]]:
    """Look every now and then, and make the key that is due; say which there were when."""
    found: list[tuple[datetime, list[SigningKey]]] = []
    keys, now = list[SigningKey](), NOW
    for wait in waits:
        now += wait
        due = next_from(keys, now)
        if due is not None:
            keys = [*counting(keys, now), key(len(found), now, due)]
        found.append((now, keys))
    return found


def key(number: int, now: datetime, due: datetime) -> SigningKey:
    return SigningKey(id=f"k{number:02}", public="", created_at=now, signs_from=due)


@given(LOOKS)
def test_there_is_always_a_key_that_signs(waits: Sequence[timedelta]) -> None:
    for now, keys in kept(waits):
        assert signing(keys, now) is not None


@given(LOOKS)
def test_no_key_signs_longer_than_it_may_while_somebody_looks(waits: Sequence[timedelta]) -> None:
    for now, keys in kept(waits):
        current = signing(keys, now)
        assert current is not None
        assert now <= current.signs_from + SIGNS
        assert next_from(keys, now) is None


@given(LOOKS, st.timedeltas(min_value=timedelta(), max_value=ACCESS))
def test_a_token_that_is_not_over_has_a_key_that_counts(
    waits: Sequence[timedelta], later: timedelta
) -> None:
    for now, keys in kept(waits):
        signer = signing(keys, now)
        due = next_from(keys, now + later)
        after = keys if due is None else [*keys, key(99, now + later, due)]

        assert signer in counting(after, now + later)
