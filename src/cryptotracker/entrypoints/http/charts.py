"""The series of candles that one client of the stream follows."""

import asyncio
from typing import Final

from attrs import define, field

from cryptotracker.domain.market.candles import INTERVALS
from cryptotracker.entrypoints.http.chart_feed import ChartFeed
from cryptotracker.entrypoints.http.sockets import Line
from cryptotracker.entrypoints.http.wishes import Wish, WishError, assets_of, currency_of
from cryptotracker.ports.prices import Series

FOLLOWED_MOST: Final = 20
"""So many of them may there be at once."""


@define(eq=False)
class Charts:
    """The series that one client follows."""

    _feed: ChartFeed
    _line: Line
    _followed: dict[Series, None] = field(factory=dict)

    async def grant(self, wish: Wish) -> None:
        """Follow series, or leave them; without assets, leave all."""
        if wish.op == "unsubscribe" and not wish.assets:
            self.leave_all()
            return
        if wish.interval not in INTERVALS:
            message = f"interval is one of {', '.join(INTERVALS)}"
            raise WishError(message)
        currency = currency_of(wish)
        wanted = [
            Series(asset=each, currency=currency, interval=wish.interval)
            for each in assets_of(wish, FOLLOWED_MOST)
        ]
        if wish.op == "unsubscribe":
            for each in wanted:
                self._leave(each)
            return
        new = [each for each in wanted if each not in self._followed]
        if len(self._followed) + len(new) > FOLLOWED_MOST:
            message = f"the candles of {FOLLOWED_MOST} series are told at once, no more"
            raise WishError(message)
        self._followed |= dict.fromkeys(new)
        await asyncio.gather(*(self._feed.join(self._line, each) for each in new))

    def leave_all(self) -> None:
        for each in list(self._followed):
            self._leave(each)

    def _leave(self, series: Series) -> None:
        if series in self._followed:
            del self._followed[series]
            self._feed.leave(self._line, series)
