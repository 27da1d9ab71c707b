"""Write the transactions of a file as rows that a database takes, some thousands at a time.

Nothing of SQLAlchemy is loaded here: a process that only reads starts at once.
"""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, NamedTuple, Protocol, TypeAlias

from attrs import frozen

from cryptotracker.domain.numbers import plain
from cryptotracker.domain.portfolio.identity import summed_up, texts
from cryptotracker.domain.portfolio.transactions import Amount, Transaction
from cryptotracker.ports.formats import Outcome, Remark

CHUNK: Final = 20_000
CONTENT: Final = tuple(
    """
    type subtype account to_account sent_asset sent_quantity received_asset received_quantity
    fee_asset fee_quantity more_fees value value_currency fee_value event txid note tags
    """.split()
)
COLUMNS: Final = ("id", "line", "digest", "occurrence", "time", *CONTENT)
"""The columns of a staged row, in its order."""

Staged: TypeAlias = tuple[str | int | bytes | None, ...]
Packed: TypeAlias = list[Staged] | bytes


class Chunk(NamedTuple):
    """What so many rows of a file came to; `read` counts those of earlier chunks too."""

    read: int
    entries: int
    rows: Packed
    remarks: list[Remark]


class Encoding(Protocol):
    """How a driver wants values and rows."""

    def id(self, number: int) -> str | bytes: ...

    def digest(self, raw: bytes) -> str | bytes: ...

    def time(self, instant: str, time: datetime) -> str | int: ...

    def pack(self, rows: list[Staged]) -> Packed: ...


@frozen
class SqliteEncoding(Encoding):
    """Values as SQLite keeps them; a time is its microseconds."""

    def id(self, number: int) -> bytes:
        return number.to_bytes(16)

    def digest(self, raw: bytes) -> bytes:
        return raw

    def time(self, instant: str, _: datetime) -> int:
        return int(instant)

    def pack(self, rows: list[Staged]) -> list[Staged]:
        return rows


@frozen
class PostgresEncoding(Encoding):
    """CSV; asyncpg encodes a number slower than PostgreSQL reads it."""

    def id(self, number: int) -> str:
        return f"{number:032x}"

    def digest(self, raw: bytes) -> str:
        return "\\x" + raw.hex()

    def time(self, _: str, time: datetime) -> str:
        return time.isoformat()

    def pack(self, rows: list[Staged]) -> bytes:
        lines = io.StringIO(newline="")
        csv.writer(lines, lineterminator="\n").writerows(rows)
        return lines.getvalue().encode()


@frozen
class Order:
    """What to read and how to write it; the rows' ids follow `first`."""

    read: Callable[[], Iterator[Outcome]]
    encoding: Encoding
    first: int

    def chunks(self, after: int = 0) -> Iterator[Chunk]:
        """Read the file, but for so many rows of it."""
        outcomes = enumerate(islice(self.read(), after, None), after + 1)
        while batch := self.chunk(islice(outcomes, CHUNK)):
            yield batch

    def chunk(self, outcomes: Iterator[tuple[int, Outcome]]) -> Chunk | None:
        """Write what these rows came to, None if there are none."""
        read, rows, remarks = 0, [], []
        seen: defaultdict[bytes, int] = defaultdict(int)
        for read, outcome in outcomes:
            if isinstance(outcome, Transaction):
                rows.append(self.row(read, outcome, seen))
            else:
                remarks.append(outcome)
        return Chunk(read, len(rows), self.encoding.pack(rows), remarks) if read else None

    def row(self, number: int, event: Transaction, seen: defaultdict[bytes, int]) -> Staged:
        """Write a row as texts, which both databases take as they are."""
        encoding, written, fees = self.encoding, texts(event), event.fees
        key = summed_up(written)
        seen[key] += 1
        instant, kind, subtype, account, to, sent, given, received, got = written[:9]
        value, currency, fee_value, _, txid = written[9:14]
        return (
            encoding.id(self.first + number),
            event.row.line if event.row else number,
            encoding.digest(key),
            seen[key],
            encoding.time(instant, event.time),
            kind,
            subtype,
            account,
            to,
            sent if given else None,
            given or None,
            received if got else None,
            got or None,
            *(written[14:16] or (None, None)),
            more_fees(fees[1:]) if len(fees) > 1 else "",
            value or None,
            currency,
            fee_value or None,
            event.id,
            txid,
            event.note,
            event.tags,
        )


def more_fees(fees: Sequence[Amount]) -> str:
    return json.dumps([[fee.asset, plain(fee.quantity)] for fee in fees], ensure_ascii=False)
