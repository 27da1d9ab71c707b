"""What every exchange that is listened to promises, over real WebSockets to a stand-in."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from decimal import Decimal
from importlib.metadata import entry_points

import pytest
from attrs import define, field

from cryptotracker.adapters.prices.exchanges.feed import Exchange
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import INTERVALS, start_of
from cryptotracker.domain.market.checks import time_said
from cryptotracker.domain.market.observations import Refusal, Trade
from cryptotracker.domain.market.told_candles import Wanted, examine_candles
from cryptotracker.entrypoints.pricing import FEEDS
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES
from cryptotracker.entrypoints.sandbox.faults import BODIES
from cryptotracker.ports.price_streams import CandleFeed, PriceStream
from cryptotracker.ports.prices import Series
from tests.sandboxed import NOW, Stage, feeds

USD, EUR = Currency("USD"), Currency("EUR")
DOGE = Decimal("0.1234567890123456789")
IN_TETHER = (Currency("USDT"), Decimal("0.12348148530940756"))
SAID = {"kraken": (USD, DOGE), "coinbase": (USD, DOGE)}
SEEN_WITHIN = 10


@define
class Ear:
    """Listens to a stream, and remembers what it said."""

    stream: PriceStream
    trades: list[Trade] = field(factory=list)
    refused: list[Refusal] = field(factory=list)
    breaks: int = 0

    async def until(self, enough: Callable[[], bool]) -> None:
        async with asyncio.timeout(SEEN_WITHIN):
            while not enough():
                heard = await self.stream.hear()
                self.trades += heard.trades
                self.refused += heard.refused
                self.breaks += heard.broken

    async def until_it(self, enough: Callable[["Ear"], bool]) -> None:
        await self.until(lambda: enough(self))


@pytest.fixture(params=SPEECHES)
async def stream(request: pytest.FixtureRequest, stage: Stage) -> AsyncIterator[PriceStream]:
    silence = {f"{request.param.upper()}_SILENCE_SECONDS": "1"}
    async with feeds(stage, request.param, **silence) as (opened,):
        assert isinstance(opened, PriceStream)
        yield opened


async def test_each_trade_is_told_with_every_digit(stream: PriceStream) -> None:
    ear = Ear(stream)

    claims = await stream.observe(["DOGE", "dogecoin", "NOSUCH"], currency=USD)
    await ear.until(lambda: len(ear.trades) >= 2)

    counted, price = SAID.get(stream.about.name, IN_TETHER)
    said = [(each.claim.asset, each.claim.currency) for each in ear.trades[:2]]
    assert said == [("DOGE", counted), ("dogecoin", counted)]
    assert [(each.asset, each.currency) for each in claims] == said
    first = ear.trades[0]
    assert {type(each) for each in (first.claim.price, first.quantity)} <= {str, Decimal}
    assert [Decimal(str(each)) for each in (first.claim.price, first.quantity)] == [
        price,
        Decimal("1.5"),
    ]
    assert ear.refused == []
    assert stream.health().state == "up"


async def test_a_cut_is_noticed_and_it_comes_back_by_itself(
    stream: PriceStream, stage: Stage
) -> None:
    ear, name = Ear(stream), stream.about.name
    await stream.observe(["BTC"], currency=USD)
    await ear.until(lambda: len(ear.trades) > 0)

    stage.tell(name, "cut")
    await ear.until(lambda: stream.health().state == "broken")
    trouble, breaks = stream.health().trouble, ear.breaks
    stage.tell(name)
    ear.trades.clear()
    await ear.until(lambda: len(ear.trades) > 0)

    assert (trouble, stream.health().state) == ("unreachable", "up")
    assert ear.breaks > breaks >= 1
    assert stage.asked(name) >= 2


async def test_silence_is_a_failure(stream: PriceStream, stage: Stage) -> None:
    stage.tell(stream.about.name, "silent")

    with pytest.raises(PriceSourceUnavailableError) as raised:
        await stream.observe(["BTC"], currency=USD)

    assert raised.value.reason == "slow"


async def test_who_is_sent_elsewhere_does_not_go(stage: Stage) -> None:
    stage.tell("kraken", "redirect")
    async with feeds(stage, "kraken") as (stream,):
        with pytest.raises(PriceSourceUnavailableError) as raised:
            await stream.observe(["BTC"], currency=USD)

    assert raised.value.reason == "redirected"


async def test_who_is_told_to_wait_waits(stream: PriceStream, stage: Stage) -> None:
    stage.tell(stream.about.name, "limited_for_30")

    with pytest.raises(PriceSourceUnavailableError) as raised:
        await stream.observe(["BTC"], currency=USD)

    assert raised.value.reason == "limited"
    assert stream.health().quiet_until == NOW + timedelta(seconds=30)
    assert stage.asked(stream.about.name) == 1


@pytest.mark.parametrize("fault", [each for each in BODIES if each not in {"large", "nothing"}])
async def test_a_message_that_cannot_be_read_is_refused_and_ends_nothing(
    stage: Stage, fault: str
) -> None:
    async with feeds(stage, *SPEECHES) as opened:
        ears = [Ear(each) for each in opened if isinstance(each, PriceStream)]
        await asyncio.gather(*(each.observe(["BTC"], currency=USD) for each in opened))
        for name in SPEECHES:
            stage.tell(name, fault)
        await asyncio.gather(*(each.until_it(lambda ear: bool(ear.refused)) for each in ears))
        for name in SPEECHES:
            stage.tell(name)
        for ear in ears:
            ear.trades.clear()
        await asyncio.gather(*(each.until_it(lambda ear: bool(ear.trades)) for each in ears))

    reasons = {BODIES[fault][1], "wrong_shape"} if fault == "error_inside" else {BODIES[fault][1]}
    assert {each.reason for ear in ears for each in ear.refused} <= reasons
    assert [ear.breaks for ear in ears] == [1] * 5


async def test_a_pair_that_was_not_asked_for_is_refused(stream: PriceStream, stage: Stage) -> None:
    ear = Ear(stream)
    stage.tell(stream.about.name, "other_asset")

    asking = asyncio.create_task(stream.observe(["BTC"], currency=USD))
    await ear.until(lambda: bool(ear.refused))
    asking.cancel()

    assert {each.reason for each in ear.refused} == {"wrong_asset"}
    assert ear.trades == []


async def test_a_pair_that_it_does_not_know_is_reported(stage: Stage) -> None:
    stage.sandbox.market.dollars.pop("litecoin")
    complaining = [name for name in SPEECHES if name != "binance"]  # which says nothing of it
    async with feeds(stage, *complaining) as opened:
        ears = [Ear(each) for each in opened if isinstance(each, PriceStream)]
        said = await asyncio.gather(*(e.observe(["LTC", "BTC"], currency=USD) for e in opened))
        await asyncio.gather(*(each.until_it(lambda ear: bool(ear.refused)) for each in ears))

    assert [[each.asset for each in claims] for claims in said] == [["BTC"]] * 4
    assert {(each.reason, each.asset) for ear in ears for each in ear.refused} == {
        ("unknown_symbol", "LTC")
    }


@pytest.mark.parametrize("interval", INTERVALS)
async def test_candles_are_those_of_the_time_that_was_asked_for(
    stream: PriceStream, interval: str
) -> None:
    span = INTERVALS[interval]
    until = start_of(NOW, span)
    series = Series(asset="BTC", currency=EUR, interval=interval)
    assert isinstance(stream, CandleFeed)

    told = await stream.candles(series, since=until - 150 * span, until=until)

    wanted = Wanted(
        source=stream.about.name,
        asset="BTC",
        currency=EUR,
        span=span,
        since=until - 150 * span,
        until=until,
        now=NOW,
    )
    believed, refused = examine_candles(told, wanted)
    assert stream.lists(series)
    assert not stream.lists(Series(asset="BTC", currency=Currency("SEK"), interval=interval))
    assert [each.start for each in believed] == [until + at * span for at in range(-150, 0)]
    assert {each.volume for each in believed} == {Decimal("1.5")}
    assert refused == []


@pytest.mark.parametrize("interval", ["1h", "1d"])
async def test_coingecko_has_candles_with_a_plan_that_is_paid_for(
    stage: Stage, interval: str
) -> None:
    span, series = INTERVALS[interval], Series(asset="BTC", currency=EUR, interval=interval)
    until = start_of(NOW, span)
    pro = {"COINGECKO_PLAN": "pro", "COINGECKO_API_KEY": "sandbox"}
    async with feeds(stage, "coingecko") as (free,), feeds(stage, "coingecko", **pro) as (paid,):
        assert isinstance(free, CandleFeed)
        assert isinstance(paid, CandleFeed)
        told = await paid.candles(series, since=until - 200 * span, until=until)

    assert (free.lists(series), paid.lists(series)) == (False, True)
    assert [time_said(each.time) for each in told] == [until + at * span for at in range(-200, 0)]
    assert {each.volume for each in told} == {None}


def test_every_exchange_that_is_listened_to_is_held_to_this_contract() -> None:
    plugins = {plugin.name: plugin.load() for plugin in entry_points(group=FEEDS)}

    assert {name for name, each in plugins.items() if isinstance(each, Exchange)} == set(SPEECHES)
