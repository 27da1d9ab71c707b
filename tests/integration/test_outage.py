"""A database that goes away is missed at once and found again without a restart of ours."""

import asyncio
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest
from attrs import define, evolve
from httpx import AsyncClient, Response
from sqlalchemy import Connection, event

from cryptotracker.adapters.persistence import durability, schema
from cryptotracker.adapters.persistence.connections import unusable
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.engines import Limits
from cryptotracker.domain.errors import DatabaseFullError, DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import Portfolio
from cryptotracker.domain.portfolio.portfolios import Settings as Chosen
from cryptotracker.entrypoints.bootstrap import refuse_risks
from cryptotracker.entrypoints.settings import Settings
from tests.contract.ledgers import MINE, open_with_portfolios
from tests.formats import NEW_YEAR
from tests.programs import find
from tests.servers import Server, run_postgres, server_user, start_postgres, wait_until_ready
from tests.service import API, client_of, created

PATIENCE_SECONDS = 20
STILL_SECONDS = 5


@define
class Private:
    """A PostgreSQL that a test may stop."""

    home: Path
    program: Path
    server: Server

    @property
    def url(self) -> str:
        return f"{self.server.url}/postgres"

    def stop(self) -> None:
        self.server.process.send_signal(signal.SIGQUIT)
        self.server.process.wait()

    def start(self) -> None:
        port = int(self.server.url.rpartition(":")[2])
        process = run_postgres(self.program, self.home, port, server_user())
        self.server = Server(process, self.server.stop, self.server.url, self.server.ready)
        wait_until_ready(self.server)


@pytest.fixture
def private() -> Iterator[Private]:
    with tempfile.TemporaryDirectory(prefix="ct-", dir="/tmp") as home:
        server = start_postgres(Path(home))
        wait_until_ready(server)
        private = Private(Path(home), reachable(Path(home)), server)
        yield private
        private.stop()


def reachable(home: Path) -> Path:
    """Find the program where `start_postgres` left it."""
    program = find("postgres").resolve()
    return next(iter(home.rglob("bin/postgres")), program)


async def test_it_is_missed_within_two_seconds_and_found_again(
    private: Private, tmp_path: Path
) -> None:
    await keep_what_is_kept(private.url)
    await schema.upgrade(private.url)
    async with client_of(private.url, tmp_path) as client:
        portfolio = await created(client)
        private.stop()

        began = time.monotonic()
        answers = [
            await client.get(portfolio),
            await client.post(f"{API}/portfolios", json={"name": "New", "currency": "EUR"}),
            await client.get("/health/ready"),
        ]
        took = time.monotonic() - began
        alive = await client.get("/health/live")
        private.start()
        found = await answered(client, portfolio)

    assert [each.status_code for each in answers] == [503] * 3
    assert {each.headers["retry-after"] for each in answers} == {"5"}
    assert took < 2
    assert (alive.status_code, found.json()["name"]) == (200, "Mine")


async def keep_what_is_kept(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute("ALTER ROLE tests SET synchronous_commit = on")
    await connection.close()


async def answered(client: AsyncClient, address: str) -> Response:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (answer := await client.get(address)).status_code != 200:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)
    return answer


async def test_who_waits_too_long_for_a_lock_is_told_so(empty_postgres: str) -> None:
    async with (
        open_with_portfolios(empty_postgres) as database,
        open_database(empty_postgres, Limits(lock_seconds=1)) as other,
        database.transaction() as work,
    ):
        await work.portfolios.get(MINE)

        with pytest.raises(DatabaseUnavailableError, match="lock timeout"):
            async with other.transaction() as waiting:
                await waiting.portfolios.get(MINE)


async def test_who_finds_every_connection_taken_is_told_so(empty_postgres: str) -> None:
    async with (
        open_database(empty_postgres, Limits(pool=1, pool_seconds=1)) as database,
        database.snapshot(),
    ):
        with pytest.raises(DatabaseUnavailableError, match="QueuePool"):
            async with database.snapshot():
                raise AssertionError


async def test_a_server_that_may_lose_what_it_keeps_is_refused(
    empty_postgres: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, database_url=empty_postgres)

    with pytest.raises(DatabaseUnavailableError, match=r"fsync is off.*DATABASE_ACCEPTS_RISKS=yes"):
        await refuse_risks(settings)

    await refuse_risks(evolve(settings, database_accepts_risks=True))
    names = [each.partition(" ")[0] for each in await durability.risks(empty_postgres)]
    assert names == ["fsync", "full_page_writes", "synchronous_commit"]


async def test_sqlite_takes_no_risks(empty_sqlite: str) -> None:
    assert await durability.risks(empty_sqlite) == []


async def test_a_server_that_stands_still_holds_nobody_up(private: Private, tmp_path: Path) -> None:
    await keep_what_is_kept(private.url)
    await schema.upgrade(private.url)
    async with client_of(private.url, tmp_path) as client:
        portfolio = await created(client)
        with frozen(private):
            began = time.monotonic()
            first = await asyncio.gather(*(client.get(portfolio) for _ in range(30)))
            waited = time.monotonic() - began
            after = await client.post(f"{API}/portfolios", json={"name": "New", "currency": "EUR"})
            alive = await client.get("/health/live")
        found = await answered(client, portfolio)

    assert {each.status_code for each in [*first, after]} == {503}
    assert waited < STILL_SECONDS
    assert (alive.status_code, found.json()["name"]) == (200, "Mine")


@contextmanager
def frozen(private: Private) -> Iterator[None]:
    """Stop PostgreSQL's processes without ending them."""
    leader = private.server.process.pid
    children = Path(f"/proc/{leader}/task/{leader}/children").read_text().split()
    processes = [leader, *map(int, children)]
    for each in processes:
        os.kill(each, signal.SIGSTOP)
    try:
        yield
    finally:
        for each in processes:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGCONT)


async def test_a_statement_that_takes_long_is_no_silence(empty_postgres: str) -> None:
    async with (
        open_with_portfolios(empty_postgres) as database,
        database.transaction() as work,
        open_database(empty_postgres, Limits(lock_seconds=5)) as other,
    ):
        await work.portfolios.get(MINE)

        with pytest.raises(DatabaseUnavailableError, match="lock timeout"):
            async with other.transaction() as waiting:
                await waiting.portfolios.get(MINE)


async def test_a_full_disk_is_said(empty_sqlite: str) -> None:
    await schema.upgrade(empty_sqlite)
    async with open_database(empty_sqlite) as database:
        event.listen(database.engine.sync_engine, "begin", let_it_not_grow)

        with pytest.raises(DatabaseFullError, match="full"):
            async with database.transaction() as work:
                for number in range(1, 1_000):
                    portfolio = Portfolio(
                        id=UUID(int=number),
                        settings=Chosen(name=f"Nr {number}", currency="EUR"),
                        created_at=NEW_YEAR,
                    )
                    await work.portfolios.add(portfolio)


def let_it_not_grow(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA max_page_count = 1")


def test_postgresql_says_so_by_its_code() -> None:
    found = unusable(asyncpg.DiskFullError("could not extend file"))

    assert isinstance(found, DatabaseFullError)
    assert found.reason == "could not extend file"
