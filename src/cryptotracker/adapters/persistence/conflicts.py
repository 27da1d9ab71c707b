"""INSERT with ON CONFLICT, which both kinds of database have and SQLAlchemy spells twice."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

INSERTS: Final[Mapping[str, Callable[[Table], Any]]] = {
    "sqlite": sqlite.insert,
    "postgresql": postgresql.insert,
}


def insert_into(table: Table, connection: AsyncConnection) -> Any:
    return INSERTS[connection.dialect.name](table)
