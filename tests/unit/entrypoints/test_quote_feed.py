"""What listeners to quotes hear, whoever else listens or does not read."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from attrs import define, field

from cryptotracker.domain.market.assets import Currency
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed, Wanted
from tests.quoting import Client, Market

USD, EUR = Currency("USD"), Currency("EUR")
BITCOIN = Wanted(("BTC",), USD)
BOTH = Wanted(("ETH", "BTC"), USD)


@pytest.fixture
def market() -> Market:
    return Market()


@define
class Room:
    """A feed, and who listens to it."""

    feed: QuoteFeed
    present: list[tuple[Client, Wanted]] = field(factory=list)

    async def join(self, client: Client, wanted: Wanted) -> None:
        self.present.append((client, wanted))
        await self.feed.join(client, wanted)

    def leave(self) -> None:
        while self.present:
            self.feed.leave(*self.present.pop())

    async def tell(self) -> None:
        await self.feed.tell()


@pytest.fixture
async def feed(market: Market) -> AsyncIterator[Room]:
    room = Room(QuoteFeed(market.ask, timedelta(hours=1)))
    yield room
    room.leave()


async def test_everybody_hears_how_things_stand_and_then_what_changes(
    market: Market, feed: Room
) -> None:
    one, other = Client(), Client()
    await feed.join(one, BITCOIN)
    await feed.join(other, BOTH)
    market.prices |= {"BTC": "101"}

    await feed.tell()
    await feed.tell()

    assert one.prices() == [[("BTC", "100")], [("BTC", "101")]]
    assert other.prices() == [[("ETH", "10"), ("BTC", "100")], [("BTC", "101")]]


async def test_versions_only_rise(market: Market, feed: Room) -> None:
    client = Client()
    await feed.join(Client(), BOTH)
    await feed.join(client, BITCOIN)
    for price in ("1", "2", "3"):
        market.prices |= {"BTC": price}
        await feed.tell()

    versions = [told["version"] for told in client.heard]

    assert versions == sorted(set(versions))
    assert len(versions) == 4


async def test_one_question_is_asked_for_all_listeners(market: Market, feed: Room) -> None:
    for wanted in (BITCOIN, BITCOIN, BOTH, Wanted(("BTC",), EUR)):
        await feed.join(Client(), wanted)
    market.asked.clear()

    await feed.tell()

    assert market.asked == [(["BTC", "ETH"], USD), (["BTC"], EUR)]


async def test_who_does_not_read_is_passed_by_and_told_everything_later(
    market: Market, feed: Room
) -> None:
    sleeper, other = Client(), Client()
    for client in (sleeper, other):
        await feed.join(client, BOTH)
    sleeper.reads = False
    for prices in ({"BTC": "101"}, {"ETH": "11"}, {"BTC": "102"}):
        market.prices |= prices
        await feed.tell()
    sleeper.reads = True

    await feed.tell()
    await feed.tell()

    assert sleeper.prices()[1:] == [[("ETH", "11"), ("BTC", "102")]]
    assert other.prices()[1:] == [[("BTC", "101")], [("ETH", "11")], [("BTC", "102")]]


async def test_while_the_source_is_away_nothing_is_told_and_nothing_forgotten(
    market: Market, feed: Room
) -> None:
    client, late = Client(), Client()
    await feed.join(client, BITCOIN)
    market.away = True
    await feed.tell()
    await feed.join(late, BITCOIN)
    market.away = False
    market.prices |= {"BTC": "90"}

    await feed.tell()

    assert client.prices() == late.prices() == [[("BTC", "100")], [("BTC", "90")]]


async def test_an_asset_without_a_price_is_not_told_and_stays_wanted(
    market: Market, feed: Room
) -> None:
    client = Client()
    await feed.join(client, Wanted(("NEW",), USD))
    market.prices |= {"NEW": "1"}

    await feed.tell()

    assert client.prices() == [[("NEW", "1")]]


async def test_who_has_left_hears_nothing_and_nobody_asks_for_nobody(
    market: Market, feed: Room
) -> None:
    client = Client()
    await feed.join(client, BITCOIN)
    tasks = asyncio.all_tasks()
    feed.leave()
    market.asked.clear()
    market.prices |= {"BTC": "101"}

    await feed.tell()
    await asyncio.sleep(0)

    assert (len(client.heard), market.asked) == (1, [])
    assert len(tasks - asyncio.all_tasks()) == 1
