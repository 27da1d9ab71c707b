"""Cursors of lists: opaque to callers, a place in an order to us."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeVar
from uuid import UUID

from cryptotracker.adapters.persistence.columns import microseconds, moment
from cryptotracker.domain.errors import InvalidCursorError
from cryptotracker.ports.pages import Page

Item = TypeVar("Item")
ID_BYTES: Final = 16
TIME_BYTES: Final = 8


def page(found: Sequence[Item], limit: int, cursor: Callable[[Item], str]) -> Page[Item]:
    """Make a page of one item more than asked for: that one tells whether there are more."""
    more = len(found) > limit
    return Page(items=found[:limit], next_cursor=cursor(found[limit - 1]) if more else None)


def write_id(place: UUID) -> str:
    return encode(place.bytes)


def read_id(cursor: str) -> UUID:
    return UUID(bytes=decode(cursor, ID_BYTES))


def write_place(time: datetime, place: UUID) -> str:
    return encode(microseconds(time).to_bytes(TIME_BYTES, signed=True) + place.bytes)


def read_place(cursor: str) -> tuple[datetime, UUID]:
    raw = decode(cursor, TIME_BYTES + ID_BYTES)
    try:
        time = moment(int.from_bytes(raw[:TIME_BYTES], signed=True))
    except OverflowError as error:
        raise InvalidCursorError(cursor=cursor) from error
    return time, UUID(bytes=raw[TIME_BYTES:])


def encode(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def decode(cursor: str, size: int) -> bytes:
    try:
        raw = urlsafe_b64decode(cursor.encode("ascii") + b"==")
    except (binascii.Error, UnicodeEncodeError) as error:
        raise InvalidCursorError(cursor=cursor) from error
    if len(raw) != size:
        raise InvalidCursorError(cursor=cursor)
    return raw


def write_number(number: int) -> str:
    return encode(number.to_bytes(TIME_BYTES))


def read_number(cursor: str) -> int:
    return int.from_bytes(decode(cursor, TIME_BYTES), signed=True)
