"""How Coinbase Exchange speaks: its public feed and its candles, without a key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
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
    as_text,
    last_of,
)

SECONDS: Final = {"1m": "60", "5m": "300", "1h": "3600", "1d": "86400"}


def ask(symbols: Sequence[str], *, on: bool) -> Iterator[Message]:
    # One by one: a pair that it does not know would spoil the others'.
    for symbol in symbols:
        yield {
            "type": "subscribe" if on else "unsubscribe",
            "product_ids": [symbol],
            "channels": ["matches", "heartbeat"],
        }


def heard(said: Any) -> Iterator[Said | Complaint]:
    kind = as_text(said["type"])
    if kind == "error":
        yield Complaint(f"{said['message']} {said.get('reason', '')}")
    elif kind in {"match", "last_match"}:
        again = kind == "last_match"
        yield Said(said["product_id"], said["price"], said["size"], said["time"], again)


def ask_bars(stretch: Stretch) -> tuple[str, Mapping[str, str]]:
    return f"/products/{stretch.symbol}/candles", {
        "granularity": SECONDS[stretch.interval],
        "start": stretch.since.astimezone(UTC).isoformat(),
        "end": last_of(stretch).astimezone(UTC).isoformat(),
    }


def read_bars(said: Any) -> Sequence[Bar]:
    return [
        Bar(time, first, high, low, last, volume)
        for time, low, high, first, last, volume in as_list(said)
    ]


PLUGIN: Final = Exchange(
    Venue(
        name="coinbase",
        stream_url="wss://ws-feed.exchange.coinbase.com",
        url="https://api.exchange.coinbase.com",
        per_minute=120,
        symbol=lambda base, quote: f"{base}-{quote}",
        ask=ask,
        knock="",  # it sends a heartbeat every second
        heard=heard,
        bars=Bars(most=300, ask=ask_bars, read=read_bars),
    )
)
