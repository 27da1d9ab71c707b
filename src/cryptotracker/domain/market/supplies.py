"""How many units of an asset there are, as somebody says."""

from datetime import datetime
from decimal import Decimal

from attrs import field, frozen

from cryptotracker.domain.numbers import positive


@frozen(kw_only=True)
class Supply:
    """How many units of an asset go from hand to hand.

    Attributes:
        simulated: made up, for demonstration.
    """

    asset: str
    quantity: Decimal = field(validator=positive)
    as_of: datetime
    source: str
    simulated: bool = False
