"""All rows of a database, as lines of JSON that are the same from SQLite and from PostgreSQL."""

import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from alembic import command
from alembic.util import CommandError
from attrs import frozen
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    String,
    Text,
    column,
    func,
    insert,
    inspect,
    select,
    table,
    text,
)
from sqlalchemy import Table as SqlTable
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import TypeEngine

from cryptotracker.adapters.persistence.columns import Exact, Id, Moment, microseconds, moment
from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine
from cryptotracker.adapters.persistence.ownership import EVERYBODY, work_for
from cryptotracker.adapters.persistence.reading import for_reading, reading
from cryptotracker.adapters.persistence.revision import NEWEST, named
from cryptotracker.adapters.persistence.schema import create_rebuilding_engine, scripts
from cryptotracker.adapters.persistence.tables import metadata
from cryptotracker.domain.errors import (
    BackupUnusableError,
    DatabaseNotEmptyError,
    DatabaseUnavailableError,
)
from cryptotracker.domain.numbers import plain
from cryptotracker.ports.backups import Rows, RowSink, RowSource, Table
from cryptotracker.ports.secrets import INSTALLATION

BATCH: Final = 2_000
HERE: Final = frozenset(
    """
    attempts candle_series candles handshakes last_prices price_questions ring_keys
    schedules signing_keys spent_proofs worker_keys workers
    """.split()
)
"""What is of one installation, and not of what is kept in it: where a backup is restored there is
another master key or none yet, and who asked for the old one would be kept from the rest. Candles
and prices of now come again from their source, and there may be a hundred million of them."""

OF_INSTALLATION: Final = frozenset({"data_keys", "secrets"})
"""Tables in which the owner INSTALLATION has rows, which are of one installation, too."""

TABLES: Final = [each for each in metadata.sorted_tables if each.name not in HERE]


def same(value: Any) -> Any:
    return value


@frozen
class Codec:
    """How a kind of value is written in JSON, and read from it.

    Attributes:
        of: which columns hold it.
        write: what a driver gave, of either database.
        read: for PostgreSQL, in a column of `type`.
        read_raw: for SQLite, as it keeps it; a converter a value takes too long.
    """

    of: type[TypeEngine[Any]]
    type: TypeEngine[Any]
    write: Callable[[Any], object] = same
    read: Callable[[Any], object] = same
    read_raw: Callable[[Any], object] = same


def id_text(value: UUID | bytes) -> str:
    return value.hex() if isinstance(value, bytes) else value.hex


def exact_text(value: Decimal | str) -> str:
    return value if isinstance(value, str) else plain(value)


def moment_count(value: datetime | int) -> int:
    return value if isinstance(value, int) else microseconds(value)


KINDS: Final[Mapping[str, Codec]] = {
    "id": Codec(Id, Id(), id_text, UUID, bytes.fromhex),
    "exact": Codec(Exact, Exact(), exact_text, Decimal),
    "moment": Codec(Moment, Moment(), moment_count, moment),
    "bytes": Codec(LargeBinary, LargeBinary(), bytes.hex, bytes.fromhex, bytes.fromhex),
    "truth": Codec(Boolean, Boolean(), bool),
    "number": Codec(Integer, BigInteger()),
    "text": Codec(String, Text()),
}


def kind_of(each: Column[Any]) -> str:
    """Name what a column holds; of a new type there must be a line in KINDS."""
    return next(name for name, codec in KINDS.items() if isinstance(each.type, codec.of))


def described(each: SqlTable) -> Table:
    return Table(name=each.name, columns=[(one.name, kind_of(one)) for one in each.columns])


@frozen
class SqlRowSource(RowSource):
    _connection: AsyncConnection
    revision: str

    @property
    def tables(self) -> Sequence[Table]:
        return [described(each) for each in TABLES]

    async def rows(self, table: Table) -> AsyncIterator[Sequence[bytes]]:
        codecs = [KINDS[kind] for _, kind in table.columns]
        query = select(*selected(table, raw=True).columns).where(*users(table.name))
        query = query.execution_options(yield_per=BATCH)
        async with self._connection.stream(query) as result:
            async for batch in result.partitions():
                yield [line(codecs, row) for row in batch]


@frozen
class SqlRowSink(SqlRowSource, RowSink):
    async def add(self, table: Table, rows: Sequence[bytes]) -> None:
        raw = self._connection.dialect.name == "sqlite"
        codecs = [KINDS[kind] for _, kind in table.columns]
        readers = [codec.read_raw if raw else codec.read for codec in codecs]
        names = [name for name, _ in table.columns]
        found = [dict(zip(names, values(readers, row), strict=True)) for row in rows]
        if found:
            await self._connection.execute(insert(selected(table, raw=raw)), found)


def selected(described: Table, *, raw: bool) -> Any:
    """Name a table's columns, raw without their types: then nobody converts what they hold."""
    columns = [column(name, None if raw else KINDS[kind].type) for name, kind in described.columns]
    return table(described.name, *columns)


def users(table: str) -> Sequence[ColumnElement[bool]]:
    """Leave out what is of the installation itself."""
    return [column("owner", Id()) != INSTALLATION] if table in OF_INSTALLATION else []


def line(codecs: Sequence[Codec], row: Sequence[Any]) -> bytes:
    cells = [
        None if value is None else codec.write(value)
        for codec, value in zip(codecs, row, strict=True)
    ]
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode()


def values(readers: Sequence[Callable[[Any], object]], row: bytes) -> list[object]:
    return [
        None if value is None else read(value)
        for read, value in zip(readers, json.loads(row), strict=True)
    ]


@frozen
class SqlRows(Rows):
    """The rows of the database at an address."""

    _url: str

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[RowSource]:
        engine = create_engine(self._url)
        try:
            async with reading(for_reading(engine), EVERYBODY) as connection:
                found = await connection.run_sync(named)
                if found != NEWEST:
                    reason = f"its tables are of {found}; run: cryptotracker db upgrade"
                    raise DatabaseUnavailableError(reason=reason)
                yield SqlRowSource(connection, NEWEST)
        finally:
            await engine.dispose()

    @asynccontextmanager
    async def writing(self, revision: str) -> AsyncIterator[RowSink]:
        engine = create_rebuilding_engine(self._url)
        try:
            async with connected(engine) as connection, connection.begin():
                await work_for(connection, EVERYBODY)
                await connection.run_sync(prepare, revision)
                yield SqlRowSink(connection, revision)
                if connection.dialect.name == "postgresql":
                    await connection.execute(text("CLOSE ALL"))  # what was read to its end, too
                await connection.run_sync(upgrade, "head")
        finally:
            await engine.dispose()


def prepare(connection: Connection, revision: str) -> None:
    """Bring an empty database to the tables that some rows are of."""
    found = named(connection)
    there = set(inspect(connection).get_table_names())
    for each in TABLES:
        rows = select(func.count()).select_from(each).where(*users(each.name))
        if each.name in there and connection.scalar(rows):
            raise DatabaseNotEmptyError(table=each.name)
    if found not in {None, revision}:
        metadata.drop_all(connection)
        connection.execute(text("DROP TABLE alembic_version"))
    upgrade(connection, revision)


def upgrade(connection: Connection, revision: str) -> None:
    settings = scripts()
    settings.attributes["connection"] = connection
    try:
        command.upgrade(settings, revision)
    except CommandError as error:
        reason = f"a newer version of this program made it: {error}"
        raise BackupUnusableError(reason=reason) from error
