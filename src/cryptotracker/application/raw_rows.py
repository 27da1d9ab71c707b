"""Read rows again where they stand: in the file that was kept, or in one not yet imported."""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.domain.errors import (
    CryptoTrackerError,
    StorageUnavailableError,
)
from cryptotracker.domain.portfolio.explanations import Explanation, SourceRow
from cryptotracker.domain.portfolio.kept_files import BLOCK, HEAD, KeptFile, LineIndex, LiteralRow
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.formats import FileFormats
from cryptotracker.ports.persistence import Database, Origin

NOT_KEPT: Final = "the file was not kept"
NOT_READ: Final = "the kept files cannot be read now"
ROWS_MOST: Final = 250
"""So many rows of one explanation are read; it lists no more parts than that."""

AT_ONCE: Final = 8
PATIENCE_SECONDS: Final = 5
"""An explanation does not wait longer for a store; it is worth having without its literal rows."""

Part: TypeAlias = Callable[[int, int], Awaitable[bytes]]
"""Reads so many bytes of a file, from so far on."""

Take: TypeAlias = Callable[[bytes], LiteralRow]


async def literal_rows(
    read: Part, index: LineIndex, formats: FileFormats, format_name: str, lines: Collection[int]
) -> Mapping[int, LiteralRow]:
    """Read the rows that begin on some lines, and of the rest of the file as little as may be."""
    head = await read(0, HEAD)
    take = formats.literal(head, format_name=format_name)
    wanted: dict[int, dict[int, int]] = defaultdict(dict)
    for line in lines:
        place = index.place(line)
        if place is not None:
            wanted[place[0]][line] = place[1]
    gate = asyncio.Semaphore(AT_ONCE)

    async def of_block(block: int) -> dict[int, LiteralRow]:
        async with gate:
            # A row may go on into the next block, and what goes on further is cut anyway.
            found = await read(block * BLOCK, 2 * BLOCK)
            return await asyncio.to_thread(rows, found, index.end, wanted[block], take)

    blocks = await asyncio.gather(*map(of_block, wanted))
    return {line: row for each in blocks for line, row in each.items()}


def rows(found: bytes, end: bytes, lines: Mapping[int, int], take: Take) -> dict[int, LiteralRow]:
    """Take rows out of a block; each begins after so many line ends."""
    taken = {}
    for line, ends in lines.items():
        after = found.split(end, ends)
        if len(after) > ends:
            taken[line] = take(after[ends])
    return taken


async def rows_of_file(
    path: Path, formats: FileFormats, format_name: str, lines: Collection[int]
) -> Mapping[int, LiteralRow]:
    """Read the rows of a file that lies on this machine."""

    def read(start: int, length: int) -> bytes:
        with path.open("rb") as file:
            file.seek(start)
            return file.read(length)

    async def part(start: int, length: int) -> bytes:
        return await asyncio.to_thread(read, start, length)

    index = await asyncio.to_thread(lambda: LineIndex.of(pieces_of(path)))
    return await literal_rows(part, index, formats, format_name, lines)


def pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(BLOCK):
            yield piece


@frozen
class ReadRows:
    """Give every row of an explanation its literal text, or the reason why there is none."""

    database: Database
    files: FileStore
    formats: FileFormats

    async def __call__(self, portfolio_id: UUID, explanation: Explanation) -> Explanation:
        wanted = list(dict.fromkeys(explanation.rows()))[:ROWS_MOST]
        if not wanted:
            return explanation
        async with self.database.snapshot() as work:
            origins = await work.files.origins(portfolio_id, {each.digest for each in wanted})
            places = {row: origin_of(row, origins.get(row.digest, ())) for row in wanted}
            imports = {each.import_id for each in places.values() if each}
            kept = {each: await work.files.get(each) for each in imports}
        by_file: dict[UUID, dict[SourceRow, Origin]] = defaultdict(dict)
        for row, place in places.items():
            if place is not None:
                by_file[place.import_id][row] = place
        told = [await self._read(kept[each], rows) for each, rows in by_file.items()]
        literal = {row: found for each in told for row, found in each.items()}
        return explanation.with_rows(lambda row: literal.get(row, evolve(row, missing=NOT_KEPT)))

    async def _read(
        self, kept: KeptFile | None, places: Mapping[SourceRow, Origin]
    ) -> dict[SourceRow, SourceRow]:
        reason = NOT_KEPT
        found: Mapping[int, LiteralRow] = {}
        if kept is not None:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    found = await self._literal(kept, places.values())
            except (StorageUnavailableError, TimeoutError):
                reason = NOT_READ
            except CryptoTrackerError:  # it is gone, or is not what it was
                reason = NOT_KEPT
        return {
            row: evolve(row, literal=found[place.line])
            if place.line in found
            else evolve(row, missing=reason)
            for row, place in places.items()
        }

    async def _literal(
        self, kept: KeptFile, places: Collection[Origin]
    ) -> Mapping[int, LiteralRow]:
        async def part(start: int, length: int) -> bytes:
            pieces = self.files.read(kept.key, start=start, length=length)
            return b"".join([piece async for piece in pieces])

        format_name = next(iter(places)).format
        lines = {each.line for each in places}
        return await literal_rows(part, kept.lines, self.formats, format_name, lines)


def origin_of(row: SourceRow, origins: Sequence[Origin]) -> Origin | None:
    """Find the import a row is of: equal rows are told apart by their place."""
    for each in origins:
        if (each.file, each.line) == (row.file, row.line):
            return each
    return None
