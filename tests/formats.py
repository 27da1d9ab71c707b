"""File formats for tests: a file holds whatever the test says it does."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from attrs import frozen

from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.domain.portfolio.transactions import Amount, Row, Transaction
from cryptotracker.domain.records import changed
from cryptotracker.ports.formats import FileFormats, Outcome

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


@frozen
class Listed(FileFormats):
    """Files by their path; each row gets its place in the file."""

    files: Mapping[str, Sequence[Outcome]]

    def names(self) -> Sequence[str]:
        return ["listed"]

    def recognise(self, _: Path) -> str:
        return "listed"

    def read(
        self, path: Path, *, format_name: str = "auto", time_zone: str | None = None, file: str = ""
    ) -> Iterator[Outcome]:
        del format_name, time_zone
        for line, outcome in enumerate(self.files[str(path)], 2):
            if isinstance(outcome, Transaction):
                yield changed(outcome, row=Row(file, line))
            else:
                yield outcome

    def literal(self, head: bytes, *, format_name: str) -> Callable[[bytes], LiteralRow]:
        del head, format_name
        return lambda found: LiteralRow(text=found.partition(b"\n")[0].decode())


def bought(quantity: str = "1", *, after: int = 0, fees: int = 0) -> Transaction:
    """Make a purchase, so many seconds into the year."""
    return Transaction(
        time=NEW_YEAR + timedelta(seconds=after),
        type="buy",
        account="kraken",
        sent=Amount("EUR", Decimal("60000.5")),
        received=Amount("BTC", Decimal(quantity)),
        fees=(Amount("EUR", Decimal("0.26")),) * fees,
    )
