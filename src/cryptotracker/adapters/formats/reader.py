"""Read any file of a known format: find out which by its content, then stream its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib import import_module
from io import BytesIO
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules
from typing import BinaryIO, Final
from zoneinfo import ZoneInfo

from attrs import frozen

from cryptotracker.adapters import formats
from cryptotracker.adapters.formats import literal
from cryptotracker.adapters.formats.exports.declaration import Format, normal
from cryptotracker.adapters.formats.exports.reading import Table
from cryptotracker.adapters.formats.files.lines import Record, numbered, opened, records
from cryptotracker.adapters.formats.files.refusing import line_end
from cryptotracker.adapters.formats.files.rejecting import shortened
from cryptotracker.adapters.formats.files.times import zone
from cryptotracker.adapters.formats.ledger import json_lines, table
from cryptotracker.adapters.formats.ledger.rows import is_ledger, rows
from cryptotracker.domain.errors import UnknownFormatError, UnreadableFileError
from cryptotracker.domain.portfolio.kept_files import LiteralRow
from cryptotracker.ports.formats import FileFormats, Outcome

AUTO: Final = "auto"
LEDGER_CSV: Final = "ledger-csv"
LEDGER_JSONL: Final = "ledger-jsonl"
OWN: Final = (LEDGER_CSV, LEDGER_JSONL)

PREAMBLE: Final = 20
"""The header is among so many first rows; some exchanges write words before it."""

NO_HEADER: Final = Record(0, [])
DELIMITERS: Final = (",", ";", "\t")


@frozen(kw_only=True)
class Recognised:
    """What a file turned out to be, and where its rows begin."""

    name: str
    end: bytes
    delimiter: str = ","
    header: Record = NO_HEADER


class Formats(FileFormats):
    """Every format there is: our own two, and one for each module that declares one."""

    def names(self) -> Sequence[str]:
        return (*OWN, *sorted(declared()))

    def recognise(self, path: Path) -> str:
        return self.look(path, AUTO, path.name).name

    def read(
        self,
        path: Path,
        *,
        format_name: str = AUTO,
        time_zone: str | None = None,
        file: str = "",
    ) -> Iterator[Outcome]:
        """Recognise a file at once, so that a wrong one fails here; read it as it is asked for."""
        name = file or path.name
        in_zone = zone(time_zone)
        found = self.look(path, format_name, name)
        if found.name == LEDGER_CSV:
            check_header(found.header, name)
        return stream(path, name, found, in_zone)

    def look(self, path: Path, wanted: str, name: str) -> Recognised:
        """Find the format of a file among those wanted."""
        with opened(path, name) as file:
            return self.look_into(file, wanted, name)

    def look_into(self, file: BinaryIO, wanted: str, name: str) -> Recognised:
        end = line_end(file, name)
        first: Record | None = None
        if holds_json(file, end, wanted):
            return Recognised(name=LEDGER_JSONL, end=end)
        for delimiter in DELIMITERS:
            file.seek(0)
            for record in islice(records(numbered(file, end), delimiter), PREAMBLE):
                first = first or record
                found = "" if record.fault else recognised(record.cells, wanted)
                if found:
                    return Recognised(name=found, end=end, delimiter=delimiter, header=record)
        if first is None:
            raise UnreadableFileError(file=name, reason="is empty")
        known = ", ".join(self.names() if wanted == AUTO else (wanted,))
        header = shortened(first.fault or ",".join(first.cells))
        raise UnknownFormatError(file=name, header=header, known=known)

    def literal(self, head: bytes, *, format_name: str) -> Callable[[bytes], LiteralRow]:
        found = self.look_into(BytesIO(head), format_name, "")
        if found.name == LEDGER_JSONL:
            return partial(literal.line, end=found.end)
        return partial(
            literal.row, end=found.end, delimiter=found.delimiter, header=found.header.cells
        )


def holds_json(file: BinaryIO, end: bytes, wanted: str) -> bool:
    """Tell JSON Lines of ours by the first line that has something in it."""
    if wanted not in (AUTO, LEDGER_JSONL):
        return False
    file.seek(0)
    texts = (line.text.strip() for line in islice(numbered(file, end), PREAMBLE))
    first = next(filter(None, texts), "")
    return first.startswith("{") and (wanted == LEDGER_JSONL or json_lines.looks_like(first))


def recognised(cells: Sequence[str], wanted: str) -> str:
    """Name the format whose header this is, or nothing."""
    if wanted in (AUTO, LEDGER_CSV) and is_ledger(cells):
        return LEDGER_CSV
    if wanted in OWN or len(cells) == 1:
        return ""
    header = normal(cells)
    likely = {
        name: each.likeness(header) for name, each in declared().items() if wanted in (AUTO, name)
    }
    best = max(likely, key=likely.__getitem__, default="")
    return best if best and likely[best] else ""


def check_header(header: Record, name: str) -> None:
    try:
        rows(header.cells, file=name, time_zone=None)
    except ValueError as error:
        raise UnreadableFileError(file=name, reason=str(error)) from None


def stream(
    path: Path,
    name: str,
    found: Recognised,
    time_zone: ZoneInfo | None,
) -> Iterator[Outcome]:
    """Give the outcomes of a recognised file."""
    with opened(path, name) as file:
        lines = numbered(file, found.end)
        if found.name == LEDGER_JSONL:
            yield from json_lines.read(lines, file=name, time_zone=time_zone)
            return
        below = records(lines, found.delimiter)
        for record in below:
            if record.line == found.header.line:
                break
        header = found.header.cells
        if found.name == LEDGER_CSV:
            yield from table.read(below, rows(header, file=name, time_zone=time_zone))
        else:
            format_ = declared()[found.name]
            export = Table(format=format_, header=header, file=name, time_zone=time_zone)
            yield from export.outcomes(below)


@cache
def declared() -> Mapping[str, Format]:
    """Find the formats of others: the modules beside this one that hold a FORMAT.

    They are looked for only when a file is not our own, so reading a ledger starts fast.
    """
    found = {}
    for module in iter_modules(formats.__path__):
        if not module.ispkg:
            declaration = getattr(import_module(f"{formats.__name__}.{module.name}"), "FORMAT", 0)
            if isinstance(declaration, Format):
                found[declaration.name] = declaration
    return found
