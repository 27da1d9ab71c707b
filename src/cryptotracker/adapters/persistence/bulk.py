"""Add the rows of a file to a portfolio's entries, counting equal rows once a file.

Identity lives in the database, never in memory. Rows come in chunks: a chunk is staged in a
temporary table, given the occurrences that earlier chunks leave it, and merged; what another
import brought before is claimed instead. While the database merges one chunk, the next is read.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing
from typing import Final, Protocol

from attrs import define
from sqlalchemy import bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence import ahead
from cryptotracker.adapters.persistence.columns import Id
from cryptotracker.adapters.persistence.encoding import (
    CHUNK,
    COLUMNS,
    Chunk,
    Encoding,
    Order,
    Packed,
)
from cryptotracker.domain.portfolio.portfolios import Import
from cryptotracker.ports.persistence import Source

ROW_IDS: Final = 1 << 40
"""So many ids follow that of an import: its rows have them in their order."""


class Staging(Protocol):
    """How a driver takes many rows at once into the table `staging`."""

    @property
    def encoding(self) -> Encoding: ...

    @property
    def insert(self) -> str:
        """The words that begin the insertion of rows, none of which can break a rule."""
        ...

    async def prepare(self, connection: AsyncConnection) -> None:
        """Get ready for work that takes longer than any request."""
        ...

    async def fill(self, connection: AsyncConnection, rows: Packed) -> None: ...

    async def settle(self, connection: AsyncConnection) -> None:
        """Get ready for queries after many rows were added."""
        ...


LISTED: Final = ", ".join(COLUMNS)
CREATE: Final = f"""
    CREATE TEMPORARY TABLE staging AS SELECT {LISTED} FROM transactions WHERE false
"""  # noqa: S608 - our own names, nothing from outside
REMOVE: Final = "DELETE FROM transactions WHERE id IN (SELECT id FROM staging)"
# A fresh table has no statistics yet, and PostgreSQL would rather read a portfolio than look
# rows up. It cannot turn a correlated count into a join, so it has to use the index.
COUNT_ON: Final = """
    UPDATE staging SET occurrence = occurrence + (
        SELECT count(*) FROM transactions t
        WHERE t.portfolio_id = :portfolio AND t.digest = staging.digest AND (
            t.import_id = :import OR 0 < (
                SELECT count(*) FROM claims c
                WHERE c.transaction_id = t.id AND c.import_id = :import)))
    WHERE 0 < (
        SELECT count(*) FROM transactions t
        WHERE t.portfolio_id = :portfolio AND t.digest = staging.digest)
"""
INSERT: Final = f"""
    {{insert}} INTO transactions (portfolio_id, import_id, {LISTED})
    SELECT :portfolio, :import, {LISTED} FROM staging WHERE true
    ON CONFLICT (portfolio_id, digest, occurrence) DO NOTHING
"""  # noqa: S608 - our own names, nothing from outside
CLAIM: Final = """
    WITH known AS MATERIALIZED (
        SELECT s.id AS staged, s.line, (
            SELECT t.id FROM transactions t
            WHERE t.portfolio_id = :portfolio
                AND t.digest = s.digest AND t.occurrence = s.occurrence) AS id
        FROM staging s)
    INSERT INTO claims (transaction_id, import_id, line)
    SELECT id, :import, line FROM known WHERE id <> staged
"""


@define
class Bulk:
    """One import on its way into the database."""

    _connection: AsyncConnection
    _staging: Staging
    _record: Import
    _source: Source
    _careful: bool = False
    added: int = 0
    known: int = 0

    @property
    def _insert(self) -> str:
        return INSERT.format(insert=self._staging.insert)

    async def run(self) -> None:
        await self._staging.prepare(self._connection)
        await self._execute(CREATE)
        first = self._record.id.int // ROW_IDS * ROW_IDS
        order = Order(self._source.read, self._staging.encoding, first)
        read = 0
        with closing(ahead.chunks(order, self._source.size)) as chunks:
            async with meanwhile(self._next_of(chunks)) as coming:
                pass
            while chunk := await coming:
                read = chunk.read
                await self._staging.fill(self._connection, chunk.rows)
                async with meanwhile(self._next_of(chunks)) as coming:
                    await self._merge(chunk.entries)
        await self._execute("DROP TABLE staging")
        if read >= CHUNK:
            await self._staging.settle(self._connection)

    def _next_of(self, chunks: Iterator[Chunk]) -> Callable[[], Chunk | None]:
        def work() -> Chunk | None:
            chunk = next(chunks, None)
            if chunk is not None:
                self._source.watch(chunk.read, chunk.remarks)
            return chunk

        return work

    async def _merge(self, count: int) -> None:
        """Add a chunk's rows in the hope that all are new: a digest seen before has a first row.

        Once that hope fails, rows are counted on from those of earlier chunks before they go in.
        """
        added = 0 if self._careful else await self._execute(self._insert)
        if added < count:
            if not self._careful:
                await self._execute(REMOVE)
            self._careful = True
            await self._execute(COUNT_ON)
            added = await self._execute(self._insert)
            await self._execute(CLAIM)
        await self._execute("DELETE FROM staging")
        self.added += added
        self.known += count - added

    async def _execute(self, sql: str) -> int:
        ids = {"portfolio": self._record.portfolio_id, "import": self._record.id}
        bound = [bindparam(name, ids[name], type_=Id) for name in ids if f":{name}" in sql]
        return (await self._connection.execute(text(sql).bindparams(*bound))).rowcount


@asynccontextmanager
async def meanwhile(
    work: Callable[[], Chunk | None],
) -> AsyncIterator[asyncio.Task[Chunk | None]]:
    """Do blocking work in a thread; even after an error, wait until the thread is done."""
    task = asyncio.create_task(asyncio.to_thread(work))
    try:
        yield task
    finally:
        await finished(task)


async def finished(task: asyncio.Task[Chunk | None]) -> None:
    """Wait for a thread, and pass on only then that somebody would not wait."""
    impatient = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            impatient = error
    if impatient is not None:
        raise impatient
