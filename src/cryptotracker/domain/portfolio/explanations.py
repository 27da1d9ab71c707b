"""Explanations: a figure, the parts it is made of, and the rows and facts it rests on."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from attrs import evolve, frozen

from cryptotracker.domain.numbers import EXACT, plain
from cryptotracker.domain.portfolio.identity import digest
from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.domain.portfolio.report import Sum
from cryptotracker.domain.portfolio.transactions import Transaction

SHOWN: Final = 200
"""So many parts are listed; one more sums up the rest."""

SIGNS: Final[Mapping[str, Decimal]] = {"+": Decimal(1), "−": Decimal(-1), "=": Decimal(0)}


@frozen(kw_only=True)
class SourceRow:
    """The row of a file that a figure came from.

    Attributes:
        raw: what was read from it, in words of ours.
        digest: sums up what it says; with its place, that is the row's identity.
        literal: the row as it stands in the file, if the file can be read again.
        missing: why it cannot.
    """

    file: str
    line: int
    raw: str
    digest: bytes = b""
    literal: LiteralRow | None = None
    missing: str = ""


@frozen(kw_only=True)
class Source:
    """Something a figure rests on besides its parts: a method, a price, the ledger."""

    kind: str
    text: str


@frozen(kw_only=True)
class Part:
    """One term of a figure.

    Attributes:
        sign: `+`, `−`, or `=` for a factor or a fact that is not added.
        ref: what explains the part itself; None when its own parts do.
    """

    sign: str
    label: str
    value: Decimal | None
    unit: str
    kind: str
    ref: str | None = None
    rows: Sequence[SourceRow] = ()
    parts: Sequence["Part"] = ()

    def with_rows(self, change: Callable[[SourceRow], SourceRow]) -> "Part":
        return evolve(
            self,
            rows=[change(row) for row in self.rows],
            parts=[part.with_rows(change) for part in self.parts],
        )

    def all_rows(self) -> Iterator[SourceRow]:
        yield from self.rows
        for part in self.parts:
            yield from part.all_rows()


@frozen(kw_only=True)
class Explanation:
    """A figure and everything behind it. An unknown value lies between `low` and `high`."""

    ref: str
    title: str
    value: Decimal | None
    unit: str
    sentence: str
    low: Decimal | None = None
    high: Decimal | None = None
    parts: Sequence[Part] = ()
    sources: Sequence[Source] = ()

    def rows(self) -> Iterator[SourceRow]:
        """Give the rows of all parts, at any depth."""
        for part in self.parts:
            yield from part.all_rows()

    def with_rows(self, change: Callable[[SourceRow], SourceRow]) -> "Explanation":
        return evolve(self, parts=[part.with_rows(change) for part in self.parts])


def shortened(parts: list[Part], unit: str) -> list[Part]:
    """Keep the first parts, and make one of all the others."""
    if len(parts) <= SHOWN:
        return parts
    rest = Sum()
    for part in parts[SHOWN:]:
        rest.add(None if part.value is None else EXACT.multiply(part.value, SIGNS[part.sign]))
    label = f"and {len(parts) - SHOWN} more"
    return [
        *parts[:SHOWN],
        Part(sign="+", label=label, value=rest.amount, unit=unit, kind="figure"),
    ]


def rows(event: Transaction) -> list[SourceRow]:
    if event.row is None:
        return []
    place = event.row
    return [SourceRow(file=place.file, line=place.line, raw=raw(event), digest=digest(event))]


def raw(event: Transaction) -> str:
    """Write what was recorded of an event, the way a ledger file would."""
    legs = [("sent", event.sent), ("received", event.received)]
    legs += [("fee", fee) for fee in event.fees]
    said = [f"{event.time:%Y-%m-%dT%H:%M:%SZ}", event.type, event.account]
    said += [f"{name} {plain(leg.quantity)} {leg.asset}" for name, leg in legs if leg]
    if event.value is not None:
        said.append(f"value {plain(event.value)} {event.value_currency}".rstrip())
    return ", ".join([*said, *filter(None, (event.subtype, event.txid, event.note))])


def day(moment: datetime) -> str:
    return f"{moment.day} {moment:%b %Y}"
