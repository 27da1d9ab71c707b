"""The pairs that somebody wants to hear of, and what was said of each of them last."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from attrs import define, field

from cryptotracker.adapters.prices.exchanges.venue import Said
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.checks import time_said
from cryptotracker.domain.market.observations import Claim
from cryptotracker.ports.clock import Clock

LISTENED_FOR: Final = timedelta(minutes=15)
"""So long a pair is listened to after somebody wanted it."""

NAMES_MOST: Final = 4
"""An asset is told of by so many names at once: its symbol, its id, and what it was called."""


@define(eq=False)
class Pair:
    """A pair that somebody wants to hear of.

    Attributes:
        names: how ledgers call the asset; the one that was wanted last is the last.
        last: what was said last.
    """

    currency: Currency
    wanted_at: datetime
    names: dict[str, None] = field(factory=dict)
    last: Said | None = None

    def claims(self, source: str, said: Said) -> list[Claim]:
        """Say it once for each name."""
        return [
            Claim(
                source=source,
                asset=asset,
                currency=self.currency,
                price=said.price,
                time=said.time,
            )
            for asset in sorted(self.names)
        ]

    def is_new(self, said: Said) -> bool:
        """Tell whether it was not said before, as far as that can be known."""
        if not said.again or self.last is None:
            return True
        one, other = time_said(said.time), time_said(self.last.time)
        return one is not None and (other is None or one > other)


@define(eq=False)
class Pairs:
    """Pairs by the symbols of an exchange."""

    source: str
    clock: Clock
    of: dict[str, Pair] = field(factory=dict)

    def want(self, symbol: str, asset: str, currency: Currency) -> None:
        now = self.clock.now()
        pair = self.of.setdefault(symbol, Pair(currency, now))
        pair.wanted_at = now
        pair.names.pop(asset, None)
        pair.names[asset] = None
        while len(pair.names) > NAMES_MOST:
            del pair.names[next(iter(pair.names))]

    def wanted(self) -> set[str]:
        """Forget those that nobody wanted for long, and name the others."""
        oldest = self.clock.now() - LISTENED_FOR
        for symbol in [each for each, pair in self.of.items() if pair.wanted_at < oldest]:
            del self.of[symbol]
        return set(self.of)

    def lack(self, symbols: Collection[str]) -> bool:
        """Tell whether nothing was said yet of any of those that there are."""
        found = [self.of[each] for each in symbols if each in self.of]
        return any(pair.last is None for pair in found)

    def claims(self, symbols: Collection[str]) -> list[Claim]:
        """Say what each was traded at last."""
        found = [self.of[each] for each in sorted(symbols) if each in self.of]
        return [
            each
            for pair in found
            if pair.last is not None
            for each in pair.claims(self.source, pair.last)
        ]
