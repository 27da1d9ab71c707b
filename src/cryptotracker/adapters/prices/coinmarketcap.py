"""Prices of CoinMarketCap, which needs a key; coins are told apart by symbol and name.

Its history is not part of the plans that cost nothing, so that it is asked for prices of now only.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any, Final

from attrs import frozen
from httpx import AsyncClient

from cryptotracker.adapters.prices.asking import Asking, address, allowance, only
from cryptotracker.adapters.prices.permits import Permits
from cryptotracker.adapters.prices.symbols import all_meant
from cryptotracker.domain.errors import SettingsError
from cryptotracker.domain.market.assets import MONEY, Asset, Currency
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_feeds import Health, PriceFeed

FEED: Final = Feed(name="coinmarketcap", oldest=timedelta(minutes=30))
SETTINGS: Final = ("COINMARKETCAP_URL", "COINMARKETCAP_API_KEY", "COINMARKETCAP_PER_MINUTE")
USUAL: Final = "https://pro-api.coinmarketcap.com"
PER_MINUTE: Final = 25
SYMBOLS_AT_ONCE: Final = 100


@frozen(kw_only=True)
class CoinMarketCap(PriceFeed):
    _asking: Asking
    _catalogue: Catalogue

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["CoinMarketCap"]:
        only(settings, "COINMARKETCAP_", SETTINGS)
        key = settings.get("COINMARKETCAP_API_KEY")
        if not key:
            reason = "is needed: CoinMarketCap answers nobody without a key"
            raise SettingsError(name="CRYPTOTRACKER_COINMARKETCAP_API_KEY", reason=reason)
        per_minute = allowance(settings, "COINMARKETCAP_PER_MINUTE", PER_MINUTE)
        async with AsyncClient(trust_env=False) as client:
            asking = Asking(
                client=client,
                source=FEED.name,
                url=address(settings, "COINMARKETCAP_URL", USUAL),
                permits=Permits(clock, per_minute),
                headers={"x-cmc_pro_api_key": key},
            )
            yield cls(asking=asking, catalogue=catalogue)

    @property
    def about(self) -> Feed:
        return FEED

    def health(self) -> Health:
        return self._asking.permits.health()

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        known = all_meant(self._catalogue, assets) if currency in MONEY else {}
        of = {name: asset for name, asset in known.items() if asset.symbol.isalnum()}
        symbols = sorted({asset.symbol.upper() for asset in of.values()})
        claims: list[Claim] = []
        for start in range(0, len(symbols), SYMBOLS_AT_ONCE):
            asked = symbols[start : start + SYMBOLS_AT_ONCE]
            params = {"symbol": ",".join(asked), "convert": currency, "skip_invalid": "true"}
            said = await self._asking.get("/v2/cryptocurrency/quotes/latest", params)
            data = self._data(self._asking.an_object(said))
            for name, asset in of.items():
                if asset.symbol.upper() in asked:
                    claims += claims_of(name, asset, currency, data.get(asset.symbol.upper()))
        return claims

    def _data(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        status = said.get("status")
        if isinstance(status, dict) and status.get("error_code", 0) not in (0, "0"):
            self._asking.fail("error_inside")
        return self._asking.an_object(said.get("data"))

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        del assets, currency, since, until
        return []


def claims_of(name: str, asset: Asset, currency: Currency, said: Any) -> Iterator[Claim]:
    """Find the one coin that is meant; of several that share a symbol, by its name."""
    coins = said if isinstance(said, list) else [said]
    coins = [coin for coin in coins if isinstance(coin, dict)]
    named = [coin for coin in coins if known_as(coin) & {folded(asset.name), folded(asset.id)}]
    if len(named) == 1:
        yield claim(name, asset, currency, named[0])
    elif len(coins) == 1:
        yield stranger(name, currency, str(coins[0].get("name")))


def claim(name: str, asset: Asset, currency: Currency, coin: Mapping[str, Any]) -> Claim:
    symbol = str(coin.get("symbol"))
    if symbol.upper() != asset.symbol.upper():
        return stranger(name, currency, symbol)
    quotes = coin.get("quote")
    quotes = quotes if isinstance(quotes, dict) else {}
    found = quotes.get(currency)
    others = sorted(quotes.keys() - {currency})
    entry = found if isinstance(found, dict) else {}
    return Claim(
        source=FEED.name,
        asset=name,
        currency=currency,
        price=entry.get("price"),
        time=entry.get("last_updated"),
        currency_said=others[0][:40] if others and not entry else "",
    )


def stranger(asset: str, currency: Currency, said: str) -> Claim:
    return Claim(
        source=FEED.name,
        asset=asset,
        currency=currency,
        price=None,
        time=None,
        asset_said=said[:40] or "nothing",
    )


def known_as(coin: Mapping[str, Any]) -> set[str]:
    return {folded(str(coin[key])) for key in ("name", "slug") if coin.get(key)}


def folded(name: str) -> str:
    return "".join(each for each in name.casefold() if each.isalnum())
