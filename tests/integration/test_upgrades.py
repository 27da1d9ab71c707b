"""A database of any earlier version is brought to this one with everything in it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import asyncpg
import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Connection, LargeBinary, Text, column, insert, table, text
from sqlalchemy.types import TypeEngine

from cryptotracker.adapters.persistence import schema
from cryptotracker.adapters.persistence.columns import Exact, Id, Moment
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.revision import NEWEST
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.domain.portfolio.transactions import Amount
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.persistence import Database

NOW = datetime(2026, 1, 2, 3, 4, 5, 678_901, UTC)
PORTFOLIO, FIRST, SECOND, ENTRY = (UUID(int=number) for number in range(1, 5))
WAITING, CLEANING = UUID(int=5), UUID(int=6)
PRECISE = Decimal("123456789012345678.000000000000000001")
TYPES: Final[dict[type, TypeEngine[Any]]] = {
    UUID: Id(),
    datetime: Moment(),
    Decimal: Exact(),
    bytes: LargeBinary(),
    bool: Boolean(),
}
IMPORT: Final = {
    "portfolio_id": PORTFOLIO,
    "format": "ledger-csv",
    "created_at": NOW,
    "state": "done",
    **dict.fromkeys("added known skipped needs_answer rejected".split(), 1),
}
JOB: Final = {
    **dict.fromkeys("queue worker progress_text".split(), ""),
    **dict.fromkeys("priority attempts token progress_done progress_total".split(), 0),
    "payload": "{}",
    "state": "waiting",
    "max_attempts": 5,
    "cancel_requested": False,
    "created_at": NOW,
    "not_before": NOW,
}
TEXTS: Final = "subtype account to_account more_fees value_currency txid note tags".split()
ROWS: Final[list[tuple[str, dict[str, Any]]]] = [
    (
        "portfolios",
        {"id": PORTFOLIO, "name": "Mine", "currency": "EUR", "method": "hifo", "scope": "wallet"}
        | {"time_zone": "Europe/Berlin", "long_term_days": 365, "created_at": NOW}
        | {"version": 3, "transactions": 1},
    ),
    ("imports", IMPORT | {"id": FIRST, "file": "one.csv"}),
    ("imports", IMPORT | {"id": SECOND, "file": "two.csv"}),
    (
        "import_rejections",
        {"import_id": FIRST, "number": 0, "line": 9, "file": "one.csv", "column": "time"}
        | {"value": "x", "reason": "no time", "question": ""},
    ),
    (
        "transactions",
        {"id": ENTRY, "portfolio_id": PORTFOLIO, "import_id": FIRST, "line": 2, "time": NOW}
        | {"digest": bytes(16), "occurrence": 1, "type": "buy", "event": "e1"}
        | {"received_asset": "BTC", "received_quantity": PRECISE}
        | dict.fromkeys(TEXTS, ""),
    ),
    ("claims", {"transaction_id": ENTRY, "import_id": SECOND, "line": 5}),
    (
        "import_files",
        {"import_id": FIRST, "key": "imports/1", "size": 1, "digest": bytes(32)}
        | {"line_end": b"\n", "lines_ended": bytes(8)},
    ),
    ("jobs", JOB | {"id": WAITING, "kind": "import", "portfolio_id": PORTFOLIO}),
    ("jobs", JOB | {"id": CLEANING, "kind": "clean-up", "unique_key": "schedule:clean-up"}),
]
TABLES_SINCE: Final = {"import_files": "0002", "jobs": "0004"}
SINCE: Final[dict[str, dict[object, dict[str, Any]]]] = {
    "0006": {"portfolios": {"owner": THE_OWNER}},
    "0008": {WAITING: {"owner": THE_OWNER}},
}
"""What rows have since a revision, by their table or their id."""

EARLIER: Final = sorted(
    each.revision
    for each in ScriptDirectory.from_config(schema.scripts()).walk_revisions()
    if each.revision != NEWEST
)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give a database without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'old.db'}"
        return
    postgres: str = request.getfixturevalue("postgres")
    old = f"{postgres.rpartition('/')[2]}_old"
    asyncio.run(execute(postgres, f'CREATE DATABASE "{old}"'))
    yield f"{postgres.rpartition('/')[0]}/{old}"
    # Not WITH (FORCE): who is no superuser may not end an autovacuum worker that happens to be
    # there, and is refused; without it the worker is asked to leave, and waited for.
    asyncio.run(execute(postgres, f'DROP DATABASE "{old}"'))


async def execute(url: str, sql: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


def fill(connection: Connection, revision: str) -> None:
    connection.execute(text(TOLD[connection.dialect.name]))
    for name, row in ROWS:
        if TABLES_SINCE.get(name, "") > revision:
            continue
        told = [more for number, more in SINCE.items() if number <= revision]
        since = [more.get(each, {}) for more in told for each in (name, row.get("id"))]
        values = row | {key: value for each in since for key, value in each.items()}
        columns = [column(key, TYPES.get(type(value), Text())) for key, value in values.items()]
        old = table(
            name, *[each if each.name not in COUNTS else column(each.name) for each in columns]
        )
        connection.execute(insert(old).values(values))


TOLD: Final = {
    "sqlite": "SELECT 1",
    "postgresql": "SELECT set_config('cryptotracker.owner', '*', true)",
}
COUNTS: Final = {key for _, row in ROWS for key, value in row.items() if isinstance(value, int)}


@pytest.mark.parametrize("revision", EARLIER)
async def test_what_was_kept_is_there_after_an_upgrade(url: str, revision: str) -> None:
    await schema.upgrade(url, revision)
    await schema.run(url, lambda connection: fill(connection, revision))

    await schema.upgrade(url)

    assert await schema.check(url) == []
    async with open_database(url) as database:
        await expect_everything(database)
        await expect_owners(database, revision)


async def expect_everything(database: Database) -> None:
    async with database.transaction() as work:
        portfolio = await work.portfolios.get("Mine")
        imports = (await work.imports.page(PORTFOLIO, limit=9)).items
        rejections = await work.imports.rejections(FIRST)
        (event,) = [each async for batch in work.ledger.read(PORTFOLIO) for each in batch]
        taken = await work.ledger.take_back(imports[1])
        (heir,) = [each async for batch in work.ledger.read(PORTFOLIO) for each in batch]

    settings = portfolio.settings
    assert (portfolio.id, portfolio.version, portfolio.transactions) == (PORTFOLIO, 3, 1)
    assert (settings.method, settings.time_zone, settings.long_term_days) == (
        *("hifo", "Europe/Berlin"),
        365,
    )
    assert [each.file for each in imports] == ["two.csv", "one.csv"]
    assert [(each.line, each.reason) for each in rejections] == [(9, "no time")]
    assert (event.id, event.time, event.received) == ("e1", NOW, Amount("BTC", PRECISE))
    assert (taken, heir.row and heir.row.line) == (0, 5)


async def expect_owners(database: SqlDatabase, revision: str) -> None:
    everybody, owner = database.of_everybody(), database.of(THE_OWNER)
    async with everybody.snapshot() as work:
        jobs = (await work.jobs.page(JobsWanted(), limit=9)).items
        known = await work.files.known(["imports/1"])
    async with owner.snapshot() as work:
        mine = (await work.jobs.page(JobsWanted(), limit=9)).items
        file = await work.files.get(FIRST)

    had_jobs, had_files = revision >= TABLES_SINCE["jobs"], revision >= TABLES_SINCE["import_files"]
    assert [(each.id, each.owner) for each in jobs] == (
        [(CLEANING, None), (WAITING, THE_OWNER)] if had_jobs else []
    )
    assert [each.id for each in mine] == ([WAITING] if had_jobs else [])
    assert (set(known), file is not None) == ({"imports/1"} if had_files else set(), had_files)
