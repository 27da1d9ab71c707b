"""Whoever else writes, and however a process ends, every row counts once or not at all."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.import_history import ListImports
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.portfolios import CreatePortfolio, EditPortfolio, ShowPortfolio
from cryptotracker.domain.errors import VersionConflictError
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from tests.formats import Listed, bought

ROOT = Path(__file__).parents[2]
EDITORS, EDITS = 4, 50
ROWS = 50_000


@contextmanager
def importing(url: str, portfolio: Portfolio) -> Iterator[subprocess.Popen[str]]:
    """Start a program that waits to be told to begin."""
    program = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.integration.importing"),
            *(url, str(portfolio.id), str(ROWS)),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with program:
        assert said(program) == "ready"
        yield program


def said(program: subprocess.Popen[str]) -> str:
    assert program.stdout
    return program.stdout.readline().strip()


def tell(program: subprocess.Popen[str], command: str) -> None:
    assert program.stdin
    program.stdin.write(f"{command}\n")
    program.stdin.flush()


async def create(url: str) -> Portfolio:
    async with open_database(url) as database:
        return await CreatePortfolio(database, SystemClock())(Settings(name="mine", currency="EUR"))


async def show(url: str, portfolio: Portfolio) -> Portfolio:
    async with open_database(url) as database:
        return await ShowPortfolio(database)(portfolio.id)


def test_two_processes_that_import_one_file_at_once_count_it_once(database_url: str) -> None:
    portfolio = asyncio.run(create(database_url))

    with importing(database_url, portfolio) as one, importing(database_url, portfolio) as other:
        tell(one, "go")
        tell(other, "go")
        told = [one.communicate()[0], other.communicate()[0]]

    counts = sorted(each.split()[-2:] for each in told)
    assert counts == [["0", str(ROWS)], [str(ROWS), "0"]]
    assert asyncio.run(show(database_url, portfolio)).transactions == ROWS


def test_a_killed_import_leaves_nothing_and_can_be_repeated(database_url: str) -> None:
    portfolio = asyncio.run(create(database_url))

    with importing(database_url, portfolio) as program:
        tell(program, "halt")
        assert said(program) == "half"
        program.kill()

    assert asyncio.run(show(database_url, portfolio)) == portfolio
    assert asyncio.run(imports(database_url, portfolio)) == 0
    with importing(database_url, portfolio) as again:
        assert again.communicate("go\n")[0].split()[-2:] == [str(ROWS), "0"]


async def imports(url: str, portfolio: Portfolio) -> int:
    async with open_database(url) as database:
        return len((await ListImports(database)(portfolio.id)).items)


async def test_imports_that_overlap_in_time_count_every_entry(
    database_url: str, tmp_path: Path
) -> None:
    portfolio = await create(database_url)
    files = {str(n): [bought(str(row)) for row in range(n, n + 20)] for n in range(0, 80, 10)}

    async with open_database(database_url) as database:
        one = ImportFile(database, Listed(files), SystemClock(), LocalFiles.open(tmp_path))
        done = await asyncio.gather(
            *(one(portfolio.id, FileToImport(path=Path(name))) for name in files)
        )

    shown = await show(database_url, portfolio)
    assert sum(each.record.added for each in done) == shown.transactions == 90
    assert shown.version == 1 + len(files)


async def test_of_two_edits_of_one_version_the_second_is_refused(database_url: str) -> None:
    portfolio = await create(database_url)
    async with open_database(database_url) as database:
        edit = EditPortfolio(database)

        results = await asyncio.gather(
            *(edit(portfolio.id, renamed(name), if_match=1) for name in ("a", "b", "c", "d")),
            return_exceptions=True,
        )

    refused = [each for each in results if isinstance(each, VersionConflictError)]
    assert [(each.expected, each.current) for each in refused] == [("1", 2)] * 3
    assert (await show(database_url, portfolio)).version == 2


async def test_of_many_edits_at_once_none_is_lost(database_url: str) -> None:
    portfolio = await create(database_url)
    async with open_database(database_url) as database:

        async def go_on() -> None:
            for _ in range(EDITS):
                await EditPortfolio(database)(portfolio.id, one_day_more, if_match=None)

        await asyncio.gather(*(go_on() for _ in range(EDITORS)))

    edited = await show(database_url, portfolio)
    assert (edited.settings.long_term_days, edited.version) == (200, 201)


def one_day_more(settings: Settings) -> Settings:
    return evolve(settings, long_term_days=(settings.long_term_days or 0) + 1)


async def test_edits_and_imports_at_once_lose_nothing_of_each_other(
    database_url: str, tmp_path: Path
) -> None:
    portfolio = await create(database_url)
    files = {str(number): [bought(str(number))] for number in range(1, 101)}
    async with open_database(database_url) as database:
        one = ImportFile(database, Listed(files), SystemClock(), LocalFiles.open(tmp_path))

        async def bring(names: list[str]) -> None:
            for name in names:
                await one(portfolio.id, FileToImport(path=Path(name)))
                await EditPortfolio(database)(portfolio.id, one_day_more, if_match=None)

        await asyncio.gather(*(bring([*files][start::EDITORS]) for start in range(EDITORS)))

    found = await show(database_url, portfolio)
    assert (found.transactions, found.settings.long_term_days, found.version) == (100, 100, 201)


def renamed(name: str) -> Callable[[Settings], Settings]:
    return lambda settings: evolve(settings, name=name)


async def test_a_long_import_does_not_keep_readers_waiting(empty_sqlite: str) -> None:
    portfolio = await create(empty_sqlite)

    with importing(empty_sqlite, portfolio) as program:
        tell(program, "halt")
        assert said(program) == "half"
        seen = await show(empty_sqlite, portfolio)
        program.communicate("on\n")

    assert seen == portfolio
    assert (await show(empty_sqlite, portfolio)).transactions == ROWS
