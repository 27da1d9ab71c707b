"""Prices as the outside world reports them."""

from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.numbers import positive


@frozen(kw_only=True)
class Quote:
    """One asset's price in one currency at one moment, and who said so.

    Attributes:
        asset: as the ledger writes it.
        as_of: an aware instant in UTC.
        simulated: made up, for demonstration: never to be shown as a market's price.
    """

    asset: str
    currency: Currency
    price: Decimal = field(validator=positive)
    as_of: datetime
    source: str
    simulated: bool = False
