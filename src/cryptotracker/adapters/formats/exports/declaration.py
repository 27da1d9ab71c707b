"""How a format of somebody else is declared: its header, its times and what its rows mean.

A module of `adapters/formats` that holds a `FORMAT` is a format; nothing else registers it.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, NoReturn, TypeAlias

from attrs import frozen

from cryptotracker.adapters.formats.exports import numbers
from cryptotracker.adapters.formats.files.rejecting import rejection
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.market.assets import is_money
from cryptotracker.domain.portfolio.transactions import Amount, Row
from cryptotracker.ports.formats import Outcome, Rejection, Skipped

ABSENT: Final = frozenset({"", "-", "--", "null", "NULL", "N/A", "n/a"})
"""How exports write that there is nothing."""


@frozen
class Entry:
    """One row of an export: its cells by the name of their column, and its time."""

    row: Row
    time: datetime
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Give a cell's text; a column that this version of the export lacks is empty."""
        text = self.cells.get(column, "").strip()
        return "" if text in ABSENT else text

    def number(self, column: str, *, money: bool = False) -> Decimal | None:
        """Read a cell as a number with its sign; None when there is nothing in it."""
        text = self[column]
        if not text:
            return None
        try:
            return numbers.read(text, money=money)
        except ValueError as error:
            self.refuse(column, str(error))

    def leg(self, quantity: str, asset: str) -> Amount | None:
        """Read two cells as so much of an asset, whatever the sign; None when both are empty."""
        number = self.number(quantity)
        if number is None:
            return None
        return self.amount(number, asset)

    def amount(self, number: Decimal, asset: str) -> Amount:
        """Put a number without its sign together with the asset that a cell names."""
        name = self[asset]
        if not name or not name.isprintable():
            self.refuse(asset, "a quantity of what?")
        # Not abs(), which rounds to the precision of whatever context is set.
        return Amount(name, number.copy_abs())

    def fee(self, quantity: str, asset: str) -> tuple[Amount, ...]:
        """Read two cells as a fee; a fee of nothing is none."""
        number = self.number(quantity)
        return () if not number else (self.amount(number, asset),)

    def refuse(self, column: str, reason: str) -> NoReturn:
        """Give up on this row's event."""
        raise self.wrong(column, reason)

    def wrong(self, column: str, reason: str) -> InvalidValueError:
        return InvalidValueError(column=column, value=self[column], reason=reason)

    def skipped(self, reason: str) -> Skipped:
        return Skipped(file=self.row.file, line=self.row.line, reason=reason)

    def rejected(self, column: str, reason: str) -> Rejection:
        """Reject this row alone, where the others of its event can be read."""
        return rejection(self.row.file, self.row.line, self.wrong(column, reason))


Events: TypeAlias = Iterable[Outcome]


@frozen(kw_only=True)
class Times:
    """How a format writes its times.

    Attributes:
        patterns: as `strptime` reads them, tried in order; `rfc3339` and `epoch` are known too.
            A trailing UTC or GMT is understood beside every pattern.
        zone: UTC when the publisher states it, or empty when the owner has to be asked.
        tidy: brings a time to what the patterns can read.
    """

    column: str
    patterns: tuple[str, ...]
    zone: str = ""
    tidy: Callable[[str], str] = str.strip


@frozen(kw_only=True)
class Format:
    """One kind of export file.

    Attributes:
        headers: the columns that tell the format, one text for each version of it.
        events: makes the transactions of one event's rows.
        event: tells which rows are of one event, by an equal key; None: each row is its own.
        span: rows of one event stand at most so many rows apart.
        optional: so many cells may be missing at the end of a row.
    """

    name: str
    title: str
    headers: tuple[str, ...]
    times: Times
    events: Callable[[Sequence[Entry]], Events]
    event: Callable[[Entry], Hashable] | None = None
    span: int = 0
    optional: int = 0

    def likeness(self, header: Sequence[str]) -> int:
        """Count the columns of the header by which the format is recognised; 0: it is not."""
        present = set(header)
        wanted = [set(normal(text.split(","))) for text in self.headers]
        return max((len(each) for each in wanted if each <= present), default=0)


def normal(header: Iterable[str]) -> list[str]:
    """Bring column titles to names that survive a change of case, blanks and punctuation.

    A title that stands again gets its number.

    >>> normal(["Buy", "Cur.", "Sent  Amount", "cur."])
    ['buy', 'cur', 'sent amount', 'cur 2']
    """
    seen: dict[str, int] = {}
    names = []
    for title in header:
        name = " ".join("".join(c if c.isalnum() else " " for c in title.casefold()).split())
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
    return names


def traded(sent: Amount | None, received: Amount | None) -> str:
    """Name the type of what was sent and received."""
    if sent is None:
        return "deposit"
    if received is None:
        return "withdrawal"
    if is_money(sent.asset) and not is_money(received.asset):
        return "buy"
    return "sell" if is_money(received.asset) and not is_money(sent.asset) else "swap"


def has_money(*legs: Amount | None) -> bool:
    """Tell whether a leg says the worth of its event, so that no other value is needed."""
    return any(leg is not None and is_money(leg.asset) for leg in legs)
