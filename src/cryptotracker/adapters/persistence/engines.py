"""Open PostgreSQL or SQLite the way that keeps our promises."""

import sqlite3
from contextlib import closing
from typing import Any, Final

from attrs import frozen
from sqlalchemy import URL, Connection, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from cryptotracker.domain.errors import DatabaseUnavailableError

DRIVERS: Final = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}
BEGIN: Final = "cryptotracker_begin"
"""The option of a connection that says how its transactions begin on SQLite."""
TRACER: Final = "cryptotracker_tracer"
"""The option that says where to show, as a span, what SQLAlchemy does not see."""

# One writer at a time: an import of a large file may keep the others waiting.
PRAGMAS: Final = (
    "PRAGMA busy_timeout = 60000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what we called done outlives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA cache_size = -32768",
)


@frozen(kw_only=True)
class Limits:
    """How much of PostgreSQL one process may use, and how long anything may take.

    Attributes:
        pool: connections at once.
        pool_seconds: so long one may be waited for, in the pool or of the server.
        statement_seconds: an import takes the time it needs all the same.
        lock_seconds: so long a writer may wait for another, as an import's followers do.
        idle_seconds: a transaction in which nothing happens for so long is ended.
    """

    pool: int = 10
    pool_seconds: int = 2
    statement_seconds: int = 90
    lock_seconds: int = 60
    idle_seconds: int = 60


def address(url: str) -> URL:
    """Read the address of a database, and choose the driver."""
    try:
        parsed = make_url(url)
        driver = DRIVERS[parsed.get_backend_name()]
    except (ArgumentError, KeyError, ValueError) as error:
        reason = "its address begins with postgresql:// or sqlite:///"
        raise DatabaseUnavailableError(reason=reason) from error
    return parsed.set(drivername=driver)


def create_engine(url: str, limits: Limits | None = None) -> AsyncEngine:
    target = address(url)
    if target.get_backend_name() == "postgresql":
        return create_postgres(target, limits or Limits())
    probe(target.database or "")
    engine = create_async_engine(target, hide_parameters=True)  # in errors: they hold amounts
    event.listen(engine.sync_engine, "connect", prepare)
    event.listen(engine.sync_engine, "begin", begin)
    return engine


def create_postgres(target: URL, limits: Limits) -> AsyncEngine:
    waits = {
        "statement_timeout": limits.statement_seconds,
        "lock_timeout": limits.lock_seconds,
        "idle_in_transaction_session_timeout": limits.idle_seconds,
    }
    engine = create_async_engine(
        target,
        hide_parameters=True,
        pool_size=limits.pool,
        max_overflow=0,
        pool_timeout=limits.pool_seconds,
        connect_args={
            "timeout": limits.pool_seconds,
            "server_settings": {name: f"{seconds}s" for name, seconds in waits.items()},
        },
    )
    event.listen(engine.sync_engine, "checkout", refuse_unusable)
    return engine


def refuse_unusable(connection: Any, *_: object) -> None:
    """Have the pool replace what the server closed, or a transaction was left open in."""
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise DisconnectionError


def probe(path: str) -> None:
    """Find out whether a file will do; aiosqlite's thread prints a traceback if it does not."""
    try:
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA schema_version")
    except sqlite3.Error as error:
        raise DatabaseUnavailableError(reason=f"{path}: {error}") from error


def prepare(connection: Any, _: object) -> None:
    # The driver would begin a transaction late, at the first write; `begin` below does it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def begin(connection: Connection) -> None:
    """Take the writer's place at once: who reads first and writes later can be refused."""
    if words := connection.get_execution_options().get(BEGIN, "BEGIN IMMEDIATE"):
        connection.exec_driver_sql(words)
