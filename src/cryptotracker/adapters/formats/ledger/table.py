"""Read our own ledger as a table (`ledger-csv`)."""

from collections.abc import Iterator

from cryptotracker.adapters.formats.files.lines import Record
from cryptotracker.adapters.formats.files.rejecting import rejection, spoilt
from cryptotracker.adapters.formats.ledger.rows import Rows
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.ports.formats import Outcome


def read(records: Iterator[Record], rows: Rows) -> Iterator[Outcome]:
    """Read the rows after the header."""
    outcome: Outcome
    read_row, file = rows.transaction, rows.file
    for line, cells, fault in records:
        if fault:
            yield spoilt(file, line, cells, fault)
            continue
        try:
            outcome = read_row(line, cells)
        except InvalidValueError as error:
            outcome = rejection(file, line, error)
        yield outcome
