"""When two records that files hold are one event, and when they are two."""

from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from cryptotracker.domain.portfolio.identity import derived_id, digest
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction
from cryptotracker.domain.records import changed

EVENT = Transaction(
    time=datetime(2026, 1, 31, 13, tzinfo=UTC),
    type="buy",
    account="Kraken",
    sent=Amount("EUR", Decimal(60_000)),
    received=Amount("BTC", Decimal("1.0")),
    fees=(Amount("EUR", Decimal("0.10")),),
)


@pytest.mark.parametrize(
    "same",
    [
        changed(EVENT, note="lunch", tags="a", row=Row("other.csv", 7)),
        changed(EVENT, received=Amount("BTC", Decimal("1.000"))),
        changed(EVENT, sent=Amount("EUR", Decimal("6E+4"))),
        changed(EVENT, time=datetime(2026, 1, 31, 14, tzinfo=timezone(timedelta(hours=1)))),
    ],
    ids=["note, tags and row", "zeros", "exponent", "offset"],
)
def test_what_is_written_differently_is_the_same_event(same: Transaction) -> None:
    assert digest(same) == digest(EVENT)


@pytest.mark.parametrize(
    "other",
    [
        changed(EVENT, time=EVENT.time + timedelta(microseconds=1)),
        changed(EVENT, account="Bitstamp"),
        changed(EVENT, received=Amount("BTC", Decimal("1." + "0" * 29 + "1"))),
        changed(EVENT, fees=()),
        changed(EVENT, fees=(*EVENT.fees, *EVENT.fees)),
        changed(EVENT, value=Decimal(0)),
        changed(EVENT, id="1"),
        changed(EVENT, txid="1"),
        changed(EVENT, subtype="1"),
    ],
)
def test_what_happened_otherwise_is_another_event(other: Transaction) -> None:
    assert digest(other) != digest(EVENT)


def test_equal_fills_of_one_file_are_told_apart_by_counting_them() -> None:
    seen: Counter[bytes] = Counter()
    ids = []
    for event in (EVENT, EVENT):
        content = digest(event)
        seen[content] += 1
        ids.append(derived_id(content, seen[content]))

    assert ids == [f"row-{digest(EVENT)[:8].hex()}-1", f"row-{digest(EVENT)[:8].hex()}-2"]
