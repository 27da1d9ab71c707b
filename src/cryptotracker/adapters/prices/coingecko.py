"""Prices of CoinGecko, whose ids are those of the catalogue; with a key, or with none."""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from attrs import frozen

from cryptotracker.adapters.prices.asked import AskedFeed, Provider, asking
from cryptotracker.adapters.prices.symbols import all_meant
from cryptotracker.domain.errors import PriceSourceUnavailableError, SettingsError
from cryptotracker.domain.market.assets import Asset, AssetId, Currency
from cryptotracker.domain.market.candles import INTERVALS
from cryptotracker.domain.market.checks import number_said
from cryptotracker.domain.market.observations import Claim, Feed
from cryptotracker.domain.market.supplies import SupplyClaim
from cryptotracker.domain.market.told_candles import ToldCandle
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.price_streams import CandleFeed
from cryptotracker.ports.prices import Series
from cryptotracker.ports.supplies import SupplyFeed

FEED: Final = Feed(name="coingecko", oldest=timedelta(minutes=30))
SETTINGS: Final = (
    "COINGECKO_URL",
    "COINGECKO_API_KEY",
    "COINGECKO_PLAN",
    "COINGECKO_PER_MINUTE",
)
PLANS: Final[Mapping[str, tuple[str, str, int, int]]] = {
    "free": ("https://api.coingecko.com/api/v3", "x-cg-demo-api-key", 25, 365),
    "pro": ("https://pro-api.coingecko.com/api/v3", "x-cg-pro-api-key", 400, 40_000),
}
"""Where a plan is served, the header that its key goes by, so many questions a minute, and of how
many days the past is part of it."""

CURRENCIES: Final = frozenset(
    """
    AED ARS AUD BDT BHD BMD BRL CAD CHF CLP CNY CZK DKK EUR GBP GEL HKD HUF IDR ILS INR JPY KRW KWD
    LKR MMK MXN MYR NGN NOK NZD PHP PKR PLN RUB SAR SEK SGD THB TRY TWD UAH USD VND ZAR
    """.split()
)
IDS_AT_ONCE: Final = 250
THOUSAND: Final = Decimal(1000)
PAIR: Final = 2


LENGTHS: Final[Mapping[str, tuple[str, int]]] = {"1h": ("hourly", 31 * 24), "1d": ("daily", 180)}
"""The candles it has with a plan that is paid for: how it calls them, and how many at once."""

BAR: Final = 5
QUESTIONS_MOST: Final = 10


@frozen(kw_only=True)
class CoinGecko(AskedFeed, CandleFeed, SupplyFeed):
    _catalogue: Catalogue
    _paid: bool
    _days: int

    @classmethod
    @asynccontextmanager
    async def open(
        cls, settings: Mapping[str, str], *, catalogue: Catalogue, clock: Clock
    ) -> AsyncIterator["CoinGecko"]:
        plan = settings.get("COINGECKO_PLAN", "free")
        if plan not in PLANS:
            raise SettingsError(name="CRYPTOTRACKER_COINGECKO_PLAN", reason="is free or pro")
        url, header, per_minute, days = PLANS[plan]
        key = settings.get("COINGECKO_API_KEY")
        provider = Provider(
            feed=FEED,
            prefix="COINGECKO_",
            settings=SETTINGS,
            url=url,
            per_minute=per_minute,
            headers={header: key} if key else {},
        )
        async with asking(settings, provider, clock) as ready:
            paid = plan == "pro"
            yield cls(feed=FEED, asking=ready, catalogue=catalogue, paid=paid, days=days)

    async def observe(self, assets: Collection[str], *, currency: Currency) -> Sequence[Claim]:
        known = all_meant(self._catalogue, assets) if currency in CURRENCIES else {}
        ids = sorted({asset.id for asset in known.values()})
        claims: list[Claim] = []
        for start in range(0, len(ids), IDS_AT_ONCE):
            asked = ids[start : start + IDS_AT_ONCE]
            params = {
                "ids": ",".join(asked),
                "vs_currencies": currency.lower(),
                "include_last_updated_at": "true",
                "precision": "full",
            }
            said = self._asking.an_object(await self._asking.get("/simple/price", params))
            if said.keys() & {"status", "error"}:
                self._asking.fail("error_inside")
            claims += self._claims(
                said, {k: v for k, v in known.items() if v.id in asked}, currency
            )
        return claims

    def _claims(
        self, said: Mapping[str, Any], known: Mapping[str, Asset], currency: Currency
    ) -> Iterator[Claim]:
        strangers = sorted(said.keys() - {asset.id for asset in known.values()})
        for name, asset in known.items():
            entry = said.get(asset.id)
            if isinstance(entry, dict) and entry:
                yield claim(name, currency, entry)
            elif entry is None and strangers:
                yield self._stranger(name, currency, strangers[0])

    def _stranger(self, asset: str, currency: Currency, said: str) -> Claim:
        return Claim(
            source=FEED.name,
            asset=asset,
            currency=currency,
            price=None,
            time=None,
            asset_said=said[:40],
        )

    async def history(
        self, assets: Collection[str], *, currency: Currency, since: date, until: date
    ) -> Sequence[Claim]:
        known = all_meant(self._catalogue, assets) if currency in CURRENCIES else {}
        today = self._asking.permits.clock.now().date()
        since = max(since, today - timedelta(days=self._days))
        if since > until:
            return []
        start = datetime.combine(since, time(), UTC)
        end = datetime.combine(until, time(), UTC) + timedelta(days=1)
        params = {
            "vs_currency": currency.lower(),
            "from": str(int(start.timestamp())),
            "to": str(int(end.timestamp())),
            "precision": "full",
        }
        claims: list[Claim] = []
        for name, asset in known.items():
            path = f"/coins/{asset.id}/market_chart/range"
            try:
                said = await self._asking.get(path, params)
            except PriceSourceUnavailableError as error:
                if error.reason == "limited" and claims:
                    break  # the others are asked for the next time
                raise
            if said is not None:
                rows = self._asking.a_list(self._asking.an_object(said).get("prices"))
                claims += daily(name, currency, rows, (start, end))
        return claims

    async def counted(self, assets: Collection[str]) -> Sequence[SupplyClaim]:
        ids = sorted(each for each in assets if self._catalogue.find(AssetId(each)) is not None)
        found: list[SupplyClaim] = []
        for start in range(0, len(ids), IDS_AT_ONCE):
            asked = ids[start : start + IDS_AT_ONCE]
            params = {
                "vs_currency": "usd",
                "ids": ",".join(asked),
                "per_page": str(IDS_AT_ONCE),
                "precision": "full",
            }
            said = await self._asking.get("/coins/markets", params)
            rows = self._asking.a_list(said) if said is not None else ()
            found += [supply(row) for row in rows if isinstance(row, dict) and row.get("id")]
        return found

    def lists(self, series: Series) -> bool:
        known = self._paid and series.interval in LENGTHS and series.currency in CURRENCIES
        return known and series.asset in all_meant(self._catalogue, [series.asset])

    async def candles(
        self, series: Series, *, since: datetime, until: datetime
    ) -> Sequence[ToldCandle]:
        """Return candles without volumes; it dates each by its end."""
        found: list[ToldCandle] = []
        if not self.lists(series):
            return found
        asset = all_meant(self._catalogue, [series.asset])[series.asset]
        span = INTERVALS[series.interval]
        length, most = LENGTHS[series.interval]
        for start in (since + step * most * span for step in range(QUESTIONS_MOST)):
            if start >= until:
                break
            params = {
                "vs_currency": series.currency.lower(),
                "from": str(int((start + span).timestamp())),
                "to": str(int(min(until, start + most * span).timestamp())),
                "interval": length,
            }
            said = await self._asking.get(f"/coins/{asset.id}/ohlc/range", params)
            rows = self._asking.a_list(said) if said is not None else ()
            found += [bar(row, span) for row in rows if isinstance(row, list) and len(row) == BAR]
        return found


def bar(row: Sequence[Any], span: timedelta) -> ToldCandle:
    end = number_said(row[0])
    time = row[0] if end is None else end / THOUSAND - int(span.total_seconds())
    return ToldCandle(time=time, open=row[1], high=row[2], low=row[3], close=row[4])


def supply(row: Mapping[str, Any]) -> SupplyClaim:
    return SupplyClaim(
        source=FEED.name,
        asset=str(row["id"]),
        circulating=row.get("circulating_supply"),
        total=row.get("total_supply"),
        price=row.get("current_price"),
        worth=row.get("market_cap"),
        time=row.get("last_updated"),
    )


def claim(asset: str, currency: Currency, entry: Mapping[str, Any]) -> Claim:
    code = currency.lower()
    others = sorted(key for key in entry if key not in {"last_updated_at", code})
    return Claim(
        source=FEED.name,
        asset=asset,
        currency=currency,
        price=entry.get(code),
        time=entry.get("last_updated_at"),
        currency_said=others[0][:40] if others and code not in entry else "",
    )


def daily(
    asset: str, currency: Currency, rows: Sequence[Any], span: tuple[datetime, datetime]
) -> Iterator[Claim]:
    """Take the first price of each day, which holds for the day; times are in milliseconds."""
    seen: set[date] = set()
    start, end = span
    for row in rows:
        count = number_said(row[0]) if isinstance(row, list) and len(row) == PAIR else None
        if count is None or not start.timestamp() <= count / THOUSAND < end.timestamp():
            continue
        day = datetime.fromtimestamp(int(count / THOUSAND), UTC).date()
        if day not in seen:
            seen.add(day)
            midnight = int(datetime.combine(day, time(), UTC).timestamp())
            yield Claim(
                source=FEED.name,
                asset=asset,
                currency=currency,
                price=row[1],
                time=Decimal(midnight),
            )
