"""Where it is known what assets cost at a moment of late."""

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Protocol, runtime_checkable

from cryptotracker.domain.market.assets import Currency


@runtime_checkable
class Moments(Protocol):
    """Says what assets cost at a moment, all of them in one asking.

    - prices are exact, and of that moment, which begins a span of five minutes;
    - what nobody knows is absent.
    """

    async def moments(
        self, assets: Collection[str], *, currency: Currency, at: datetime
    ) -> Mapping[str, Decimal]: ...
