"""Where the prices of past days are kept, for everybody, so that nobody is asked twice."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.market.told import DayPrice, Question
from cryptotracker.ports.kept_prices import Pair


@frozen(kw_only=True)
class Needed:
    """An asset that portfolios name, the currency that they count in, and since when they do."""

    asset: str
    currency: str
    since: datetime


@frozen(kw_only=True)
class Resting:
    """A portfolio that rests on a price, and whose it is."""

    owner: UUID
    portfolio_id: UUID


class PriceHistory(Protocol):
    """What sources told of past days; it is nobody's.

    - what went in comes out to the last digit, oldest first, the sources in order of their names;
    - of a source and a day the last that was told counts, unless that is of a worse grade;
    - what was corrected can still be seen, and what is told again changes nothing;
    - of what was never told there is nothing.
    """

    async def read(
        self, pairs: Collection[Pair], *, since: datetime, until: datetime
    ) -> Sequence[DayPrice]:
        """Return what counts of the days from `since` to `until`, both included."""
        ...

    async def keep(self, told: Sequence[DayPrice]) -> int:
        """Keep what is new, and say how many of them correct what was told before."""
        ...

    async def trace(self, pair: Pair, as_of: datetime) -> Sequence[DayPrice]:
        """Return all that was told of a day, the first told first."""
        ...


class PriceQuestions(Protocol):
    """Which days sources were asked about, and what prices are needed of; nobody's, too.

    - of a question that another one includes only that one stays, if it was asked later.
    """

    async def asked(self, pairs: Collection[Pair]) -> Sequence[Question]: ...

    async def answered(self, question: Question) -> None: ...

    async def needed(self) -> Sequence[Needed]:
        """List what the owner's portfolios consist of, and what they count in.

        For those who work for everybody, of all owners.
        """
        ...

    async def resting_on(self, pairs: Collection[Pair]) -> Sequence[Resting]:
        """List the portfolios that name an asset and count in the currency, by their owners."""
        ...
