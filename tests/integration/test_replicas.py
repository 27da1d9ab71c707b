"""What may lag is read from replicas that are near; nothing else is, and none is written to."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from sqlalchemy import text

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.adapters.persistence.replicas import Follow, inspect_replicas
from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.entrypoints.checks import replicas
from cryptotracker.entrypoints.settings import Settings as Told
from cryptotracker.ports.persistence import Database
from tests.formats import NEW_YEAR
from tests.standby import Standby

ME, OTHER = UUID(int=7), UUID(int=8)
PATIENCE_SECONDS: Final = 30
STILL_SECONDS: Final = 6
EVER: Final = 3_600
NOWHERE: Final = "postgresql://plain:plain@127.0.0.1:1/x"


@asynccontextmanager
async def followed(url: str, *replicas: str, longest: int = EVER) -> AsyncIterator[SqlDatabase]:
    """Open a database all of whose replicas are near."""
    follow = Follow(urls=replicas, longest=longest)
    async with open_database(url, follow=follow) as database:
        await near(database, len(replicas))
        yield database.of(ME)


async def near(database: SqlDatabase, number: int) -> None:
    """Wait until so many replicas are near."""
    assert database.replicas
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len([*database.replicas.near()]) != number:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


async def until(ask: Callable[[], Awaitable[object]], wanted: object) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while await ask() != wanted:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.05)


def portfolio(name: str) -> Portfolio:
    settings = Settings(name=name, currency="EUR")
    return Portfolio(id=UUID(int=1), settings=settings, created_at=NEW_YEAR)


async def add(database: Database, name: str) -> None:
    async with database.transaction() as work:
        await work.portfolios.add(portfolio(name))


async def late(database: Database) -> list[str]:
    async with database.lagging() as work:
        return [each.settings.name for each in (await work.portfolios.page(limit=9)).items]


async def now(database: Database) -> list[str]:
    async with database.snapshot() as work:
        return [each.settings.name for each in (await work.portfolios.page(limit=9)).items]


async def test_only_what_may_lag_is_read_from_a_replica(
    empty_postgres: str, standby: Standby
) -> None:
    async with followed(empty_postgres, standby.url) as database, standby.behind():
        await add(database, "new")

        assert await late(database) == []
        assert await now(database) == ["new"]


async def test_one_that_is_too_far_behind_is_passed_over(
    empty_postgres: str, standby: Standby
) -> None:
    async with followed(empty_postgres, standby.url, longest=1) as database:
        async with standby.behind():
            await add(database, "new")
            await near(database, 0)

            assert await late(database) == ["new"]
        await near(database, 1)


async def test_what_cannot_be_reached_is_passed_over_at_once(
    empty_postgres: str, standby: Standby
) -> None:
    async with followed(empty_postgres, standby.url) as database:
        await add(database, "new")

        with standby.stopped():
            assert await late(database) == ["new"]
            await near(database, 0)
        await near(database, 1)


async def test_one_that_stands_still_holds_nobody_up_for_long(
    empty_postgres: str, standby: Standby
) -> None:
    async with followed(empty_postgres, standby.url) as database:
        await add(database, "new")

        with standby.frozen():
            began = time.monotonic()
            found = await late(database)
            waited = time.monotonic() - began
        await near(database, 1)

    assert found == ["new"]
    assert waited < STILL_SECONDS


async def test_replicas_are_read_in_turn(empty_postgres: str, standby: Standby) -> None:
    other = standby.url.replace("127.0.0.1", "localhost")
    async with followed(empty_postgres, standby.url, other) as database:
        assert database.replicas

        first = [next(database.replicas.near()) for _ in range(4)]

    assert first[:2] == first[2:]
    assert len({id(each) for each in first}) == 2


async def test_owners_are_kept_apart_on_a_replica(empty_postgres: str, standby: Standby) -> None:
    async with (
        followed(empty_postgres, standby.url) as database,
        open_database(standby.url) as there,
    ):
        await add(database, "mine")
        await until(lambda: late(database), ["mine"])

        assert await late(database.of(OTHER)) == []
        async with there.engine.connect() as connection:
            forgot = await connection.scalar(text("SELECT count(*) FROM portfolios"))
        assert forgot == 0


async def test_nothing_is_written_to_a_replica(empty_postgres: str, standby: Standby) -> None:
    async with followed(empty_postgres, standby.url) as database:
        with pytest.raises(DatabaseUnavailableError, match="read-only"):
            async with database.lagging() as work:
                await work.portfolios.add(portfolio("new"))

        assert await now(database) == []


async def test_what_is_done_together_is_seen_by_what_may_lag(
    empty_postgres: str, standby: Standby
) -> None:
    async with followed(empty_postgres, standby.url) as database, database.together():
        await add(database, "new")

        assert await late(database) == ["new"]


@pytest.mark.parametrize(
    ("change", "trouble"),
    [
        (lambda _, primary: primary, "it is no replica"),
        (lambda url, _: f"{url.rpartition('/')[0]}/postgres", "it has another database"),
        (lambda *_: NOWHERE, "no answer"),
        (lambda url, _: url, ""),
    ],
    ids=["primary", "other", "nowhere", "right"],
)
async def test_what_is_wrong_with_a_replica_is_said(
    empty_postgres: str, standby: Standby, change: Callable[[str, str], str], trouble: str
) -> None:
    url = change(standby.url, empty_postgres)

    found = await inspect_replicas(empty_postgres, Follow(urls=[url], longest=10))

    assert [said for *_, said in found] == [trouble]


@pytest.mark.parametrize(
    ("more", "says"),
    [((), ("ok", "s behind")), ((NOWHERE,), ("broken", "s behind; 127.0.0.1:1: no answer"))],
)
async def test_the_doctor_says_how_far_each_replica_is_behind(
    postgres: str, standby: Standby, tmp_path: Path, more: tuple[str, ...], says: tuple[str, str]
) -> None:
    settings = Told(
        data_dir=tmp_path,
        database_url=postgres,
        database_replica_urls=(standby.url, *more),
    )

    found = await replicas(settings)

    assert found.state == says[0]
    assert found.detail.endswith(says[1])
