"""The small files a calculation may take beside its ledgers."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from attrs import frozen

from cryptotracker.domain.market.candles import Candle
from cryptotracker.domain.market.prices import Price
from cryptotracker.domain.returns.cash_flows import CashFlow
from cryptotracker.ports.formats import Rejection


@frozen(kw_only=True)
class Election:
    """The owner's choice: a disposal uses so much of what an event acquired."""

    disposal: str
    acquired: str
    quantity: Decimal


class Inputs(Protocol):
    """Reads price, election, candle and cash-flow files.

    - a wrong row becomes a Rejection, and the rows after it are read;
    - a file that cannot be read raises UnreadableFileError, one of another header
      UnknownFormatError;
    - a price of a date holds for its UTC day;
    - a candle without a volume has none, which is not a volume of 0;
    - a cash flow of a date is at its first instant in UTC, and one without a value has none.
    """

    def prices(self, path: Path) -> Iterator[Price | Rejection]: ...

    def elections(self, path: Path) -> Iterator[Election | Rejection]: ...

    def candles(self, path: Path) -> Iterator[Candle | Rejection]: ...

    def cash_flows(self, path: Path) -> Iterator[CashFlow | Rejection]: ...
