"""What a user can ask about a market as a whole."""

import asyncio
from collections.abc import Sequence
from typing import Final

from attrs import frozen

from cryptotracker.application.analysis.board import Board
from cryptotracker.domain.market.assets import Asset, Currency
from cryptotracker.domain.market.figures import Row
from cryptotracker.domain.market.overview import Overview, overview
from cryptotracker.domain.market.screening import Condition, Screened, screened

LISTED_MOST: Final = 100
"""So many assets are put beside each other in one answer."""


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
