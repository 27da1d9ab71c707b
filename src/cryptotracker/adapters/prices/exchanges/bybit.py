"""How Bybit speaks: version 5 of its public stream, and its candles, of the spot market."""

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
    as_text,
    last_of,
    milliseconds,
    seconds,
)

TOPIC: Final = "publicTrade."
LENGTHS: Final = {"1m": "1", "5m": "5", "1h": "60", "1d": "D"}
TOO_OFTEN: Final = 10_006


def ask(symbols: Sequence[str], *, on: bool) -> Iterator[Message]:
    # One by one: a pair that it does not know would spoil the others'.
    for symbol in symbols:
        yield {"op": "subscribe" if on else "unsubscribe", "args": [TOPIC + symbol]}


def heard(said: Any) -> Iterator[Said | Complaint]:
    if "op" in said:
        if not said["success"]:
            yield Complaint(str(said["ret_msg"]))
    elif as_text(said["topic"]).startswith(TOPIC):
        for each in as_list(said["data"]):
            yield Said(each["s"], each["p"], each["v"], seconds(each["T"]))


def ask_bars(stretch: Stretch) -> tuple[str, Mapping[str, str]]:
    return "/v5/market/kline", {
        "category": "spot",
        "symbol": stretch.symbol,
        "interval": LENGTHS[stretch.interval],
        "start": milliseconds(stretch.since),
        "end": milliseconds(last_of(stretch)),
        "limit": "1000",
    }


def read_bars(said: Any) -> Sequence[Bar]:
    if said["retCode"] != 0:
        raise LimitedError if said["retCode"] == TOO_OFTEN else ErrorInsideError
    return [Bar(seconds(row[0]), *row[1:6]) for row in as_list(said["result"]["list"])]


PLUGIN: Final = Exchange(
    Venue(
        name="bybit",
        stream_url="wss://stream.bybit.com/v5/public/spot",
        url="https://api.bybit.com",
        per_minute=300,
        counts_in=("USDT",),
        symbol=lambda base, quote: base + quote,
        ask=ask,
        knock='{"op": "ping"}',
        heard=heard,
        bars=Bars(most=1_000, ask=ask_bars, read=read_bars),
    )
)
