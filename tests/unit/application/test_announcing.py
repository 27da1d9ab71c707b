"""A change is told after it was kept, and never before."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from uuid import UUID

import pytest
from attrs import define, evolve, field

from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.sharing.memory.events import MemoryEvents
from cryptotracker.application.announcing import AnnouncedDatabase
from cryptotracker.application.noticing import NoticeChanges
from cryptotracker.domain.jobs.jobs import LETTER, Job
from cryptotracker.domain.portfolio.portfolios import THE_OWNER, Portfolio, Settings
from cryptotracker.ports.events import Tick
from cryptotracker.ports.persistence import Database
from tests.contract.test_database import NOW
from tests.contract.waiting import job

MINE = Portfolio(id=UUID(int=1), settings=Settings(name="Mine", currency="EUR"), created_at=NOW)


@define
class Curious(MemoryEvents):
    """Looks, at every piece of news, at what the database has."""

    database: Database | None = None
    told: list[tuple[Tick, Portfolio | None]] = field(factory=list)

    async def publish(self, ticks: Sequence[Tick]) -> None:
        assert self.database
        async with self.database.snapshot() as work:
            kept = {str(each.id): each for each in (await work.portfolios.page(limit=9)).items}
        self.told += [(tick, kept.get(tick.key)) for tick in ticks]


async def test_news_comes_after_the_commit(empty_sqlite: str) -> None:
    async with open_database(empty_sqlite) as inner:
        curious = Curious(database=inner)
        database = AnnouncedDatabase(inner, curious, THE_OWNER)

        async with database.transaction() as work:
            await work.portfolios.add(MINE)
            await work.portfolios.save(evolve(MINE, version=2, transactions=4))
            assert curious.told == []
        async with database.transaction() as work:
            await work.portfolios.remove(MINE.id)

    (saved, kept), (gone, left) = curious.told
    assert {saved.owner, gone.owner} == {str(THE_OWNER)}
    assert (saved.version, saved.data) == (2, {"name": "Mine", "transactions": 4})
    assert kept
    assert kept.version == 2
    assert (gone.version, gone.data, left) == (3, {"removed": True}, None)


async def test_what_is_not_kept_is_not_told(empty_sqlite: str, tmp_path: Path) -> None:
    async with open_database(empty_sqlite) as inner:
        curious = Curious(database=inner)
        database = AnnouncedDatabase(inner, curious, THE_OWNER)

        async with database.rehearsal() as work:
            await work.portfolios.add(MINE)
        with pytest.raises(FileNotFoundError):
            async with database.transaction() as work:
                await work.portfolios.add(MINE)
                (tmp_path / "nothing").read_text()
        async with database.transaction() as work:
            await work.portfolios.page(limit=1)

    assert curious.told == []


async def test_a_job_is_a_sign_for_its_owner_and_a_letter_is_none(empty_sqlite: str) -> None:
    async with open_database(empty_sqlite) as inner:
        curious = Curious(database=inner)
        everybody = AnnouncedDatabase(inner.of_everybody(), curious, None)

        async with AnnouncedDatabase(inner, curious, THE_OWNER).transaction() as work:
            mine = await work.jobs.enqueue(job(1))
            await work.jobs.enqueue(job(2, kind=LETTER))
        async with everybody.transaction() as work:
            await work.jobs.enqueue(job(3))
            await work.jobs.save((await work.jobs.get(mine.id)).taken("one", NOW, NOW))

    sign = Tick(topic="jobs", key=str(mine.id), owner=str(THE_OWNER), version=None)
    assert [tick for tick, _ in curious.told] == [sign, sign]


async def test_what_another_program_does_to_a_job_is_noticed(empty_sqlite: str) -> None:
    changes: list[Callable[[Job], Job]] = [
        lambda known: known.taken("one", NOW, NOW),
        lambda known: known.finished({}, NOW),
    ]

    async def commits() -> AsyncIterator[None]:
        """Have a program that says nothing take a job and end it."""
        for change in changes:
            async with inner.of_everybody().transaction() as work:
                await work.jobs.save(change(await work.jobs.get(UUID(int=1))))
            yield

    async with open_database(empty_sqlite) as inner:
        async with inner.transaction() as work:
            await work.jobs.enqueue(job(1))
        curious = Curious(database=inner)
        await NoticeChanges(inner.of_everybody(), curious, commits)()

    assert [tick.key for tick, _ in curious.told] == [str(UUID(int=1))] * 2
