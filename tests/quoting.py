"""A market whose prices a test sets, and somebody who listens to them."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from attrs import define, field

from cryptotracker.domain.errors import PriceSourceUnavailableError
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.entrypoints.http.sockets import Told

NOON: Final = datetime(2026, 1, 1, 12, tzinfo=UTC)


@define(eq=False)
class Client:
    """A listener; while it does not read, what it is told lies where it cannot be seen."""

    reads: bool = True
    heard: list[dict[str, Any]] = field(factory=list)

    def is_free(self) -> bool:
        return self.reads

    def say(self, told: Told) -> None:
        frame = told.plain
        start = 4 if frame[1] == 126 else 2  # the length of a longer text takes two bytes more
        self.heard.append(json.loads(frame[start:]))

    def prices(self) -> list[list[tuple[str, str]]]:
        return [[(each["asset"], each["price"]) for each in told["data"]] for told in self.heard]


@define
class Market:
    """Prices that a test sets, and the questions that were asked for them."""

    prices: dict[str, str] = field(factory=lambda: {"BTC": "100", "ETH": "10"})
    asked: list[tuple[Sequence[str], Currency]] = field(factory=list)
    away: bool = False

    async def ask(self, assets: Sequence[str], currency: Currency) -> Mapping[str, Quote]:
        if self.away:
            raise PriceSourceUnavailableError(source="test")
        self.asked.append((assets, currency))
        known = {each: self.prices[each] for each in assets if each in self.prices}
        return {
            asset: Quote(
                asset=asset, currency=currency, price=Decimal(price), as_of=NOON, source="test"
            )
            for asset, price in known.items()
        }
