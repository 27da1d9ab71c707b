"""The file of an import is kept exactly as long as the import, in a directory or a bucket."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.import_history import UndoImport
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.keeping import SweepFiles
from cryptotracker.application.portfolios import CreatePortfolio, DeletePortfolio, ShowPortfolio
from cryptotracker.application.raw_rows import ReadRows
from cryptotracker.domain.errors import StorageUnavailableError
from cryptotracker.domain.portfolio.explanations import Explanation, Part, rows
from cryptotracker.domain.portfolio.portfolios import Settings
from cryptotracker.domain.portfolio.transactions import Transaction
from cryptotracker.ports.files import FileStore, Kind
from cryptotracker.ports.formats import Outcome
from cryptotracker.ports.persistence import Database
from tests.service import LEDGER

CLOCK = SystemClock()
YESTERDAY = -2 * 24 * 60 * 60


@pytest.fixture
async def database(empty_sqlite: str) -> AsyncIterator[Database]:
    async with open_database(empty_sqlite) as opened:
        yield opened


@pytest.fixture(params=["local", "s3"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    if request.param == "local":
        return LocalFiles.open(tmp_path / "files")
    found: FileStore = request.getfixturevalue("bucket")
    return found


@pytest.fixture
def ledger(tmp_path: Path) -> FileToImport:
    path = tmp_path / "ledger.csv"
    path.write_bytes(LEDGER)
    return FileToImport(path=path)


async def create(database: Database) -> UUID:
    return (await CreatePortfolio(database, CLOCK)(Settings(name="mine", currency="EUR"))).id


async def kept(files: FileStore) -> list[str]:
    return [each.key async for each in files.below("imports")]


async def test_an_import_has_its_file_until_it_is_undone(
    database: Database, files: FileStore, ledger: FileToImport
) -> None:
    portfolio = await create(database)

    done = await ImportFile(database, Formats(), CLOCK, files)(portfolio, ledger)
    key = f"imports/{portfolio}/{done.record.id}"
    found = b"".join([piece async for piece in files.read(key)])
    await UndoImport(database, files)(portfolio, done.record.id)

    assert found == LEDGER
    assert await kept(files) == []


async def test_the_files_of_a_portfolio_go_with_it(
    database: Database, files: FileStore, ledger: FileToImport
) -> None:
    portfolio = await create(database)
    one = ImportFile(database, Formats(), CLOCK, files)
    await one(portfolio, ledger)
    await one(portfolio, ledger)
    before = await kept(files)

    await DeletePortfolio(database, files)(portfolio)

    assert len(before) == 2
    assert await kept(files) == []


async def test_an_import_that_fails_leaves_no_file(
    database: Database, files: FileStore, ledger: FileToImport
) -> None:
    class Torn(Formats):
        def read(self, path: Path, **_: object) -> Iterator[Outcome]:
            del path
            yield from ()
            raise ZeroDivisionError

    portfolio = await create(database)

    with pytest.raises(ZeroDivisionError):
        await ImportFile(database, Torn(), CLOCK, files)(portfolio, ledger)

    assert await kept(files) == []


async def test_a_file_that_cannot_be_kept_is_not_imported(
    database: Database, ledger: FileToImport, tmp_path: Path
) -> None:
    portfolio = await create(database)
    files = LocalFiles.open(tmp_path / "full")
    (tmp_path / "full" / "imports").touch()

    with pytest.raises(StorageUnavailableError):
        await ImportFile(database, Formats(), CLOCK, files)(portfolio, ledger)

    assert (await ShowPortfolio(database)(portfolio)).transactions == 0


async def test_a_sweep_removes_what_is_old_and_belongs_to_no_import(
    database: Database, ledger: FileToImport, tmp_path: Path
) -> None:
    portfolio = await create(database)
    files = LocalFiles.open(tmp_path / "files")
    done = await ImportFile(database, Formats(), CLOCK, files)(portfolio, ledger)
    mine, orphan, young = (
        f"imports/{portfolio}/{name}" for name in (done.record.id, "orphan", "young")
    )
    for key in (orphan, young):
        await files.put(key, [b"x"], kind=Kind.text)
    for key in (mine, orphan):
        old = CLOCK.now().timestamp() + YESTERDAY
        os.utime(tmp_path / "files" / key, (old, old))

    removed = await SweepFiles(database, files, CLOCK)()

    assert removed == 1
    assert sorted(await kept(files)) == sorted([mine, young])


async def test_an_explanation_does_without_a_store_that_is_down(
    database: Database, ledger: FileToImport, tmp_path: Path
) -> None:
    class Down(LocalFiles):
        async def read(self, key: str, **_: int | None) -> AsyncIterator[bytes]:
            raise StorageUnavailableError(reason=key)
            yield b""

    portfolio = await create(database)
    files = LocalFiles.open(tmp_path / "files")
    await ImportFile(database, Formats(), CLOCK, files)(portfolio, ledger)
    first = next(each for each in Formats().read(ledger.path) if isinstance(each, Transaction))
    part = Part(sign="+", label="", value=None, unit="", kind="lot", rows=rows(first))
    told = Explanation(ref="", title="", value=None, unit="", sentence="", parts=[part])

    reading = ReadRows(database, files, Formats())
    up = await reading(portfolio, told)
    down = await evolve(reading, files=Down.open(tmp_path / "files"))(portfolio, told)

    assert [row.literal and row.literal.text for row in up.rows()] == [
        LEDGER.decode().splitlines()[1]
    ]
    assert [(row.literal, row.missing) for row in down.rows()] == [
        (None, "the kept files cannot be read now")
    ]


def test_what_a_killed_process_was_writing_is_cleared_away(tmp_path: Path) -> None:
    LocalFiles.open(tmp_path)
    old, young = tmp_path / ".unfinished" / "old", tmp_path / ".unfinished" / "young"
    old.touch()
    young.touch()
    os.utime(old, (0, 0))

    LocalFiles.open(tmp_path)

    assert (old.exists(), young.exists()) == (False, True)
