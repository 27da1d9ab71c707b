"""Where the worth of a ledger is added up along the whole of its way."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from cryptotracker.domain.market.prices import PriceBook
from cryptotracker.domain.portfolio.net_worth import Reading
from cryptotracker.domain.portfolio.trail import Trail


class Course(Protocol):
    """What one ledger was worth all along its way, by the prices that were known.

    - a reading of a moment is what `net_worth.reading` says of it, to the last digit;
    - moments come in order, and each gets a reading;
    - asking changes nothing: it may be asked by several threads.
    """

    def readings(self, moments: Sequence[datetime]) -> Iterator[Reading]: ...


class Valuing(Protocol):
    """Follows a ledger's worth once, so that many moments of it can be asked for."""

    def follow(self, trail: Trail, prices: PriceBook) -> Course: ...
