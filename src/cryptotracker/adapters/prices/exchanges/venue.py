"""What is special about one exchange: where it is, how it is asked, and how it speaks.

To add one: a file like kraken.py, a column of listed.csv, and a line in pyproject.toml.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple, Protocol, TypeAlias

from attrs import frozen

from cryptotracker.domain.market.checks import number_said

EVERYTHING_WRONG: Final = (LookupError, TypeError, ValueError, ArithmeticError, AttributeError)
"""What comes of it when a text is not of the form that was agreed on."""


class Said(NamedTuple):
    """A trade in an exchange's own words.

    Attributes:
        time: seconds since 1970, or a text, or whatever stood in its place.
        again: it may have been said before: it is how things stood when they were asked for.
    """

    symbol: object
    price: object
    quantity: object
    time: object
    again: bool = False


class Complaint(NamedTuple):
    """What an exchange said of a question that it does not like."""

    text: str


class Bar(NamedTuple):
    """A candle in an exchange's own words; its time is of its start, in seconds since 1970."""

    time: object
    open: object
    high: object
    low: object
    close: object
    volume: object


class Stretch(NamedTuple):
    """Which candles are asked for: those that begin at `since` or later, and before `until`."""

    symbol: str
    interval: str
    since: datetime
    until: datetime


Message: TypeAlias = Mapping[str, Any]


class Ask(Protocol):
    """Writes what is sent to hear of some pairs, or no more of them."""

    def __call__(self, symbols: Sequence[str], *, on: bool) -> Iterator[Message]: ...


@frozen(kw_only=True)
class Bars:
    """How candles are asked for.

    Attributes:
        most: so many are given at once.
        read: takes them out of the answer; raises LimitedError, or one of EVERYTHING_WRONG.
    """

    most: int
    ask: Callable[[Stretch], tuple[str, Mapping[str, str]]]
    read: Callable[[Any], Sequence[Bar]]


@frozen(kw_only=True)
class Venue:
    """An exchange.

    Attributes:
        counts_in: coins in which it counts in place of the dollar.
        symbol: how it calls a pair, of the two names that everybody uses.
        knock: what is sent so that it answers, where it does not speak by itself.
        heard: takes what was said out of an object; raises one of EVERYTHING_WRONG.
    """

    name: str
    stream_url: str
    url: str
    per_minute: int
    counts_in: tuple[str, ...] = ()
    symbol: Callable[[str, str], str]
    ask: Ask
    knock: str
    heard: Callable[[Any], Iterator[Said | Complaint]]
    bars: Bars


class LimitedError(ValueError):
    """It was asked too often, and says so inside an answer."""


class ErrorInsideError(ValueError):
    """The answer holds an error."""


def seconds(said: object) -> object:
    """Turn thousandths of seconds into seconds, to the last digit.

    >>> from decimal import Decimal
    >>> seconds("1672304486865"), seconds(Decimal(1672304486865)), seconds("soon")
    (Decimal('1672304486.865'), Decimal('1672304486.865'), 'soon')
    """
    count = number_said(said)
    return said if count is None else count.scaleb(-3)


def milliseconds(moment: datetime) -> str:
    return str(int(moment.timestamp()) * 1_000)


def last_of(stretch: Stretch) -> datetime:
    """Return the end of a stretch where ends are included."""
    return stretch.until - timedelta(seconds=1)


def as_text(said: object) -> str:
    if not isinstance(said, str):
        raise TypeError
    return said


def as_list(said: object) -> Sequence[Any]:
    if not isinstance(said, list):
        raise TypeError
    return said
