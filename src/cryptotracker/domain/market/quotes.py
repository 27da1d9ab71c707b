"""Prices as the outside world reports them."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import field, frozen
from attrs.validators import in_, optional

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.numbers import positive

GRADES: Final = ("A", "B", "C", "D")
"""How far a price can be relied on, the best first; `grades.py` says what each of them means."""

MANUAL: Final = "manual"
"""The source, and the grade, of a price that its owner stated."""


@frozen(kw_only=True)
class Quote:
    """One asset's price in one currency at one moment, and who said so.

    Attributes:
        asset: as the ledger writes it.
        as_of: an aware instant in UTC; of a price put together, that of its oldest part.
        source: who said it, in words; `sources` names each of them.
        simulated: made up, for demonstration: never to be shown as a market's price.
        grade: how far it can be relied on; None where that has no meaning, as of what is made up.
        spread: how far apart the sources were, as a share of the price; None of a single one.
        path: from the asset to the currency, with what lies between.
    """

    asset: str
    currency: Currency
    price: Decimal = field(validator=positive)
    as_of: datetime
    source: str
    simulated: bool = False
    sources: tuple[str, ...] = ()
    grade: str | None = field(default=None, validator=optional(in_((*GRADES, MANUAL))))
    spread: Decimal | None = None
    path: tuple[str, ...] = ()

    def __attrs_post_init__(self) -> None:
        # Not by defaults that take the rest: msgspec, which sees what handlers name, knows none.
        if not self.sources:
            object.__setattr__(self, "sources", (self.source,))
        if not self.path:
            object.__setattr__(self, "path", (self.asset, self.currency))

    def age(self, now: datetime) -> timedelta:
        """Say how old it is; a clock that is a little behind makes nothing older than new."""
        return max(now - self.as_of, timedelta(0))
