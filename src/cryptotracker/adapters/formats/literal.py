"""Give a row as it stands in its file, beside the cells that are read from it."""

from collections.abc import Sequence
from io import BytesIO
from typing import Final

from cryptotracker.adapters.formats.files.lines import QUOTED_LINES, numbered, records
from cryptotracker.adapters.formats.ledger import json_lines
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.portfolio.kept_files import LiteralRow

LONGEST: Final = 4096
"""Characters of a row that are shown; nearly every row has fewer than five hundred."""


def line(found: bytes, *, end: bytes) -> LiteralRow:
    """Give a row of JSON Lines, which is one line."""
    text = written(found, end, 1)
    if len(text) > LONGEST:
        return LiteralRow(text=text[:LONGEST], cut=True)
    try:
        keys, values = json_lines.members(text)
    except InvalidValueError:
        return LiteralRow(text=text)
    return LiteralRow(text=text, cells=list(zip(keys, values, strict=True)))


def row(found: bytes, *, end: bytes, delimiter: str, header: Sequence[str]) -> LiteralRow:
    """Give a row of a table, which may go on over several lines in quotation marks."""
    lines = end.join(found.split(end, QUOTED_LINES + 1)[: QUOTED_LINES + 1])
    waiting = list(numbered(BytesIO(lines), end))
    left = iter(waiting)
    record = next(records(left, delimiter), None)
    taken = 1 if record is None or record.fault else len(waiting) - len(list(left))
    text = written(found, end, taken)
    if len(text) > LONGEST:
        return LiteralRow(text=text[:LONGEST], cut=True)
    if record is None or record.fault:
        return LiteralRow(text=text)
    names = [header[at].strip() if at < len(header) else "" for at in range(len(record.cells))]
    return LiteralRow(text=text, cells=list(zip(names, record.cells, strict=True)))


def written(found: bytes, end: bytes, lines: int) -> str:
    """Decode so many first lines, without the end of the last one."""
    text = end.join(found.split(end, lines)[:lines]).decode("utf-8", "replace")
    return text.removeprefix("\ufeff").removesuffix("\r")
