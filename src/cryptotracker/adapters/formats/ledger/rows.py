"""Turn rows of our own ledger into transactions; this is where a million rows spend their time.

The header is resolved once into positions, so a row costs one pick of its cells, no look-up by
name. A column that the header lacks is read from an empty cell put behind the row.
"""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from operator import itemgetter
from sys import intern
from typing import Final
from zoneinfo import ZoneInfo

from attrs import frozen

from cryptotracker.adapters.formats.files.times import reader
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.numbers import AMOUNT, amount_fault
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction

COLUMNS: Final = (
    "time type subtype account to_account sent_asset sent_quantity received_asset"
    " received_quantity value value_currency fee_value id txid note tags"
).split()
FEE: Final = re.compile(r"fee(?:[1-9][0-9]?)?_(?:asset|quantity)", re.ASCII)
LEGS: Final = frozenset({"sent_asset", "received_asset", "fee_asset"})

matches: Final = AMOUNT.fullmatch


def is_ledger(header: Sequence[str]) -> bool:
    """Tell our own header from any other."""
    names = {named(cell) for cell in header}
    return {"time", "type"} <= names and not LEGS.isdisjoint(names)


def named(cell: str) -> str:
    """Bring a header's cell to the name of a column."""
    return cell.strip().lower()


@frozen
class Rows:
    """Reads rows that stand under one header.

    Attributes:
        fees: name, asset's and quantity's position of each fee.
        unknown: title and position of the columns that become notes.
    """

    file: str
    width: int
    pick: Callable[[list[str]], tuple[str, ...]]
    fees: tuple[tuple[str, int, int], ...]
    unknown: tuple[tuple[str, int], ...]
    read_time: Callable[[str], datetime]

    def transaction(self, line: int, cells: list[str]) -> Transaction:
        """Read one row, or raise InvalidValueError with the column at fault."""
        if len(cells) != self.width:
            reason = f"the row has {len(cells)} cells where the header has {self.width}"
            raise InvalidValueError(column="", value="", reason=reason)
        cells.append("")
        time, kind, subtype, account, to, a, b, c, d, value, *texts = self.pick(cells)
        currency, fee_value, id_, txid, note, tags = texts
        if self.unknown:
            extra = [f"{name}: {cells[at]}" for name, at in self.unknown if cells[at]]
            note = "; ".join([note, *extra] if note else extra)
        return Transaction(
            time=self.read_time(time),
            type=intern(kind),
            account=intern(account) if account else "main",
            sent=leg("sent", a, b) if a or b else None,
            received=leg("received", c, d) if c or d else None,
            fees=self.paid(cells),
            value=quantity("value", value) if value else None,
            value_currency=intern(currency),
            fee_value=quantity("fee_value", fee_value) if fee_value else None,
            subtype=intern(subtype),
            to_account=intern(to),
            id=id_,
            txid=txid,
            note=note,
            tags=tags,
            row=Row(self.file, line),
        )

    def paid(self, cells: list[str]) -> tuple[Amount, ...]:
        fees: tuple[Amount, ...] = ()
        for name, asset, number in self.fees:
            if cells[asset] or cells[number]:
                fees = (*fees, leg(name, cells[asset], cells[number]))
        return fees


def leg(name: str, asset: str, number: str) -> Amount:
    if not asset or not asset.isprintable():
        reason = "an asset has only printable characters" if asset else "a quantity of what?"
        raise InvalidValueError(column=f"{name}_asset", value=asset, reason=reason)
    if matches(number) is None:
        raise InvalidValueError(
            column=f"{name}_quantity",
            value=number,
            reason=amount_fault(number),
        )
    return Amount(intern(asset), Decimal(number))


def quantity(name: str, text: str) -> Decimal:
    if matches(text) is None:
        raise InvalidValueError(column=name, value=text, reason=amount_fault(text))
    return Decimal(text)


def rows(header: Sequence[str], *, file: str, time_zone: ZoneInfo | None) -> Rows:
    """Resolve a header, or raise ValueError when a column stands in it twice."""
    names = [named(cell) for cell in header]
    places: dict[str, int] = {}
    unknown = []
    for at, name in enumerate(names):
        if name not in COLUMNS and FEE.fullmatch(name) is None:
            unknown.append((header[at].strip() or f"column {at + 1}", at))
        elif places.setdefault(name, at) != at:
            message = f"the column {name} stands in the header twice"
            raise ValueError(message)
    end = len(names)
    fees = dict.fromkeys(name.partition("_")[0] for name in places if FEE.fullmatch(name))
    return Rows(
        file=file,
        width=end,
        pick=itemgetter(*(places.get(name, end) for name in COLUMNS)),
        fees=tuple(
            (fee, places.get(f"{fee}_asset", end), places.get(f"{fee}_quantity", end))
            for fee in sorted(fees, key=lambda fee: int(fee.removeprefix("fee") or 1))
        ),
        unknown=tuple(unknown),
        read_time=reader("time", time_zone),
    )
