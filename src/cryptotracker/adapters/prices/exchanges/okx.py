"""How OKX speaks: version 5 of its public stream, and its candles, of the spot market."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from cryptotracker.adapters.prices.exchanges.feed import Exchange
from cryptotracker.adapters.prices.exchanges.venue import (
    Bar,
    Bars,
    Complaint,
    ErrorInsideError,
    LimitedError,
    Message,
    Said,
    Stretch,
    Venue,
    as_list,
    milliseconds,
    seconds,
)

LENGTHS: Final = {"1m": "1m", "5m": "5m", "1h": "1H", "1d": "1Dutc"}
TOO_OFTEN: Final = "50011"


def ask(symbols: Sequence[str], *, on: bool) -> Iterator[Message]:
    pairs = [{"channel": "trades", "instId": symbol} for symbol in symbols]
    yield {"op": "subscribe" if on else "unsubscribe", "args": pairs}


def heard(said: Any) -> Iterator[Said | Complaint]:
    if "event" in said:
        if said["event"] == "error":
            yield Complaint(str(said["msg"]))
    elif said["arg"]["channel"] == "trades":
        for each in as_list(said["data"]):
            yield Said(each["instId"], each["px"], each["sz"], seconds(each["ts"]))


def ask_bars(stretch: Stretch) -> tuple[str, Mapping[str, str]]:
    # It gives what begins before `after` and after `before`.
    return "/api/v5/market/history-candles", {
        "instId": stretch.symbol,
        "bar": LENGTHS[stretch.interval],
        "after": milliseconds(stretch.until),
        "before": milliseconds(stretch.since - timedelta(seconds=1)),
        "limit": "100",
    }


def read_bars(said: Any) -> Sequence[Bar]:
    if said["code"] != "0":
        raise LimitedError if said["code"] == TOO_OFTEN else ErrorInsideError
    return [Bar(seconds(row[0]), *row[1:6]) for row in as_list(said["data"])]


PLUGIN: Final = Exchange(
    Venue(
        name="okx",
        stream_url="wss://ws.okx.com:8443/ws/v5/public",
        url="https://www.okx.com",
        per_minute=300,
        counts_in=("USDT",),
        symbol=lambda base, quote: f"{base}-{quote}",
        ask=ask,
        knock="ping",
        heard=heard,
        bars=Bars(most=100, ask=ask_bars, read=read_bars),
    )
)
