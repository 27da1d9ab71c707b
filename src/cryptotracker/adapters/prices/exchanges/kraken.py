"""How Kraken speaks: version 2 of its stream, and its candles, without a key.

It gives the last 720 candles of each length, and none before.
"""

from collections.abc import Iterator, Mapping, Sequence
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
)

MINUTES: Final = {"1m": "1", "5m": "5", "1h": "60", "1d": "1440"}
TOO_OFTEN: Final = ("EAPI:Rate limit exceeded", "EGeneral:Too many requests")


def ask(symbols: Sequence[str], *, on: bool) -> Iterator[Message]:
    params = {"channel": "trade", "symbol": list(symbols)}
    yield {"method": "subscribe" if on else "unsubscribe", "params": params}


def heard(said: Any) -> Iterator[Said | Complaint]:
    if said.get("success") is False or said.get("error"):
        yield Complaint(f"{said.get('symbol', '')} {said.get('error', '')}")
    if said.get("channel") == "trade":
        again = said["type"] == "snapshot"
        for each in as_list(said["data"]):
            yield Said(each["symbol"], each["price"], each["qty"], each["timestamp"], again)
    elif not said.keys() & {"channel", "method", "error"}:
        raise KeyError


def ask_bars(stretch: Stretch) -> tuple[str, Mapping[str, str]]:
    # It gives what begins after `since`.
    since = str(int(stretch.since.timestamp()) - 1)
    params = {"pair": stretch.symbol, "interval": MINUTES[stretch.interval], "since": since}
    return "/0/public/OHLC", params


def read_bars(said: Any) -> Sequence[Bar]:
    if said["error"]:
        raise LimitedError if str(said["error"][0]).startswith(TOO_OFTEN) else ErrorInsideError
    (rows,) = (rows for name, rows in said["result"].items() if name != "last")
    return [
        Bar(time, first, high, low, last, volume)
        for time, first, high, low, last, _, volume, *_ in as_list(rows)
    ]


PLUGIN: Final = Exchange(
    Venue(
        name="kraken",
        stream_url="wss://ws.kraken.com/v2",
        url="https://api.kraken.com",
        per_minute=30,
        symbol=lambda base, quote: f"{base}/{quote}",
        ask=ask,
        knock='{"method": "ping"}',
        heard=heard,
        bars=Bars(most=720, ask=ask_bars, read=read_bars),
    )
)
