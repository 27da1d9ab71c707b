"""Look at a database from outside: its version, and whether what it called done stays done."""

from collections.abc import Mapping
from typing import Final

from attrs import frozen
from sqlalchemy import Connection

from cryptotracker.adapters.persistence.connections import connected
from cryptotracker.adapters.persistence.engines import create_engine

DURABLE: Final[Mapping[str, Mapping[str, tuple[str, frozenset[str]]]]] = {
    "sqlite": {
        "journal_mode": ("PRAGMA journal_mode", frozenset({"wal"})),
        "synchronous": ("PRAGMA synchronous", frozenset({"2", "3"})),
    },
    "postgresql": {
        "fsync": ("SHOW fsync", frozenset({"on"})),
        "synchronous_commit": (
            "SHOW synchronous_commit",
            frozenset({"on", "local", "remote_write", "remote_apply"}),
        ),
        "full_page_writes": ("SHOW full_page_writes", frozenset({"on"})),
    },
}
"""For each kind: what to ask, and the answers that keep our promise."""

VERSIONS: Final = {"sqlite": "SELECT sqlite_version()", "postgresql": "SHOW server_version"}


@frozen(kw_only=True)
class Inspected:
    """What a database says of itself.

    Attributes:
        durability: its settings that decide what a power cut takes.
        careless: those of them that let it take what was called done.
    """

    version: str
    durability: Mapping[str, str]
    careless: tuple[str, ...]


async def inspect_database(url: str) -> Inspected:
    engine = create_engine(url)
    try:
        async with connected(engine) as connection:
            return await connection.run_sync(asked)
    finally:
        await engine.dispose()


def asked(connection: Connection) -> Inspected:
    kind = connection.dialect.name
    found = {
        name: str(connection.exec_driver_sql(question).scalar())
        for name, (question, _) in DURABLE[kind].items()
    }
    return Inspected(
        version=str(connection.exec_driver_sql(VERSIONS[kind]).scalar()).split()[0],
        durability=found,
        careless=tuple(name for name in found if found[name] not in DURABLE[kind][name][1]),
    )
