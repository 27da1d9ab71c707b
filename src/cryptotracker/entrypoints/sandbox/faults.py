"""What a stand-in does wrong when it is told to: each way that providers fail or lie.

To add one: a line in one of the tables. `tests/contract/test_price_lies.py` runs over all of them.
"""

import gzip
from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Final

from attrs import evolve, frozen
from msgspec import Raw


@frozen(kw_only=True)
class Told:
    """A price as a stand-in is about to write it down.

    Attributes:
        price: the very bytes that stand for it.
        late: by how much its time is behind; below zero it is ahead.
        milliseconds: whether it counts time in them, where seconds were agreed on.
        asset: told in place of the one asked for.
        currency: likewise.
    """

    price: Raw
    late: timedelta = timedelta(0)
    milliseconds: bool = False
    asset: str = ""
    currency: str = ""


def priced(text: str) -> Callable[[Told], Told]:
    return lambda told: evolve(told, price=Raw(text.encode()))


def shifted(digits: int) -> Callable[[Told], Told]:
    """Move the point of a price by so many digits."""
    return lambda told: evolve(told, price=Raw(bytes(told.price) + f"e{digits}".encode()))


def late(by: timedelta) -> Callable[[Told], Told]:
    return lambda told: evolve(told, late=by)


LIES: Final[Mapping[str, tuple[Callable[[Told], Told], str]]] = {
    "nan": (priced("NaN"), "not_a_number"),
    "infinity": (priced("Infinity"), "not_a_number"),
    "zero": (priced("0"), "not_positive"),
    "negative": (priced("-64000"), "not_positive"),
    "null": (priced("null"), "no_price"),
    "empty": (priced('""'), "no_price"),
    "thousands_separator": (priced('"1,234.5"'), "not_a_number"),
    "too_many_digits": (priced("1e400"), "out_of_range"),
    "object": (priced('{"amount": 1}'), "not_a_number"),
    "thousandfold": (shifted(3), "jumped"),
    "thousandth": (shifted(-3), "jumped"),
    "hour_late": (late(timedelta(hours=1)), "stale"),
    "days_late": (late(timedelta(days=4)), "stale"),
    "year_late": (late(timedelta(days=365)), "stale"),
    "ahead": (late(-timedelta(hours=1)), "in_the_future"),
    "milliseconds": (lambda told: evolve(told, milliseconds=True), "wrong_time_unit"),
    "other_currency": (lambda told: evolve(told, currency="XAU"), "wrong_currency"),
    "other_asset": (lambda told: evolve(told, asset="terra-luna"), "wrong_asset"),
}
"""Lies about a price, and the reason they are to be refused for."""


def deep(_: bytes) -> bytes:
    return b"[" * 100_000 + b"]" * 100_000


def twice(body: bytes) -> bytes:
    return b'{"status": 1, "status": 2, "said": ' + body + b"}"


BODIES: Final[Mapping[str, tuple[Callable[[bytes], bytes], str]]] = {
    "truncated": (lambda body: body[: len(body) // 2], "not_json"),
    "html": (lambda _: b"<!doctype html><title>Just a moment</title>", "not_json"),
    "byte_order_mark": (lambda body: b"\xef\xbb\xbf" + body, "not_json"),
    "utf_16": (lambda body: body.decode().encode("utf-16"), "not_json"),
    "nothing": (lambda _: b"", "not_json"),
    "duplicate_key": (twice, "duplicate_key"),
    "nested": (deep, "too_deep"),
    "list": (lambda body: b"[" + body + b"]", "wrong_shape"),
    "large": (lambda body: body + b" " * 50_000_000, "too_large"),
    "error_inside": (
        lambda _: b'{"status": {"error_code": 1008, "error_message": "no"}, "error": "no"}',
        "error_inside",
    ),
}
"""Lies about the whole answer."""

COMPRESSED: Final = {"compressed": "compressed"}
REDIRECTS: Final[Mapping[str, str]] = {
    "redirect": "http://127.0.0.1:5432/",
    "redirect_to_file": "file:///etc/passwd",
}
STATUSES: Final[Mapping[str, tuple[int, Mapping[str, str]]]] = {
    "limited": (429, {}),
    "limited_for_30": (429, {"retry-after": "30"}),
    "limited_for_ever": (429, {"retry-after": "1000000000"}),
    "failing": (500, {}),
    "away": (503, {}),
    "key_refused": (401, {}),
    "plan_refused": (403, {}),
}
SLOW: Final = ("silent", "drip", "cut")
"""Says nothing, says a byte a second, or ends the connection in the middle."""

FAULTS: Final = (*LIES, *BODIES, *COMPRESSED, *REDIRECTS, *STATUSES, *SLOW)


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """Make a small answer that unpacks to ten million bytes."""
    return gzip.compress(b" " * 10_000_000, 9)
