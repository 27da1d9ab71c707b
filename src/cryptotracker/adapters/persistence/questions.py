"""Ask for a row as fast as can be: for what nearly every request wants to know."""

from collections.abc import Callable, Sequence
from typing import Any, Final

from attrs import frozen
from sqlalchemy import URL, Row, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncConnection

from cryptotracker.adapters.persistence.connections import BROKEN, driver_of, shown, unusable
from cryptotracker.adapters.persistence.engines import DRIVERS

POSTGRES: Final[Dialect] = URL.create(DRIVERS["postgresql"]).get_dialect()()


@frozen
class Question:
    """A query for one row or none, made once; its values are given by name.

    SQLAlchemy writes it, and on SQLite asks it. On PostgreSQL it would take five times as long to
    bring a row as the driver alone does, so there the driver is asked; it must be given values as
    it takes them, such as a UUID.
    """

    _query: Select[Any]
    _text: str
    _names: Sequence[str]
    _readers: Sequence[tuple[int, Callable[[Any], Any]]]

    @classmethod
    def of(cls, query: Select[Any]) -> "Question":
        compiled = query.compile(dialect=POSTGRES)
        readers = [
            column.type.dialect_impl(POSTGRES).result_processor(POSTGRES, None)
            for column in query.selected_columns
        ]
        return cls(
            query,
            str(compiled),
            tuple(compiled.positiontup or ()),
            tuple((at, reader) for at, reader in enumerate(readers) if reader is not None),
        )

    async def ask(self, connection: AsyncConnection, **values: object) -> Sequence[Any] | None:
        if connection.dialect.name != "postgresql":
            found: Row[Any] | None = (await connection.execute(self._query, values)).one_or_none()
            return found
        given = [values[name] for name in self._names]
        try:
            with shown(connection, "SELECT", self._text):
                record = await driver_of(connection).fetchrow(self._text, *given)
        except BROKEN as error:
            raise unusable(error) from error
        if record is None:
            return None
        row = list(record)
        for at, reader in self._readers:
            row[at] = reader(row[at])
        return row
