"""Which candles of a source are believed, and why the others are not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from attrs import evolve

from cryptotracker.domain.market.told_candles import ToldCandle, Wanted, examine_candles

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
START = Decimal(int(NOON.timestamp()))
WANTED = Wanted(
    source="somebody",
    asset="BTC",
    currency="EUR",
    span=MINUTE,
    since=NOON,
    until=NOON + 10 * MINUTE,
    now=NOON + timedelta(hours=1),
)
HONEST = ToldCandle(time=START, open="10", high="12", low=Decimal(9), close="11", volume="0")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"time": START * 1000}, "wrong_time_unit"),
        ({"time": START + 1}, "no_time"),
        ({"time": None}, "no_time"),
        ({"open": "NaN"}, "not_a_number"),
        ({"close": True}, "not_a_number"),
        ({"volume": "1,5"}, "not_a_number"),
        ({"low": "0"}, "not_positive"),
        ({"high": "1e40"}, "out_of_range"),
        ({"high": "10.5"}, "impossible"),
        ({"volume": "-1"}, "impossible"),
        ({"high": "100"}, "jumped"),
    ],
)
def test_a_candle_that_cannot_be_is_refused(wrong: dict[str, object], reason: str) -> None:
    believed, refused = examine_candles([evolve(HONEST, **wrong)], WANTED)

    assert believed == []
    assert [(each.source, each.asset, each.reason) for each in refused] == [
        ("somebody", "BTC", reason)
    ]


@pytest.mark.parametrize(
    ("prices", "last", "believed"),
    [
        ((10, 11, 1000, 11, 10), None, [10, 11, 11, 10]),
        ((1000, 11, 10), None, [11, 10]),
        ((10, 10, 10, 1, 1, 1), None, [10, 10, 10, 1, 1, 1]),  # a fall that lasts
        ((1000, 1000, 1000), None, [1000, 1000, 1000]),
        ((1000, 1000, 1000), 10, []),
    ],
)
def test_a_candle_has_to_be_near_its_neighbours_or_the_last_price(
    prices: tuple[int, ...], last: int | None, believed: list[int]
) -> None:
    told = [
        ToldCandle(time=START + 60 * at, open=price, high=price, low=price, close=price)
        for at, price in enumerate(prices)
    ]
    wanted = evolve(WANTED, last=None if last is None else Decimal(last))

    found, refused = examine_candles(told, wanted)

    assert [each.close for each in found] == believed
    assert {each.reason for each in refused} <= {"jumped"}


def test_what_was_not_asked_for_is_left_out_and_the_later_told_counts() -> None:
    before, again = evolve(HONEST, time=START - 60), evolve(HONEST, close="10")

    found, refused = examine_candles([before, HONEST, again], WANTED)

    assert [(each.start, each.close) for each in found] == [(NOON, Decimal(10))]
    assert refused == []
