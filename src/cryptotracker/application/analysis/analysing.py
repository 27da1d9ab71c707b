"""What a user can ask about a market as a whole."""

import asyncio
from collections.abc import Sequence
from datetime import date
from typing import Final

from attrs import frozen

from cryptotracker.application.analysis.board import Board
from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.comparing import Compared, compared
from cryptotracker.domain.market.daily import Daily
from cryptotracker.domain.market.figures import Row
from cryptotracker.domain.market.overview import Overview, overview
from cryptotracker.domain.market.screening import Condition, Screened, screened
from cryptotracker.domain.market.seasonality import Seasonality, seasonality

LISTED_MOST: Final = 100
"""So many assets are put beside each other in one answer."""

COMPARED_MOST: Final = 10
"""So many courses can be told apart in one picture."""


@frozen
class ListMarket:
    """Show assets beside each other: those that are named, or a stretch of those known best."""

    board: Board

    def assets(self, text: str = "") -> Sequence[Asset]:
        return self.board.listed(text)

    async def __call__(self, assets: Sequence[Asset], currency: Currency) -> Sequence[Row]:
        return await self.board.rows(assets, currency)


@frozen
class ShowOverview:
    """Show the market at a glance."""

    board: Board

    async def __call__(self, currency: Currency) -> Overview:
        rows = await self.board.whole(currency)
        return await asyncio.to_thread(overview, rows)


@frozen
class ScreenMarket:
    """Find the assets of the market that meet conditions, in an order."""

    board: Board

    async def __call__(
        self, currency: Currency, conditions: Sequence[Condition], order: str
    ) -> Screened:
        return screened(await self.board.whole(currency), conditions, order)


@frozen(kw_only=True)
class Comparison:
    """Courses beside each other, with the daily prices that they are made of."""

    found: Compared
    courses: Sequence[tuple[Asset, Daily]]


@frozen
class CompareAssets:
    """Compare the courses of assets, from the first day asked for that all of them are known."""

    board: Board

    async def __call__(
        self, assets: Sequence[Asset], currency: Currency, since: date, until: date
    ) -> Comparison:
        days = await self.board.years([each.id for each in assets], currency)
        courses = [(each, days[each.id].between(since, until)) for each in assets]
        found = await asyncio.to_thread(compared, {each.id: daily for each, daily in courses})
        return Comparison(found=found, courses=courses)


@frozen
class ShowSeasonality:
    """Show how an asset did in each month and on each day of the week, of ten years at most."""

    board: Board

    async def __call__(self, asset: Asset, currency: Currency) -> tuple[Seasonality, Daily]:
        daily = (await self.board.years([asset.id], currency))[asset.id]
        return await asyncio.to_thread(seasonality, daily), daily
