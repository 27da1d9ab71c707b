"""Where prices come from."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import date
from typing import Protocol

from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock


class PriceSource(Protocol):
    """Quotes the prices of assets, now and in the past; assets are named as the ledger writes them.

    Every adapter keeps these promises; tests/contract/test_price_source.py holds it to them:

    - an asset or a currency it does not know is absent from the answer, never priced at zero;
    - prices are exact decimals in the currency asked for, times are aware and in UTC;
    - a history has at most one quote a day, the oldest first, none outside the days asked for;
    - made-up prices are marked as simulated;
    - when it cannot answer it raises PriceSourceUnavailableError and nothing else.
    """

    async def quotes(
        self, assets: Collection[str], *, currency: Currency
    ) -> Mapping[str, Quote]: ...

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Mapping[str, Sequence[Quote]]:
        """Return the quotes of the days from `since` to `until`, both included."""
        ...


class PriceSourcePlugin(Protocol):
    """What an entry point of the group `cryptotracker.price_sources` names."""

    def open(
        self, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AbstractAsyncContextManager[PriceSource]:
        """Open the source; the catalogue says which asset a ledger's symbol means."""
        ...
