"""What the small files have in common: a header, rows of cells, times and exact numbers."""

import csv
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Final, TypeVar

from cryptotracker.domain.errors import InvalidValueError, UnknownFormatError, UnreadableFileError
from cryptotracker.domain.numbers import amount
from cryptotracker.ports.formats import Rejection

T = TypeVar("T")
Cells = dict[str, str]

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
INSTANT: Final = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII
)


def validity(text: str) -> tuple[datetime, datetime]:
    """Return the instant twice, or the first and last instant of a UTC day."""
    try:
        if DAY.fullmatch(text):
            start = datetime.combine(date.fromisoformat(text), time(), UTC)
            return start, start + timedelta(days=1, microseconds=-1)
        if INSTANT.fullmatch(text):
            instant = datetime.fromisoformat(text).astimezone(UTC)
            return instant, instant
    except (ValueError, OverflowError) as error:
        raise InvalidValueError(column="time", value=text, reason=str(error)) from error
    reason = "a time is a date, or RFC 3339 with Z or an offset"
    raise InvalidValueError(column="time", value=text, reason=reason)


def present(cells: Cells, column: str) -> str:
    if not cells[column].strip():
        raise InvalidValueError(column=column, value="", reason=f"{column} is missing")
    return cells[column].strip()


def number(cells: Cells, column: str) -> Decimal:
    try:
        return amount(cells[column].strip())
    except ValueError as error:
        raise InvalidValueError(column=column, value=cells[column], reason=str(error)) from error


def rows(
    path: Path, columns: tuple[str, ...], read: Callable[[Cells], T]
) -> Iterator[T | Rejection]:
    """Read a CSV file with a header; the columns may come in any order."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = csv.reader(file)
            header = [cell.strip().lower() for cell in next(lines, [])]
            if not set(columns) <= set(header):
                raise UnknownFormatError(
                    file=str(path), header=",".join(header), known=",".join(columns)
                )
            for cells in lines:
                if cells:
                    yield row(str(path), lines.line_num, header, cells, read)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UnreadableFileError(file=str(path), reason=str(error)) from error


def row(
    file: str, line: int, header: list[str], cells: list[str], read: Callable[[Cells], T]
) -> "T | Rejection":
    if len(cells) != len(header):
        reason = f"the row has {len(cells)} cells, the header {len(header)}"
        return Rejection(file=file, line=line, column="", value="", reason=reason)
    try:
        return read(dict(zip(header, cells, strict=True)))
    except InvalidValueError as error:
        return Rejection(
            file=file, line=line, column=error.column, value=error.value, reason=error.reason
        )
