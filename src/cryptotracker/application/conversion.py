"""Turn any file of a known format into one ledger, with a word on every row left out."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Protocol

from attrs import define, frozen

from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.formats import FileFormats, Rejection, Skipped


class LedgerWriter(Protocol):
    """Writes transactions the way a ledger file has them, line by line."""

    def __call__(self, transactions: Iterable[Transaction], *, fees: int) -> Iterator[str]:
        """Write; no transaction has more than so many fees."""
        ...


@define
class Counts:
    """What became of the rows of one file."""

    file: str
    read: int = 0
    skipped: int = 0
    rejected: int = 0


@frozen(kw_only=True)
class Conversion:
    """Files to convert, and how to read them.

    Attributes:
        tell: called with every row left out, and with the counts of each file at its end.
    """

    paths: Sequence[Path]
    format_name: str = "auto"
    time_zone: str | None = None
    tell: Callable[[Rejection | Skipped | Counts], None]


@frozen(kw_only=True)
class ConvertFiles:
    """Read files twice: once for the number of fee columns, once to write; memory stays small."""

    formats: FileFormats

    def __call__(self, conversion: Conversion, write: LedgerWriter) -> Iterator[str]:
        quietly = Conversion(
            paths=conversion.paths,
            format_name=conversion.format_name,
            time_zone=conversion.time_zone,
            tell=lambda _: None,
        )
        fees = max((len(event.fees) for event in self.transactions(quietly)), default=0)
        return write(self.transactions(conversion), fees=max(fees, 1))

    def transactions(self, conversion: Conversion) -> Iterator[Transaction]:
        for path in conversion.paths:
            counts = Counts(path.name)
            for outcome in self.formats.read(
                path, format_name=conversion.format_name, time_zone=conversion.time_zone
            ):
                if isinstance(outcome, Transaction):
                    counts.read += 1
                    yield outcome
                    continue
                counts.skipped += isinstance(outcome, Skipped)
                counts.rejected += isinstance(outcome, Rejection)
                conversion.tell(outcome)
            conversion.tell(counts)
