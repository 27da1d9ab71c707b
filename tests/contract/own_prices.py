"""A price that a source told of a day, and one that an owner states."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.told import DayPrice
from cryptotracker.domain.portfolio.own_prices import OwnPrice

DAY: Final = datetime(2019, 3, 5, tzinfo=UTC)
TOLD: Final = DayPrice(
    asset="BTC",
    currency=Currency("USD"),
    as_of=DAY,
    price=Decimal("3700.123456789012345678901234567"),
    source="coingecko",
    fetched_at=datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC),
)
OWN: Final = OwnPrice(
    id=UUID(int=91),
    asset="SHARES",
    currency=Currency("EUR"),
    as_of=DAY,
    whole_day=True,
    price=Decimal("0.000000000000000000123456789"),
    note="as the contract says",
    stated_at=datetime(2026, 1, 2, tzinfo=UTC),
)
