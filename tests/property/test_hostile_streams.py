"""What holds of every stream of an exchange, whatever bytes arrive."""

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from importlib.metadata import entry_points
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cryptotracker.adapters.catalogue.embedded import EmbeddedCatalogue
from cryptotracker.adapters.prices.exchanges.condition import Condition
from cryptotracker.adapters.prices.exchanges.inbox import TRADES_MOST
from cryptotracker.adapters.prices.exchanges.pairs import Pairs
from cryptotracker.adapters.prices.exchanges.stream import SilentError, Stream
from cryptotracker.domain.market.assets import Currency
from cryptotracker.domain.market.checks import examine, number_said
from cryptotracker.domain.market.observations import Feed, Observation
from cryptotracker.entrypoints.pricing import FEEDS
from cryptotracker.entrypoints.sandbox.exchanges import SPEECHES, spoken
from cryptotracker.entrypoints.sandbox.market import Market
from tests.integration.calendars import Calendar
from tests.sandboxed import NOW

CLOCK = Calendar(NOW)
PRICE = Decimal("59200.1141975298364197529825")
SYMBOLS = {"binance": "BTCEUR", "bybit": "BTCEUR", "kraken": "BTC/EUR"}
VENUES = {
    plugin.name: plugin.load().venue
    for plugin in entry_points(group=FEEDS)
    if plugin.name in SPEECHES
}
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.sampled_from(["NaN", "1e400", "-1", "0", "1,5", "", "Infinity", "9" * 400, [], {}, [[]]]),
)
names = st.sampled_from(sorted(VENUES))


def stream_of(name: str) -> Stream:
    stream = Stream(
        venue=VENUES[name],
        url="ws://127.0.0.1",
        clock=CLOCK,
        silence=timedelta(seconds=1),
        pairs=Pairs(name, CLOCK),
        condition=Condition(CLOCK),
    )
    stream.want(symbol_of(name), "BTC", Currency("EUR"))
    return stream


def symbol_of(name: str) -> str:
    return SYMBOLS.get(name, "BTC-EUR")


def frame_of(name: str) -> Any:
    said = spoken(Market(EmbeddedCatalogue(), CLOCK), symbol_of(name), "")
    assert said is not None
    return json.loads(msgspec.json.encode(SPEECHES[name].trade(said)))


def places(node: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """List the way to every value there is."""
    yield path
    pairs = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in pairs if isinstance(node, (dict, list)) else ():
        yield from (
            places(value, (*path, key)) if isinstance(value, (dict, list)) else [(*path, key)]
        )


def put(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    changed = dict(node) if isinstance(node, dict) else list(node)
    changed[path[0]] = put(node[path[0]], path[1:], value)
    return changed


def believed(stream: Stream) -> list[Observation]:
    feed = Feed(name=stream.venue.name, oldest=timedelta(minutes=30))
    seen = [examine(each.claim, feed, None, NOW) for each in stream.inbox.emptied().trades]
    return [each for each in seen if isinstance(each, Observation)]


@given(name=names, bodies=st.lists(st.binary(max_size=200), max_size=5))
def test_bytes_of_any_kind_make_no_price(name: str, bodies: list[bytes]) -> None:
    stream = stream_of(name)

    for body in bodies:
        with suppress(SilentError):
            stream.take(body)

    assert believed(stream) == []


@given(name=names, value=scalars, data=st.data())
def test_a_message_that_is_wrong_in_one_place_makes_no_price_that_was_not_said(
    name: str, value: Any, data: st.DataObject
) -> None:
    frame = frame_of(name)
    path = data.draw(st.sampled_from(list(places(frame))))
    stream = stream_of(name)

    stream.take(json.dumps(put(frame, path, value)).encode())

    said = {each.price for each in believed(stream)}
    written = json.loads(json.dumps(value), parse_float=Decimal, parse_constant=str)
    assert said <= {PRICE, Decimal(str(float(PRICE))), number_said(written)}
    assert all(price > 0 for price in said)


@given(name=names, data=st.data())
def test_a_message_that_is_cut_off_makes_no_price(name: str, data: st.DataObject) -> None:
    body = json.dumps(frame_of(name)).encode()
    stream = stream_of(name)

    stream.take(body[: data.draw(st.integers(0, len(body) - 1))])

    assert believed(stream) == []


def test_a_stream_that_can_never_be_read_is_left() -> None:
    stream = stream_of("okx")

    with pytest.raises(SilentError):
        for _ in range(60):
            stream.take(b"garbage")

    reasons = [each.reason for each in stream.inbox.emptied().refused]
    assert reasons == ["not_json"] * 50


def test_what_nobody_takes_is_bounded_and_counted() -> None:
    stream, body = stream_of("kraken"), json.dumps(frame_of("kraken")).encode()

    for _ in range(TRADES_MOST + 3):
        stream.take(body)
    heard = stream.inbox.emptied()

    assert (len(heard.trades), heard.lost, heard.broken) == (TRADES_MOST, 3, True)
