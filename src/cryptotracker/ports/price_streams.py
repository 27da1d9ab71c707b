"""Sources that speak by themselves, and those that know candles; nothing of it is believed yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol, runtime_checkable

from attrs import frozen

from cryptotracker.domain.market.observations import Refusal, Trade
from cryptotracker.domain.market.told_candles import ToldCandle
from cryptotracker.ports.price_feeds import PriceFeed
from cryptotracker.ports.prices import Series


@frozen(kw_only=True)
class Heard:
    """What a source said since it was listened to the last time.

    Attributes:
        refused: messages that could not be read, or that spoke of something else.
        lost: so many trades were thrown away, because nobody listened for too long.
        broken: before these something may have been said that was not heard.
    """

    trades: Sequence[Trade] = ()
    refused: Sequence[Refusal] = ()
    lost: int = 0
    broken: bool = False


@runtime_checkable
class PriceStream(PriceFeed, Protocol):
    """A source of prices that tells each trade of what it was asked for.

    Every adapter keeps these promises; tests/contract/test_price_stream.py holds it to them:

    - numbers are given with every digit that was sent, and never as a float;
    - trades come in the order in which they were told; after a break it says that it broke;
    - a message that cannot be read is a refusal with the reason, and ends nothing;
    - it keeps a bounded number of trades, and says how many it threw away;
    - when it is cut off, silent or told to wait, it comes back by itself, later each time.
    """

    async def hear(self) -> Heard:
        """Wait until there is something, and return all of it; this never raises an error."""
        ...


@runtime_checkable
class CandleFeed(PriceFeed, Protocol):
    """A source of prices that knows candles as well.

    - what it does not list it has none of; nothing outside the time asked for is given;
    - it answers or raises PriceSourceUnavailableError; where it may ask no more, those that it had
      by then are given.
    """

    def lists(self, series: Series) -> bool: ...

    async def candles(
        self, series: Series, *, since: datetime, until: datetime
    ) -> Sequence[ToldCandle]: ...
