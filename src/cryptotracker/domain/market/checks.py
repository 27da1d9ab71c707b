"""Decide whether a claim of a price can be believed, or say why not.

To add a check: its reason in OF_CLAIMS, and a rule in CHECKS; they are tried in that order, and the
first that applies gives the reason. None of them sees more than one source: `consensus.py` does.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final

from attrs import frozen

from cryptotracker.domain.market.observations import Claim, Feed, Observation, Refusal, cut
from cryptotracker.domain.market.prices import OLDEST
from cryptotracker.domain.market.quotes import Quote
from cryptotracker.domain.numbers import EXACT, ZERO

LARGEST_EXPONENT: Final = 29
DIGITS_MOST: Final = 45
JUMP: Final = Decimal(10)
"""By so much a price does not change between two looks at it, unless two sources say so."""

AHEAD: Final = timedelta(minutes=2)
"""So far two clocks may be apart."""

MILLISECONDS: Final = 100_000_000_000
"""In seconds that is the year 5138; in thousandths of them it was 1973."""

NUMBER: Final = re.compile(r"-?[0-9]{1,60}(?:\.[0-9]{1,60})?(?:[eE][+-]?[0-9]{1,9})?", re.ASCII)
RFC_3339: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)


@frozen(kw_only=True)
class Seen:
    """A claim, and what it can be held against.

    Attributes:
        price: of the claim; None if it cannot be read.
        as_of: likewise.
        last: the last price that was believed, if that is not too long ago.
    """

    claim: Claim
    feed: Feed
    price: Decimal | None
    as_of: datetime | None
    last: Quote | None
    now: datetime


def number_said(said: object) -> Decimal | None:
    """Read a number that JSON holds as a number, or as a text of the same form.

    >>> number_said("0.1234567890123456789"), number_said("1,234.5"), number_said(True)
    (Decimal('0.1234567890123456789'), None, None)
    """
    if isinstance(said, str) and NUMBER.fullmatch(said):
        said = Decimal(said)
    if isinstance(said, int) and not isinstance(said, bool):
        said = Decimal(said)
    return said if isinstance(said, Decimal) and said.is_finite() else None


def time_said(said: object) -> datetime | None:
    """Read seconds since 1970, or a time as RFC 3339 writes it.

    >>> time_said(Decimal(1558704332))
    datetime.datetime(2019, 5, 24, 13, 25, 32, tzinfo=datetime.timezone.utc)
    """
    if isinstance(said, str) and RFC_3339.fullmatch(said):
        try:
            return datetime.fromisoformat(said.upper()).astimezone(UTC)
        except (ValueError, OverflowError):
            return None
    seconds = None if isinstance(said, str) else number_said(said)
    if seconds is None or not 0 <= seconds < MILLISECONDS:
        return None
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=int(seconds * 1_000_000))


def out_of_range(price: Decimal) -> bool:
    long = len(price.as_tuple().digits) > DIGITS_MOST
    return long or abs(price.adjusted()) > LARGEST_EXPONENT


def far(price: Decimal, other: Decimal, factor: Decimal) -> bool:
    """Tell whether one is at least so many times the other."""
    low, high = sorted((price, other))
    return high >= EXACT.multiply(low, factor)


def in_milliseconds(said: object) -> bool:
    count = None if isinstance(said, str) else number_said(said)
    return count is not None and count >= MILLISECONDS


def jumped(seen: Seen) -> bool:
    if seen.last is None or seen.price is None or seen.now - seen.last.as_of > OLDEST:
        return False
    return far(seen.price, seen.last.price, JUMP)


CHECKS: Final[Mapping[str, Callable[[Seen], bool]]] = {
    "wrong_asset": lambda seen: bool(seen.claim.asset_said),
    "wrong_currency": lambda seen: bool(seen.claim.currency_said),
    "no_price": lambda seen: seen.claim.price in (None, ""),
    "not_a_number": lambda seen: seen.price is None,
    "not_positive": lambda seen: seen.price is not None and seen.price <= ZERO,
    "out_of_range": lambda seen: seen.price is not None and out_of_range(seen.price),
    "wrong_time_unit": lambda seen: in_milliseconds(seen.claim.time),
    "no_time": lambda seen: seen.as_of is None,
    "in_the_future": lambda seen: seen.as_of is not None and seen.as_of > seen.now + AHEAD,
    "stale": lambda seen: seen.as_of is not None and seen.now - seen.as_of > seen.feed.oldest,
    "jumped": jumped,
}


def examine(claim: Claim, feed: Feed, last: Quote | None, now: datetime) -> Observation | Refusal:
    """Believe a claim, or say what is the matter with it."""
    price, as_of = number_said(claim.price), time_said(claim.time)
    seen = Seen(claim=claim, feed=feed, price=price, as_of=as_of, last=last, now=now)
    reason = next((reason for reason, applies in CHECKS.items() if applies(seen)), None)
    if reason is None and price is not None and as_of is not None:
        return observation(claim, price, min(as_of, now))
    said = claim.asset_said or claim.currency_said or cut(claim.price)
    return Refusal(
        source=claim.source,
        reason=reason or "not_a_number",
        at=now,
        asset=claim.asset,
        currency=claim.currency,
        said=said if reason not in {"no_time", "wrong_time_unit"} else cut(claim.time),
    )


def observation(claim: Claim, price: Decimal, as_of: datetime) -> Observation:
    return Observation(
        source=claim.source,
        asset=claim.asset,
        currency=claim.currency,
        price=price,
        as_of=as_of,
    )
