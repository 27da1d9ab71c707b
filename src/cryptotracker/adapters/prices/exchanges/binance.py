"""How Binance speaks: its stream and its candles of the spot market, without a key.

What it does not know it says nothing of, and not even that.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cryptotracker.adapters.prices.exchanges.feed import Exchange
from cryptotracker.adapters.prices.exchanges.venue import (
    Bar,
    Bars,
    Complaint,
    Message,
    Said,
    Stretch,
    Venue,
    as_list,
    last_of,
    milliseconds,
    seconds,
)

CHANNEL: Final = "@trade"


def ask(symbols: Sequence[str], *, on: bool) -> Iterator[Message]:
    params = [f"{symbol.lower()}{CHANNEL}" for symbol in symbols]
    yield {"method": "SUBSCRIBE" if on else "UNSUBSCRIBE", "params": params, "id": 1}


def heard(said: Any) -> Iterator[Said | Complaint]:
    if "result" in said:
        return
    if "error" in said or "code" in said:
        yield Complaint(str(said))
    elif said["e"] == "trade":
        yield Said(said["s"], said["p"], said["q"], seconds(said["T"]))


def ask_bars(stretch: Stretch) -> tuple[str, Mapping[str, str]]:
    return "/api/v3/klines", {
        "symbol": stretch.symbol,
        "interval": stretch.interval,
        "startTime": milliseconds(stretch.since),
        "endTime": milliseconds(last_of(stretch)),
        "limit": "1000",
    }


def read_bars(said: Any) -> Sequence[Bar]:
    return [Bar(seconds(row[0]), *row[1:6]) for row in as_list(said)]


PLUGIN: Final = Exchange(
    Venue(
        name="binance",
        stream_url="wss://data-stream.binance.vision/ws",
        url="https://data-api.binance.vision",
        per_minute=600,
        counts_in=("USDT",),
        symbol=lambda base, quote: base + quote,
        ask=ask,
        knock='{"method": "LIST_SUBSCRIPTIONS", "id": 2}',
        heard=heard,
        bars=Bars(most=1_000, ask=ask_bars, read=read_bars),
    )
)
