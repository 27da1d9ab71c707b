"""Bring a database to the tables of this version, and say where it stands.

Kept apart, because Alembic takes a third of a second to load and few commands need it.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from cryptotracker.adapters.persistence.database import connected
from cryptotracker.adapters.persistence.engines import create_engine
from cryptotracker.adapters.persistence.tables import metadata

Answer = TypeVar("Answer")

HERE: Final = Path(__file__).parent / "migrations"
LOCK: Final = 0x637279  # a number of ours: two processes that start at once migrate in turn


async def upgrade(url: str) -> None:
    """Apply the migrations that are missing, all of them or none."""
    await run(url, migrate)


async def current(url: str) -> str | None:
    """Name the last migration applied, None for an empty database."""
    return await run(url, revision)


async def check(url: str) -> Sequence[str]:
    """List how the database differs from what this version expects; nothing is fine."""
    return await run(url, differences)


async def run(url: str, work: Callable[[Connection], Answer]) -> Answer:
    engine = create_engine(url)
    try:
        async with connected(engine) as connection, connection.begin():
            return await connection.run_sync(work)
    finally:
        await engine.dispose()


def migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    config, script = scripts()
    steps = EnvironmentContext(
        config, script, fn=lambda found, _: script._upgrade_revs("head", found)
    )
    with steps:
        steps.configure(connection=connection, target_metadata=metadata)
        steps.run_migrations()


def revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def differences(connection: Connection) -> Sequence[str]:
    _, script = scripts()
    newest, found = script.get_current_head(), revision(connection)
    if found != newest:
        return [f"the newest migration is {newest}, the last one applied is {found}"]
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    return [*map(str, compare_metadata(context, metadata)), *unchecked(connection)]


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


def scripts() -> tuple[Config, ScriptDirectory]:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config, ScriptDirectory.from_config(config)
