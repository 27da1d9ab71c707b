"""Rates of currencies of today, of the ExchangeRate-API; it asks for no key."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from cryptotracker.adapters.prices.asked import AskedFeed, Provider, asking
from cryptotracker.domain.market.assets import Currency, is_money
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock

FEED: Final = Feed(name="exchangerate", oldest=timedelta(days=6))
SETTINGS: Final = ("EXCHANGERATE_URL", "EXCHANGERATE_PER_MINUTE")
USUAL: Final = "https://open.er-api.com/v6"
BASE: Final = "USD"


@frozen(kw_only=True)
class ExchangeRate(AskedFeed):
    """States what a dollar costs in each currency; others follow from that."""

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["ExchangeRate"]:
        del catalogue
        provider = Provider(
            feed=FEED, prefix="EXCHANGERATE_", settings=SETTINGS, url=USUAL, per_minute=6
        )
        async with asking(settings, provider, clock) as ready:
            yield cls(feed=FEED, asking=ready)

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        money = {asset for asset in assets if is_money(asset)}
        wanted = sorted((money | {currency}) - {BASE})
        if not money or not is_money(currency) or not wanted:
            return []
        said = self._asking.an_object(await self._asking.get(f"/latest/{BASE}", {}))
        if said.get("result") != "success":
            self._asking.fail("error_inside")
        rates = self._asking.an_object(said.get("rates"))
        base = str(said.get("base_code"))
        return [
            Claim(
                source=FEED.name,
                asset=BASE,
                currency=Currency(each),
                price=rates[each],
                time=said.get("time_last_update_unix"),
                asset_said="" if base == BASE else base[:40],
            )
            for each in wanted
            if each in rates
        ]

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        del assets, currency, since, until
        return []
