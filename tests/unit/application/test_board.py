"""Assets beside each other cost one asking of each kind, and a day of prices one a day."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

import pytest
from attrs import define, field

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.indicators.computing import TalibIndicators
from cryptotracker.application.analysis.board import DEPTH, Board
from cryptotracker.application.analysis.supplies import NobodyCounts
from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.moments import Moments
from cryptotracker.ports.prices import Fetched, PriceSource, Series

EUR: Final = Currency("EUR")
CATALOGUE: Final = EmbeddedCatalogue()


@define
class Hands(Clock):
    """A clock that is set by hand."""

    at: datetime = datetime(2026, 11, 23, 20, 7, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def new_id(self) -> UUID:
        return UUID(int=1)


@define
class Counted(PriceSource, Moments):
    """A market where everything costs 10, and used to cost 8, which notes what it is asked."""

    clock: Hands
    away: bool = False
    lacking: int = 0
    asked: list[tuple[str, int]] = field(factory=list)

    async def quotes(self, assets: Collection[str], *, currency: Currency) -> Mapping[str, Quote]:
        assert currency == EUR
        self.asked.append(("quotes", len(assets)))
        return {each: of(each, "10", self.clock.at) for each in assets}

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        assert (currency, until - since) == (EUR, (DEPTH - 1) * timedelta(days=1))
        self.asked.append(("history", len(assets)))
        if self.away:
            raise PriceSourceUnavailableError(source="counted", reason="it sleeps")
        days = [
            datetime(2026, 10, 20, tzinfo=UTC) + at * timedelta(days=1)
            for at in range(35 - self.lacking)
        ]
        return {each: [of(each, "8", day) for day in days] for each in assets}

    async def candles(self, series: Series, *, since: datetime, until: datetime) -> Fetched:
        del series, since, until
        return Fetched(simulated=False)

    async def moments(
        self, assets: Collection[str], *, currency: Currency, at: datetime
    ) -> Mapping[str, Decimal]:
        assert currency == EUR
        self.asked.append((f"{at:%d. %H:%M}", len(assets)))
        return dict.fromkeys(assets, Decimal(8))


def of(asset: str, price: str, at: datetime) -> Quote:
    return Quote(asset=asset, currency=EUR, price=Decimal(price), as_of=at, source="counted")


@pytest.fixture
def source() -> Counted:
    return Counted(Hands())


@pytest.fixture
def board(source: Counted) -> Board:
    return Board(
        catalogue=CATALOGUE,
        prices=source,
        supplies=NobodyCounts(),
        moments=source,
        clock=source.clock,
        indicators=TalibIndicators,
    )


async def test_a_page_of_assets_is_one_asking_of_each_kind(board: Board, source: Counted) -> None:
    page = board.market()[:20]

    rows = await board.rows(page, EUR)
    again = await board.rows(page, EUR)

    first = [("quotes", 20), ("history", 20), ("23. 19:05", 20), ("22. 20:05", 20)]
    assert sorted(source.asked) == sorted([*first, ("quotes", 20)])
    assert again == rows
    figures = rows[0].figures
    assert figures["change_1h"].value == figures["change_7d"].value == Decimal("0.25")
    assert (figures["from_sma_50"].missing, figures["capitalisation"].missing) == (
        "too_few_days",
        "no_supply",
    )


async def test_the_whole_market_is_measured_every_ten_seconds_at_most(
    board: Board, source: Counted
) -> None:
    await board.whole(EUR)
    source.clock.at += timedelta(seconds=10)
    await board.whole(EUR)
    source.clock.at += timedelta(seconds=1)
    await board.whole(EUR)

    assert source.asked.count(("quotes", 100)) == 2
    assert source.asked.count(("history", 25)) == 4


async def test_days_that_were_not_to_be_had_are_asked_for_again(
    board: Board, source: Counted
) -> None:
    source.away = True
    (lacking,) = await board.rows(board.market()[:1], EUR)
    source.away = False
    (found,) = await board.rows(board.market()[:1], EUR)

    assert lacking.figures["volatility_30d"].missing == "too_few_days"
    assert len(lacking.daily.prices) == DEPTH
    assert lacking.figures["change_1h"].value == Decimal("0.25")
    assert found.figures["volatility_30d"].value == 0


async def test_tomorrow_its_days_are_asked_for_again(board: Board, source: Counted) -> None:
    await board.rows(board.market()[:1], EUR)
    source.clock.at += timedelta(days=1)
    (found,) = await board.rows(board.market()[:1], EUR)

    assert source.asked.count(("history", 1)) == 2
    assert found.daily.since + (DEPTH - 1) * timedelta(days=1) == date(2026, 11, 24)


async def test_days_without_the_last_one_are_asked_for_again_soon(
    board: Board, source: Counted
) -> None:
    source.lacking = 1
    (lacking,) = await board.rows(board.market()[:1], EUR)
    source.lacking = 0
    source.clock.at += timedelta(minutes=9)
    await board.rows(board.market()[:1], EUR)
    source.clock.at += timedelta(minutes=1)
    (found,) = await board.rows(board.market()[:1], EUR)

    assert (lacking.daily.prices[-1], found.daily.prices[-1]) == (None, Decimal(8))
    assert source.asked.count(("history", 1)) == 2
