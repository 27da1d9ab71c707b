"""Prices of CoinMarketCap, which needs a key; coins are told apart by symbol and name.

Its history is not part of the plans that cost nothing: where it is refused, that is said, and it is
not asked for again for a day.
"""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import define, evolve, frozen

from cryptotracker.adapters.prices.asked import AskedFeed, Provider, asking
from cryptotracker.adapters.prices.symbols import all_meant
from cryptotracker.domain.errors import PriceSourceUnavailableError, SettingsError
from cryptotracker.domain.market.assets import MONEY, Asset, AssetId, Currency
from cryptotracker.domain.market.checks import time_said
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.domain.market.supplies import SupplyClaim
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.supplies import SupplyFeed

FEED: Final = Feed(name="coinmarketcap", oldest=timedelta(minutes=30))
SETTINGS: Final = ("COINMARKETCAP_URL", "COINMARKETCAP_API_KEY", "COINMARKETCAP_PER_MINUTE")
USUAL: Final = "https://pro-api.coinmarketcap.com"
PER_MINUTE: Final = 25
SYMBOLS_AT_ONCE: Final = 100
DOLLAR: Final = Currency("USD")


PLAN_REFUSED: Final = "plan_refused"
NOT_PART_OF_IT: Final = dict.fromkeys((402, 403), PLAN_REFUSED)
A_DAY: Final = timedelta(days=1)


@define
class Plan:
    """Remembers when a part of the service was refused, as the key's plan is without it."""

    _clock: Clock
    _refused_at: datetime | None = None

    def refused(self) -> None:
        self._refused_at = self._clock.now()

    def is_refused(self) -> bool:
        return self._refused_at is not None and self._clock.now() - self._refused_at < A_DAY


@frozen(kw_only=True)
class CoinMarketCap(AskedFeed, SupplyFeed):
    _catalogue: Catalogue
    _plan: Plan

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["CoinMarketCap"]:
        key = settings.get("COINMARKETCAP_API_KEY")
        if not key:
            reason = "is needed: CoinMarketCap answers nobody without a key"
            raise SettingsError(name="CRYPTOTRACKER_COINMARKETCAP_API_KEY", reason=reason)
        provider = Provider(
            feed=FEED,
            prefix="COINMARKETCAP_",
            settings=SETTINGS,
            url=USUAL,
            per_minute=PER_MINUTE,
            headers={"x-cmc_pro_api_key": key},
        )
        async with asking(settings, provider, clock) as ready:
            yield cls(feed=FEED, asking=ready, catalogue=catalogue, plan=Plan(clock))

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        known = all_meant(self._catalogue, assets) if currency in MONEY else {}
        of = {name: asset for name, asset in known.items() if asset.symbol.isalnum()}
        data = await self._latest(of.values(), currency)
        return [
            each
            for name, asset in of.items()
            for each in claims_of(name, asset, currency, data.get(asset.symbol.upper()))
        ]

    async def counted(self, assets: Collection[str]) -> Sequence[SupplyClaim]:
        found = [self._catalogue.find(AssetId(each)) for each in sorted(assets)]
        known = [each for each in found if each is not None and each.symbol.isalnum()]
        data = await self._latest(known, DOLLAR)
        meant = [(each, meant_of(coins_of(data.get(each.symbol.upper())), each)) for each in known]
        return [supply(asset, coin) for asset, coin in meant if coin is not None]

    async def _latest(self, assets: Iterable[Asset], currency: Currency) -> Mapping[str, Any]:
        """Ask for all that is known of coins now, by symbol."""
        symbols = sorted({each.symbol.upper() for each in assets})
        found: dict[str, Any] = {}
        for start in range(0, len(symbols), SYMBOLS_AT_ONCE):
            asked = symbols[start : start + SYMBOLS_AT_ONCE]
            params = {"symbol": ",".join(asked), "convert": currency, "skip_invalid": "true"}
            said = await self._asking.get("/v2/cryptocurrency/quotes/latest", params)
            data = self._data(self._asking.an_object(said))
            found |= {symbol: data.get(symbol) for symbol in asked}
        return found

    def _data(self, said: Mapping[str, Any]) -> Mapping[str, Any]:
        status = said.get("status")
        if isinstance(status, dict) and status.get("error_code", 0) not in (0, "0"):
            self._asking.fail("error_inside")
        return self._asking.an_object(said.get("data"))

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        known = all_meant(self._catalogue, assets) if currency in MONEY and since <= until else {}
        claims: list[Claim] = []
        for name, asset in known.items():
            if asset.symbol.isalnum():
                said = await self._past(asset, currency, since, until)
                listed = said.get(asset.symbol.upper())
                claims += past_claims(name, asset, currency, listed, (since, until))
        return claims

    async def _past(
        self, asset: Asset, currency: Currency, since: date, until: date
    ) -> Mapping[str, Any]:
        """Ask for a price a day; the first day is not part of the answer unless one before is."""
        if self._plan.is_refused():
            raise PriceSourceUnavailableError(source=FEED.name, reason=PLAN_REFUSED)
        params = {
            "symbol": asset.symbol.upper(),
            "convert": currency,
            "time_start": f"{since - timedelta(days=1):%Y-%m-%d}",
            "time_end": f"{until:%Y-%m-%d}T23:59:59Z",
            "interval": "1d",
            "count": str((until - since).days + 3),
            "skip_invalid": "true",
        }
        path = "/v2/cryptocurrency/quotes/historical"
        try:
            said = await self._asking.get(path, params, refusals=NOT_PART_OF_IT)
        except PriceSourceUnavailableError as error:
            if error.reason == PLAN_REFUSED:
                self._plan.refused()
            raise
        return self._data(self._asking.an_object(said)) if said is not None else {}


def claims_of(name: str, asset: Asset, currency: Currency, said: Any) -> Iterator[Claim]:
    """Say what the one coin costs that is meant."""
    coins = coins_of(said)
    named = meant_of(coins, asset)
    if named is not None:
        yield claim(name, asset, currency, named)
    elif len(coins) == 1:
        yield stranger(name, currency, str(coins[0].get("name")))


def coins_of(said: Any) -> Sequence[Mapping[str, Any]]:
    coins = said if isinstance(said, list) else [said]
    return [coin for coin in coins if isinstance(coin, dict)]


def meant_of(coins: Sequence[Mapping[str, Any]], asset: Asset) -> Mapping[str, Any] | None:
    """Find the one coin that is meant; of several that share a symbol, by its name."""
    named = [coin for coin in coins if known_as(coin) & {folded(asset.name), folded(asset.id)}]
    return named[0] if len(named) == 1 else None


def past_claims(
    name: str, asset: Asset, currency: Currency, said: Any, days: tuple[date, date]
) -> Iterator[Claim]:
    """Take the first price of each day, which holds for the day."""
    coin = meant_of(coins_of(said), asset)
    rows = coin.get("quotes") if coin is not None else None
    seen: set[date] = set()
    for row in rows if isinstance(rows, list) else ():
        moment = time_said(row.get("timestamp")) if isinstance(row, dict) else None
        if moment is None or not days[0] <= moment.date() <= days[1] or moment.date() in seen:
            continue
        seen.add(moment.date())
        midnight = datetime.combine(moment.date(), time(), UTC)
        found = claim(name, asset, currency, {"symbol": asset.symbol, "quote": row.get("quote")})
        yield evolve(found, time=Decimal(int(midnight.timestamp())))


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


def supply(asset: Asset, coin: Mapping[str, Any]) -> SupplyClaim:
    quotes = coin.get("quote")
    entry = quotes.get(DOLLAR) if isinstance(quotes, dict) else None
    entry = entry if isinstance(entry, dict) else {}
    return SupplyClaim(
        source=FEED.name,
        asset=asset.id,
        circulating=coin.get("circulating_supply"),
        total=coin.get("total_supply"),
        price=entry.get("price"),
        worth=entry.get("market_cap"),
        time=coin.get("last_updated"),
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
