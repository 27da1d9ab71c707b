"""Where candles are kept."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from attrs import frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.candles import Graded
from cryptotracker.ports.prices import Series


@frozen(kw_only=True)
class Whence:
    """Which series, of which source, some candles are kept of."""

    series: Series
    source: str
    simulated: bool


@frozen(kw_only=True)
class Tended:
    """A series, and the first instant that no longer candle was made of yet."""

    whence: Whence
    rolled_up: datetime | None


@frozen(kw_only=True)
class Kept:
    """Candles of a series, and whether they are made up."""

    simulated: bool
    candles: Sequence[Graded] = ()


class Candles(Protocol):
    """The candles of all series; they are nobody's.

    - prices and volumes come out to the last digit, and a missing volume is missing;
    - a candle replaces the one of its start, unless that one is of a higher grade;
    - they come out oldest first, none twice;
    - of a series that was never kept there are none.
    """

    async def keep(self, whence: Whence, candles: Sequence[Graded]) -> None: ...

    async def read(self, whence: Whence, *, since: datetime, until: datetime) -> Kept:
        """Return the candles that begin at `since` or later, and before `until`.

        Whether they are made up is said by what is kept, if anything is.
        """
        ...

    async def series(self, interval: str) -> Sequence[Tended]:
        """List the series of an interval."""
        ...

    async def rolled_up(self, whence: Whence, until: datetime) -> None:
        """Keep in mind that longer candles were made of those of a series that began before."""
        ...

    async def forget(self, interval: str, before: datetime) -> int:
        """Remove candles of an interval that began before a moment; say how many pieces that were.

        Where they are kept in pieces, one goes when all of it is older: others stay a while longer.
        """
        ...


class Openings(Protocol):
    """The first prices of candles that begin together, but for those that are made up.

    - those of all assets are found by one question;
    - prices come out to the last digit; where there is no candle there is no price.
    """

    async def at(
        self,
        assets: Collection[str],
        *,
        currency: Currency,
        interval: str,
        start: datetime,
    ) -> Mapping[str, Decimal]:
        """Return them by their assets; of several sources, that of the best grade."""
        ...
