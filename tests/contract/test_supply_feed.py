"""What every source promises that counts units, and what is made of what it says."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Final, cast

import pytest

from cryptotracker.adapters.telemetry.metrics import Metrics
from cryptotracker.application.analysis.supplies import ToldSupplies
from cryptotracker.application.prices.quarantine import Quarantine
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.ports.supplies import SupplyFeed
from tests.sandboxed import NOW, Stage, feeds

COUNTING: Final = ("coingecko", "coinmarketcap")
ASKED: Final = ("ethereum", "usd-coin", "nothing")
UNITS: Final = Decimal("120600000.1234567890123456789")


@pytest.fixture(params=COUNTING)
async def feed(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[SupplyFeed]:
    async with feeds(stage, request.param) as (opened,):
        yield cast("SupplyFeed", opened)


def told(stage: Stage, *counting: object) -> ToldSupplies:
    metrics = Metrics()
    return ToldSupplies(
        feeds=[cast("SupplyFeed", each) for each in counting],
        clock=stage.clock,
        quarantine=Quarantine(metrics),
        meter=metrics,
    )


async def test_units_are_told_with_every_digit_and_of_no_stranger(feed: SupplyFeed) -> None:
    claims = await feed.counted(ASKED)

    (ether,) = [each for each in claims if each.asset == "ethereum"]
    assert ether.circulating == UNITS
    assert {each.source for each in claims} == {feed.about.name}
    assert {each.asset for each in claims} <= {"ethereum", "usd-coin"}


async def test_what_nobody_counted_is_absent_and_the_rest_says_who_and_when(
    feed: SupplyFeed, stage: Stage
) -> None:
    supplies = told(stage, feed)

    found = await supplies.supplies(ASKED)

    assert found.keys() == {"ethereum"}
    ether = found["ethereum"]
    assert (ether.quantity, ether.total, ether.source) == (UNITS, UNITS, feed.about.name)
    assert (ether.as_of, ether.simulated) == (NOW, False)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("thousandfold", "impossible"),
        ("negative", "not_positive"),
        ("too_many_digits", "out_of_range"),
        ("thousands_separator", "not_a_number"),
        ("year_late", "stale"),
    ],
)
async def test_units_that_cannot_be_are_quarantined_and_not_used(
    stage: Stage, fault: str, reason: str
) -> None:
    async with feeds(stage, "coingecko") as (gecko,):
        supplies = told(stage, gecko)
        stage.tell("coingecko", fault)

        found = await supplies.supplies(["bitcoin"])

    assert found == {}
    assert [each.reason for each in supplies.quarantine.last()] == [reason]


async def test_the_next_source_is_asked_for_what_the_first_does_not_know(stage: Stage) -> None:
    async with feeds(stage, *COUNTING) as both:
        supplies = told(stage, *both)
        stage.tell("coingecko", "away")

        found = await supplies.supplies(["bitcoin"])

    assert found["bitcoin"].source == "coinmarketcap"


async def test_it_is_asked_once_an_hour_and_what_it_said_stays_while_it_is_away(
    stage: Stage,
) -> None:
    async with feeds(stage, "coingecko") as (gecko,):
        supplies = told(stage, gecko)
        first = await supplies.supplies(["bitcoin"])
        stage.pass_time(minutes=59)
        await supplies.supplies(["bitcoin"])
        asked = stage.asked("coingecko")
        stage.pass_time(minutes=2)
        stage.tell("coingecko", "away")

        later = await supplies.supplies(["bitcoin"])

        stage.pass_time(days=8)
        gone = await supplies.supplies(["bitcoin"])

    assert (asked, later, gone) == (1, first, {})


async def test_trouble_is_said_with_its_reason(feed: SupplyFeed, stage: Stage) -> None:
    stage.tell(feed.about.name, "failing")

    with pytest.raises(PriceSourceUnavailableError) as raised:
        await feed.counted(["bitcoin"])

    assert raised.value.reason == "failed"
