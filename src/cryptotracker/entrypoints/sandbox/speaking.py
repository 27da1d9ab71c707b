"""How each provider writes a price down: the shapes that were recorded of them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from msgspec import Raw

from cryptotracker.domain.market.assets import Asset
from cryptotracker.domain.numbers import EXACT, ZERO, plain
from cryptotracker.entrypoints.sandbox.faults import LIES, Told
from cryptotracker.entrypoints.sandbox.market import Market

THOUSAND: Final = 1_000


def told(market: Market, asset: str, currency: str, fault: str) -> Told | None:
    """Say a price, or a lie about it."""
    price = market.price(asset, currency)
    if price is None:
        return None
    honest = Told(price=Raw(plain(price).encode()))
    return LIES[fault][0](honest) if fault in LIES else honest


def seconds(market: Market, said: Told) -> int:
    count = int((market.clock.now() - said.late).timestamp())
    return count * THOUSAND if said.milliseconds else count


def text_of(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000Z"


def simple_price(market: Market, query: Mapping[str, str], fault: str) -> dict[str, Any]:
    """Answer CoinGecko's /simple/price."""
    answer: dict[str, Any] = {}
    for name in query.get("ids", "").split(","):
        for code in query.get("vs_currencies", "").split(","):
            said = told(market, name, code, fault)
            if said is not None:
                entry = answer.setdefault(said.asset or name, {})
                entry[said.currency.lower() or code] = said.price
                entry["last_updated_at"] = seconds(market, said)
    return answer


def coins_markets(market: Market, query: Mapping[str, str], fault: str) -> list[dict[str, Any]]:
    """Answer CoinGecko's /coins/markets; of units nobody knows it says nought, and no total."""
    rows = []
    for name in query.get("ids", "").split(","):
        price, units = market.price(name, query["vs_currency"]), market.units.get(name)
        if price is None:
            continue
        said = counted(units, fault)
        rows.append(
            {
                "id": said.asset or name,
                "current_price": number_of(price),
                "market_cap": number_of(EXACT.multiply(price, units or ZERO)),
                "market_cap_rank": None,
                "circulating_supply": said.price,
                "total_supply": number_of(units) if units else None,
                "max_supply": None,
                "last_updated": text_of(market.clock.now() - said.late),
            }
        )
    return rows


def counted(units: Decimal | None, fault: str) -> Told:
    honest = Told(price=number_of(units or ZERO))
    return LIES[fault][0](honest) if fault in LIES else honest


def number_of(number: Decimal) -> Raw:
    return Raw(plain(number).encode())


def market_chart(
    market: Market, asset: str, query: Mapping[str, str], fault: str
) -> dict[str, Any] | None:
    """Answer CoinGecko's /coins/{id}/market_chart/range, a price a day."""
    if market.price(asset, "USD") is None:
        return None
    start, end = (
        datetime.fromtimestamp(int(query[name]), market.today().tzinfo) for name in ("from", "to")
    )
    rows: list[Sequence[Any]] = []
    for number in range((min(end, market.clock.now()) - start).days + 1):
        day = start + number * timedelta(days=1)
        price = market.of_day(asset, query["vs_currency"], day.date())
        if price is not None:
            honest = Told(price=Raw(plain(price).encode()))
            said = LIES[fault][0](honest) if fault in LIES and number % 2 else honest
            rows.append([int(day.timestamp()) * THOUSAND, said.price])
    return {"prices": rows, "market_caps": [], "total_volumes": []}


def quotes_latest(market: Market, query: Mapping[str, str], fault: str) -> dict[str, Any]:
    """Answer CoinMarketCap's /v2/cryptocurrency/quotes/latest, coins by symbol."""
    wanted, currency = query.get("symbol", "").split(","), query.get("convert", "USD")
    data: dict[str, Any] = {symbol: [] for symbol in wanted}
    for number, asset in enumerate(market.listed(), 1):
        said = told(market, asset.id, currency, fault)
        if asset.symbol in data and said is not None:
            data[asset.symbol].append(coin(market, number, asset, currency, said))
    status = {
        "timestamp": text_of(market.clock.now()),
        "error_code": 0,
        "error_message": None,
        "elapsed": 4,
        "credit_count": 1,
    }
    return {"status": status, "data": data}


def quotes_historical(market: Market, query: Mapping[str, str], fault: str) -> dict[str, Any]:
    """Answer CoinMarketCap's /v2/cryptocurrency/quotes/historical, a price a day, coins by symbol.

    The day that it starts with is left out, as the provider does.
    """
    wanted, currency = query["symbol"].split(","), query.get("convert", "USD")
    start, end = (
        datetime.fromisoformat(query[name][:10]).replace(tzinfo=UTC)
        for name in ("time_start", "time_end")
    )
    data: dict[str, Any] = {symbol: [] for symbol in wanted}
    for number, asset in enumerate(market.listed(), 1):
        if asset.symbol in data:
            said = {"id": number, "name": asset.name, "symbol": asset.symbol, "is_active": 1}
            quotes = list(past(market, asset, currency, (start, end), fault))
            data[asset.symbol].append(said | {"is_fiat": 0, "quotes": quotes})
    status = {"timestamp": text_of(market.clock.now()), "error_code": 0, "error_message": None}
    return {"status": status, "data": data}


def past(
    market: Market, asset: Asset, currency: str, span: tuple[datetime, datetime], fault: str
) -> Iterator[dict[str, Any]]:
    start, end = span
    for number in range(1, (min(end, market.clock.now()) - start).days + 1):
        day = start + number * timedelta(days=1)
        price = market.of_day(asset.id, currency, day.date())
        if price is not None:
            honest = Told(price=Raw(plain(price).encode()))
            said = LIES[fault][0](honest) if fault in LIES and number % 2 else honest
            entry = {"price": said.price, "timestamp": text_of(day)}
            yield {"timestamp": text_of(day), "quote": {said.currency or currency: entry}}


def coin(market: Market, number: int, asset: Asset, currency: str, said: Told) -> dict[str, Any]:
    moment: Any = text_of(market.clock.now() - said.late)
    if said.milliseconds:
        moment = seconds(market, said)
    price, units = market.price(asset.id, currency) or ZERO, market.units.get(asset.id)
    worth = number_of(EXACT.multiply(price, units)) if units else None
    entry = {"price": said.price, "market_cap": worth, "last_updated": moment}
    return {
        "circulating_supply": number_of(units) if units else None,
        "total_supply": number_of(units) if units else None,
        "id": number,
        "name": said.asset or asset.name,
        "symbol": asset.symbol,
        "slug": said.asset or asset.id,
        "last_updated": moment,
        "quote": {said.currency or currency: entry},
    }


def latest_rates(market: Market, base: str, fault: str) -> dict[str, Any]:
    """Answer the ExchangeRate-API's /latest/{base}."""
    if base != "USD":
        return {"result": "error", "error-type": "unsupported-code"}
    rates: dict[str, Any] = {}
    said = Told(price=Raw(b"1"))
    for code, rate in market.rates.items():
        said = Told(price=Raw(plain(rate).encode()))
        said = LIES[fault][0](said) if fault in LIES else said
        rates[code] = said.price
    return {
        "result": "success",
        "time_last_update_unix": seconds(market, said),
        "base_code": said.asset or said.currency or base,
        "rates": rates,
    }
