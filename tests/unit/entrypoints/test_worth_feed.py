"""What a portfolio is worth, told at each tick to who follows it."""

from collections.abc import AsyncIterator, Collection
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from attrs import define, field

from cryptotracker.application.books import PriceOrigin
from cryptotracker.application.figures import Shown
from cryptotracker.application.prices.owned import Stated
from cryptotracker.domain.errors import DatabaseUnavailableError, PortfolioNotFoundError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.portfolio.own_prices import OwnPrice
from cryptotracker.domain.portfolio.valued import Position, Valued
from cryptotracker.entrypoints.http.quote_feed import QuoteFeed
from cryptotracker.entrypoints.http.worth_feed import WorthFeed
from cryptotracker.ports.events import Resync, Tick
from tests.quoting import NOON, Client, Market

MINE = UUID("01900000-0000-7000-8000-000000000001")
CHANGED = [Tick(topic="portfolio", key=str(MINE), owner="somebody", version=2)]


def position(asset: str, quantity: str, cost: str | None = "50") -> Position:
    return Position(
        asset=asset,
        quantity=Decimal(quantity),
        cost_basis=None if cost is None else Decimal(cost),
        basis="purchase",
        price=None,
    )


@define
class Desk:
    """Says what the portfolio holds, as a test has it, or why nobody can tell."""

    positions: list[Position]
    failure: Exception | None = None

    async def __call__(self, portfolio: UUID) -> Shown[Valued]:
        del portfolio
        if self.failure is not None:
            raise self.failure
        found = Valued(currency="USD", at=NOON, accounts=[], positions=self.positions, issues=[])
        return Shown(found, PriceOrigin(name="test", simulated=False, as_of=NOON))


@define
class Scene:
    """A market, a portfolio in it, and a client that follows what that is worth."""

    market: Market = field(factory=Market)
    desk: Desk = field(factory=lambda: Desk([position("BTC", "0.1"), position("ETH", "3")]))
    client: Client = field(factory=Client)
    own: list[OwnPrice] = field(factory=list)
    quotes: QuoteFeed = field(init=False)
    feed: WorthFeed = field(init=False)

    def __attrs_post_init__(self) -> None:
        self.quotes = QuoteFeed(self.market.ask, timedelta(days=1))
        self.feed = WorthFeed(self.quotes, self.client, self.desk, self.read_own)

    async def read_own(self, assets: Collection[str], _: Currency) -> Stated:
        return Stated({each.asset: each for each in self.own if each.asset in assets})

    def values(self) -> list[tuple[str | None, str | None]]:
        return [(told["data"]["value"], told["data"]["unrealised"]) for told in self.client.heard]


@pytest.fixture
async def scene() -> AsyncIterator[Scene]:
    made = Scene()
    yield made
    made.feed.leave_all()


async def test_each_tick_of_what_is_held_is_a_new_worth_and_no_other(scene: Scene) -> None:
    await scene.feed.follow(MINE)
    scene.market.prices["BTC"] = "100.000000000000000001"
    await scene.quotes.tell()
    await scene.quotes.tell()

    assert scene.values() == [("40", "-60"), ("40.0000000000000000001", "-59.9999999999999999999")]
    assert [told["version"] for told in scene.client.heard] == [1, 2]


async def test_what_has_no_price_leaves_the_worth_unknown_and_is_named(scene: Scene) -> None:
    del scene.market.prices["ETH"]

    await scene.feed.follow(MINE)

    data = scene.client.heard[-1]["data"]
    assert (data["value"], data["unrealised"], data["unpriced"]) == (None, None, ["ETH"])


async def test_an_unknown_cost_leaves_the_value_known(scene: Scene) -> None:
    scene.desk.positions[1] = position("ETH", "3", cost=None)

    await scene.feed.follow(MINE)

    assert scene.values() == [("40", None)]


@pytest.mark.parametrize(
    ("currency", "price", "overrides", "value"),
    [
        ("USD", "7", True, "41"),
        ("USD", "7", False, "53"),
        ("EUR", "7", True, "43.1"),
    ],
)
async def test_what_the_owner_states_counts_at_each_tick_as_it_does_in_figures(
    scene: Scene, *, currency: str, price: str, overrides: bool, value: str
) -> None:
    now = datetime.now(UTC)
    scene.own = [
        OwnPrice(
            id=MINE,
            asset="ETH",
            currency=Currency(currency),
            as_of=now,
            whole_day=False,
            price=Decimal(price),
            overrides=overrides,
            stated_at=now,
        )
    ]
    scene.market.prices["EUR"] = "1.1"
    await scene.feed.follow(MINE)

    scene.market.prices |= {"BTC": "200", "ETH": "11"}
    await scene.quotes.tell()

    assert scene.client.heard[-1]["data"]["value"] == value


@pytest.mark.parametrize("news", [CHANGED, [Resync(topic="portfolio")]])
async def test_after_news_it_rests_on_what_is_held_then(
    scene: Scene, news: list[Tick | Resync]
) -> None:
    await scene.feed.follow(MINE)
    scene.desk.positions = [position("ETH", "1")]

    await scene.feed.again(news)
    scene.market.prices["BTC"] = "5"
    await scene.quotes.tell()

    assert scene.values() == [("40", "-60"), ("10", "-40")]


async def test_while_nobody_can_tell_what_is_held_what_was_told_goes_on(scene: Scene) -> None:
    await scene.feed.follow(MINE)
    scene.desk.failure = DatabaseUnavailableError(reason="test")

    await scene.feed.again(CHANGED)
    scene.market.prices["BTC"] = "200"
    await scene.quotes.tell()

    assert scene.values() == [("40", "-60"), ("50", "-50")]


async def test_a_portfolio_that_is_gone_is_not_followed(scene: Scene) -> None:
    await scene.feed.follow(MINE)
    scene.desk.failure = PortfolioNotFoundError(portfolio=str(MINE))

    await scene.feed.again(CHANGED)
    scene.market.prices["BTC"] = "200"
    await scene.quotes.tell()

    assert scene.values() == [("40", "-60")]


async def test_who_does_not_read_hears_the_last_worth_once_they_do(scene: Scene) -> None:
    await scene.feed.follow(MINE)
    scene.client.reads = False
    for price in ("200", "300"):
        scene.market.prices["BTC"] = price
        await scene.quotes.tell()

    scene.client.reads = True
    await scene.quotes.tell()

    assert scene.values() == [("40", "-60"), ("60", "-40")]
