"""Candles of the stand-ins of exchanges: their addresses and shapes, as their documentation shows.

They are made up: a price has ups and downs of some hundredths, every seventh candle the same ones.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from msgspec import Raw

from cryptotracker.domain.numbers import plain, share
from cryptotracker.entrypoints.sandbox.exchanges import THOUSAND, VOLUME, price_of, quoted
from cryptotracker.entrypoints.sandbox.faults import LIES, Told
from cryptotracker.entrypoints.sandbox.market import Market

Asked = Request[object, object, State]
Query = Mapping[str, str]

LENGTHS: Final[Mapping[str, int]] = {
    "1m": 60,
    "5m": 300,
    "1h": 3_600,
    "1d": 86_400,
    "1": 60,
    "5": 300,
    "60": 3_600,
    "1440": 86_400,
    "D": 86_400,
    "1H": 3_600,
    "1Dutc": 86_400,
}
"""In seconds, as any of them writes it."""

UPS_AND_DOWNS: Final = (0, 2, -1, 1)
KRAKEN_MOST: Final = 720


class Bar(NamedTuple):
    """A candle, and where it begins, in seconds."""

    start: int
    open: Raw
    high: Raw
    low: Raw
    close: Raw


def bars(market: Market, symbol: str, seconds: int, span: range, fault: str) -> list[Bar]:
    price = price_of(market, symbol)
    return made_up(market, price, seconds, span, fault) if price is not None else []


def made_up(market: Market, price: Decimal, seconds: int, span: range, fault: str) -> list[Bar]:
    """Make the candles that begin in a time; a third of them lies, if they are to lie."""
    end = min(span.stop, int(market.clock.now().timestamp()) + 1)
    made = []
    for start in range(span.start + -span.start % seconds, end, seconds):
        number = start // seconds
        lie = LIES[fault][0] if fault in LIES and number % 3 == 1 else honest
        told = [lie(figure(price, number % 7 + more)) for more in UPS_AND_DOWNS]
        late = int(told[0].late.total_seconds())
        begins = (start - late) * (THOUSAND if told[0].milliseconds else 1)
        made.append(Bar(begins, *(quoted(each.price) for each in told)))
    return made


def honest(told: Told) -> Told:
    return told


def figure(price: Decimal, hundredths: int) -> Told:
    moved = share(price, Decimal(100 + hundredths), Decimal(100))
    return Told(price=Raw(plain(moved or price).encode()))


def of_binance(market: Market, query: Query, fault: str) -> Any:
    span = range(int(query["startTime"]) // THOUSAND, int(query["endTime"]) // THOUSAND + 1)
    found = bars(market, query["symbol"], LENGTHS[query["interval"]], span, fault)
    return [[each.start * THOUSAND, *each[1:], VOLUME, 0, "0", 3, "0", "0", "0"] for each in found]


def of_kraken(market: Market, query: Query, fault: str) -> Any:
    if price_of(market, query["pair"]) is None:
        return {"error": ["EQuery:Unknown asset pair"]}
    seconds, now = LENGTHS[query["interval"]], int(market.clock.now().timestamp())
    span = range(max(int(query["since"]) + 1, now - KRAKEN_MOST * seconds), now + 1)
    found = bars(market, query["pair"], seconds, span, fault)
    rows = [[*each, each.close, VOLUME, 3] for each in found]
    return {"error": [], "result": {query["pair"]: rows, "last": now}}


def of_coinbase(market: Market, symbol: str, query: Query, fault: str) -> Any:
    start, end = (int(datetime.fromisoformat(query[each]).timestamp()) for each in ("start", "end"))
    found = bars(market, symbol, int(query["granularity"]), range(start, end + 1), fault)
    return [
        [each.start, each.low, each.high, each.open, each.close, Raw(VOLUME.encode())]
        for each in reversed(found)
    ]


def of_bybit(market: Market, query: Query, fault: str) -> Any:
    span = range(int(query["start"]) // THOUSAND, int(query["end"]) // THOUSAND + 1)
    found = bars(market, query["symbol"], LENGTHS[query["interval"]], span, fault)
    rows = [[str(each.start * THOUSAND), *each[1:], VOLUME, "0"] for each in reversed(found)]
    return {"retCode": 0, "retMsg": "OK", "result": {"symbol": query["symbol"], "list": rows}}


def of_okx(market: Market, query: Query, fault: str) -> Any:
    span = range(int(query["before"]) // THOUSAND + 1, int(query["after"]) // THOUSAND)
    found = bars(market, query["instId"], LENGTHS[query["bar"]], span, fault)
    rows = [
        [str(each.start * THOUSAND), *each[1:], VOLUME, "0", "0", "1"] for each in reversed(found)
    ]
    return {"code": "0", "msg": "", "data": rows}


def of_coingecko(market: Market, asset: str, query: Query, fault: str) -> Any:
    """Answer CoinGecko's /coins/{id}/ohlc/range: each candle is dated by its end."""
    price = market.price(asset, query["vs_currency"])
    seconds = LENGTHS[{"hourly": "1h", "daily": "1d"}[query["interval"]]]
    span = range(int(query["from"]) - seconds, int(query["to"]) - seconds + 1)
    found = made_up(market, price, seconds, span, fault) if price is not None else []
    return [[(each.start + seconds) * THOUSAND, *each[1:]] for each in found]


ANSWERS: Final[Mapping[str, tuple[str, Callable[[Market, Query, str], Any]]]] = {
    "binance": ("/api/v3/klines", of_binance),
    "kraken": ("/0/public/OHLC", of_kraken),
    "bybit": ("/v5/market/kline", of_bybit),
    "okx": ("/api/v5/market/history-candles", of_okx),
}
"""Where each gives candles, and how."""

Reply = Callable[[Any, str], Response[Any]]


def routes(
    market: Callable[[], Market], fault_of: Callable[[str], str], reply: Reply
) -> Sequence[Any]:
    """Make the routes of candles; an answer goes out as `reply` has it."""

    @get("/coinbase/products/{symbol:str}/candles")
    async def coinbase(request: Asked, symbol: FromPath[str]) -> Response[Any]:
        fault = fault_of("coinbase")
        return reply(of_coinbase(market(), symbol, dict(request.query_params), fault), fault)

    @get("/coingecko/api/v3/coins/{asset:str}/ohlc/range")
    async def coingecko(request: Asked, asset: FromPath[str]) -> Response[Any]:
        fault = fault_of("coingecko")
        return reply(of_coingecko(market(), asset, dict(request.query_params), fault), fault)

    return [coinbase, coingecko, *(route(name, market, fault_of, reply) for name in ANSWERS)]


def route(
    name: str, market: Callable[[], Market], fault_of: Callable[[str], str], reply: Reply
) -> Any:
    path, told = ANSWERS[name]

    @get(f"/{name}{path}", name=name)
    async def candles(request: Asked) -> Response[Any]:
        fault = fault_of(name)
        return reply(told(market(), dict(request.query_params), fault), fault)

    return candles
