"""How each exchange speaks of trades: the shapes that their documentation shows."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any, Final, NamedTuple

from attrs import frozen
from msgspec import Raw

from cryptotracker.domain.numbers import plain, share
from cryptotracker.entrypoints.sandbox.faults import LIES, Told
from cryptotracker.entrypoints.sandbox.market import Market

COINS: Final[Mapping[str, str]] = {"USDT": "tether", "USDC": "usd-coin"}
"""What counts in place of money, and which asset that is."""

VOLUME: Final = "1.5"
THOUSAND: Final = 1_000


class Spoken(NamedTuple):
    """A trade as it is about to be written down: the price as it stands in a text or as a number.

    Attributes:
        at: its moment, in whatever an exchange writes, once as a text and once in milliseconds.
    """

    symbol: str
    text: Raw
    number: Raw
    at: str | int
    milliseconds: int


def price_of(market: Market, symbol: str) -> Decimal | None:
    """Say what a pair costs that an exchange writes as BTCUSDT, BTC-USDT or BTC/USDT."""
    bare = symbol.upper().translate({ord("-"): None, ord("/"): None})
    assets = {asset.symbol: asset.id for asset in market.listed()}
    for quote in (*COINS, *market.rates):
        asset = assets.get(bare.removesuffix(quote)) if bare.endswith(quote) else None
        if asset is None:
            continue
        if quote not in COINS:
            return market.price(asset, quote)
        coin = market.price(COINS[quote], "USD")
        dollars = market.price(asset, "USD")
        return share(dollars, Decimal(1), coin) if dollars and coin else None
    return None


def spoken(market: Market, symbol: str, fault: str) -> Spoken | None:
    """Say what a pair was traded at just now, or a lie about it."""
    price = price_of(market, symbol)
    if price is None:
        return None
    said = Told(price=Raw(plain(price).encode()))
    said = LIES[fault][0](said) if fault in LIES else said
    moment = market.clock.now() - said.late
    milliseconds = int(moment.timestamp() * THOUSAND)
    other = "LUNA-USD" if said.asset else "BTC-XAU" if said.currency else symbol
    return Spoken(
        symbol=other,
        text=quoted(said.price),
        number=said.price,
        at=milliseconds if said.milliseconds else moment.astimezone(UTC).isoformat(),
        milliseconds=milliseconds * THOUSAND if said.milliseconds else milliseconds,
    )


def quoted(price: Raw) -> Raw:
    body = bytes(price)
    return price if body[:1] in b'"{n' else Raw(b'"' + body + b'"')


@frozen(kw_only=True)
class Speech:
    """How an exchange answers, and how it tells of a trade.

    Attributes:
        asked: takes the pairs out of a question, and says whether they are wanted; None if it asks
            for something else.
        granted: answers a question for a pair that there is, or is not.
        otherwise: answers every other question.
        trade: tells of a trade.
    """

    asked: Callable[[Any], tuple[Sequence[str], bool] | None]
    granted: Callable[[str, bool], Any]
    otherwise: Any
    trade: Callable[[Spoken], Any]


def of_binance(said: Any) -> tuple[Sequence[str], bool] | None:
    if said["method"] not in {"SUBSCRIBE", "UNSUBSCRIBE"}:
        return None
    symbols = [each.removesuffix("@trade").upper() for each in said["params"]]
    return symbols, said["method"] == "SUBSCRIBE"


def of_kraken(said: Any) -> tuple[Sequence[str], bool] | None:
    if said["method"] == "ping":
        return None
    return said["params"]["symbol"], said["method"] == "subscribe"


def of_coinbase(said: Any) -> tuple[Sequence[str], bool] | None:
    return said["product_ids"], said["type"] == "subscribe"


def of_bybit(said: Any) -> tuple[Sequence[str], bool] | None:
    if said["op"] == "ping":
        return None
    return [each.removeprefix("publicTrade.") for each in said["args"]], said["op"] == "subscribe"


def of_okx(said: Any) -> tuple[Sequence[str], bool] | None:
    return [each["instId"] for each in said["args"]], said["op"] == "subscribe"


SPEECHES: Final[Mapping[str, Speech]] = {
    "binance": Speech(
        asked=of_binance,
        granted=lambda _, __: {"result": None, "id": 1},
        otherwise={"result": [], "id": 2},
        trade=lambda said: {
            "e": "trade",
            "E": said.milliseconds,
            "s": said.symbol.replace("-", ""),
            "t": 12345,
            "p": said.text,
            "q": VOLUME,
            "T": said.milliseconds,
            "m": True,
            "M": True,
        },
    ),
    "kraken": Speech(
        asked=of_kraken,
        granted=lambda symbol, known: (
            {"method": "subscribe", "result": {"channel": "trade", "symbol": symbol}}
            | {"success": True}
            if known
            else {"method": "subscribe", "success": False, "symbol": symbol}
            | {"error": f"Currency pair not supported {symbol}"}
        ),
        otherwise={"method": "pong"},
        trade=lambda said: {
            "channel": "trade",
            "type": "update",
            "data": [
                {
                    "symbol": said.symbol.replace("-", "/"),
                    "side": "sell",
                    "price": said.number,
                    "qty": Raw(VOLUME.encode()),
                    "ord_type": "limit",
                    "trade_id": 4665847,
                    "timestamp": said.at,
                }
            ],
        },
    ),
    "coinbase": Speech(
        asked=of_coinbase,
        granted=lambda symbol, known: (
            {"type": "subscriptions", "channels": [{"name": "matches", "product_ids": [symbol]}]}
            if known
            else {"type": "error", "message": "Failed to subscribe"}
            | {"reason": f"{symbol} is not a valid product"}
        ),
        otherwise={"type": "heartbeat", "sequence": 90, "last_trade_id": 20},
        trade=lambda said: {
            "type": "match",
            "trade_id": 10,
            "sequence": 50,
            "time": said.at,
            "product_id": said.symbol,
            "size": VOLUME,
            "price": said.text,
            "side": "sell",
        },
    ),
    "bybit": Speech(
        asked=of_bybit,
        granted=lambda symbol, known: {
            "success": known,
            "ret_msg": "subscribe" if known else f"Invalid symbol :[publicTrade.{symbol}]",
            "op": "subscribe",
        },
        otherwise={"success": True, "ret_msg": "pong", "op": "ping"},
        trade=lambda said: {
            "topic": f"publicTrade.{said.symbol.replace('-', '')}",
            "type": "snapshot",
            "ts": said.milliseconds,
            "data": [
                {
                    "T": said.milliseconds,
                    "s": said.symbol.replace("-", ""),
                    "S": "Buy",
                    "v": VOLUME,
                    "p": said.text,
                    "i": "20f43950-d8dd-5b31-9112-a178eb6023af",
                    "BT": False,
                }
            ],
        },
    ),
    "okx": Speech(
        asked=of_okx,
        granted=lambda symbol, known: (
            {"event": "subscribe", "arg": {"channel": "trades", "instId": symbol}}
            if known
            else {"event": "error", "code": "60018"}
            | {"msg": f"Wrong URL or channel:trades,instId:{symbol} doesn't exist."}
        ),
        otherwise=None,
        trade=lambda said: {
            "arg": {"channel": "trades", "instId": said.symbol},
            "data": [
                {
                    "instId": said.symbol,
                    "tradeId": "130639474",
                    "px": said.text,
                    "sz": VOLUME,
                    "side": "buy",
                    "ts": str(said.milliseconds),
                    "count": "3",
                }
            ],
        },
    ),
}
