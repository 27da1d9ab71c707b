"""Bring a database to the tables of this version, and say where it stands.

Kept apart, because Alembic takes a third of a second to load and few commands need it.
"""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import CheckConstraint, Connection, Inspector, Table, event, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from cryptotracker.adapters.persistence.audit_tables import GUARDS
from cryptotracker.adapters.persistence.candle_tables import candles
from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine
from cryptotracker.adapters.persistence.tables import DIALECT, metadata
from cryptotracker.domain.errors import DatabaseUnavailableError

Answer = TypeVar("Answer")

HERE: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x637279  # a number of ours: two processes that start at once migrate in turn


TRIGGERS: Final = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
}


async def upgrade(url: str, to: str = "head") -> None:
    """Apply the migrations that are missing, all of them or none."""
    await run(url, partial(migrate, to=to), rebuilding=True)


async def check(url: str) -> Sequence[str]:
    """List how the database differs from what this version expects; nothing is fine."""
    return await run(url, differences)


async def run(
    url: str, work: Callable[[Connection], Answer], *, rebuilding: bool = False
) -> Answer:
    engine = create_rebuilding_engine(url) if rebuilding else create_engine(url)
    try:
        async with connected(engine) as connection, connection.begin():
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def create_rebuilding_engine(url: str) -> AsyncEngine:
    """Open a database so that migrations may change its tables."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", let_tables_be_replaced)
    return engine


def let_tables_be_replaced(connection: Any, _: object) -> None:
    """Switch off what would go wrong: SQLite changes a table by making another.

    Removing the old one would remove what refers to it. It listens to this before a transaction.
    """
    connection.execute("PRAGMA foreign_keys = OFF").close()


def migrate(connection: Connection, to: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    settings = scripts()
    settings.attributes["connection"] = connection  # migrations/env.py looks for it
    try:
        command.upgrade(settings, to)
    except CommandError as error:
        reason = f"a newer version of this program made it: {error}"
        raise DatabaseUnavailableError(reason=reason) from error
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            reason = f"after the migration rows of {broken[0][0]} would refer to nothing"
            raise DatabaseUnavailableError(reason=reason)


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> Sequence[str]:
    newest = ScriptDirectory.from_config(scripts()).get_current_head()
    found = revision(connection)
    if found != newest:
        return [f"the newest migration is {newest}, the last one applied is {found}"]
    dialect = connection.dialect.name
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_object": lambda item, *_: item.info.get(DIALECT, dialect) == dialect,
        "include_name": lambda name, kind, _: kind != "table" or not is_part(name),
    }
    context = MigrationContext.configure(connection, opts=options)
    compared = map(str, compare_metadata(context, metadata))
    return [*compared, *unchecked(connection), *unguarded(connection)]


def is_part(table: str | None) -> bool:
    """Tell the parts of a table from tables."""
    return (table or "").startswith(f"{candles.name}_")


def unguarded(connection: Connection) -> Sequence[str]:
    """List the triggers that are missing; SQLite loses them when a table is made anew."""
    found = set(connection.scalars(text(TRIGGERS[connection.dialect.name])))
    return [f"the trigger {name} is missing" for name in GUARDS if name not in found]


def unchecked(connection: Connection) -> Sequence[str]:
    """List the CHECK constraints that are missing; Alembic does not compare them."""
    if connection.dialect.name == "sqlite":
        return []
    inspector = inspect(connection)
    return [
        f"the table {table.name} lacks the constraint {name}"
        for table in metadata.sorted_tables
        for name in sorted(checks(table) - found_checks(inspector, table.name))
    ]


def found_checks(inspector: Inspector, table: str) -> set[str | None]:
    return {each["name"] for each in inspector.get_check_constraints(table)}


def checks(table: Table) -> set[str]:
    return {str(each.name) for each in table.constraints if isinstance(each, CheckConstraint)}


def scripts() -> Config:
    settings = Config()
    settings.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return settings
