"""A large file is read by another process, and nobody can tell but by the clock."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from attrs import frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.ahead import WORTHWHILE
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.encoding import CHUNK
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.portfolios import CreatePortfolio, ListTransactions, ShowPortfolio
from cryptotracker.domain.errors import UnreadableFileError
from cryptotracker.domain.portfolio.portfolios import Settings
from cryptotracker.domain.records import changed
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.formats import Outcome, Rejection, Skipped
from cryptotracker.ports.persistence import Database, Wanted
from tests.formats import Listed, bought

CLOCK = SystemClock()
WRONG = Rejection(file="f", line=9, column="amount", value="x", reason="no number")
ROWS = CHUNK + 2


@frozen
class Noting(Listed):
    """Every row notes the process that read it; between two rows stand remarks."""

    ends_in: int = 0
    torn: bool = False

    def read(self, path: Path, **_: object) -> Iterator[Outcome]:
        for number in range(ROWS):
            if number == CHUNK + 1:
                yield from (WRONG, Skipped(file="f", line=1, reason="empty"))
                self.stumble(path)
            yield changed(bought(str(number)), note=str(os.getpid()))

    def stumble(self, path: Path) -> None:
        if self.torn:
            raise UnreadableFileError(file=path.name, reason="broke off")
        if self.ends_in not in (0, os.getpid()):
            os._exit(1)


@pytest.fixture
def large(tmp_path: Path) -> Path:
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(WORTHWHILE)
    return path


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as opened:
        yield opened


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return LocalFiles.open(tmp_path / "files")


@pytest.fixture
async def portfolio(database: Database) -> UUID:
    made = await CreatePortfolio(database, CLOCK)(Settings(name="mine", currency="EUR"))
    return made.id


async def readers(database: Database, portfolio: UUID, quantity: int) -> str:
    wanted = Wanted(text="")
    page = await ListTransactions(database)(portfolio, wanted, limit=ROWS)
    (note,) = (
        each.transaction.note
        for each in page.items
        if each.transaction.received and each.transaction.received.quantity == quantity
    )
    return note


async def test_another_process_reads_a_large_file(
    database: Database, portfolio: UUID, large: Path, files: FileStore
) -> None:
    seen: list[int] = []

    done = await ImportFile(database, Noting({}), CLOCK, files)(
        portfolio, FileToImport(path=large, progress=seen.append)
    )

    record = done.record
    assert (record.added, record.rejected, record.skipped) == (ROWS, 1, 1)
    assert (done.rejected, seen) == ([WRONG], [CHUNK, ROWS + 2])
    assert await readers(database, portfolio, 1) != str(os.getpid())


async def test_what_the_other_process_does_not_give_is_read_here(
    database: Database, portfolio: UUID, large: Path, files: FileStore
) -> None:
    done = await ImportFile(database, Noting({}, ends_in=os.getpid()), CLOCK, files)(
        portfolio, FileToImport(path=large)
    )

    assert (done.record.added, done.record.rejected, done.record.skipped) == (ROWS, 1, 1)
    assert await readers(database, portfolio, 1) != str(os.getpid())
    assert await readers(database, portfolio, CHUNK) == str(os.getpid())


async def test_an_error_of_the_other_process_is_raised_here_and_leaves_nothing(
    database: Database, portfolio: UUID, large: Path, files: FileStore
) -> None:
    with pytest.raises(UnreadableFileError, match="broke off"):
        await ImportFile(database, Noting({}, torn=True), CLOCK, files)(
            portfolio, FileToImport(path=large)
        )

    assert (await ShowPortfolio(database)(portfolio)).transactions == 0


async def test_formats_that_cannot_be_sent_are_read_here(
    database: Database, portfolio: UUID, large: Path, files: FileStore
) -> None:
    class Local(Noting):
        """Nobody else finds a class that a function made."""

    await ImportFile(database, Local({}), CLOCK, files)(portfolio, FileToImport(path=large))

    assert await readers(database, portfolio, 1) == str(os.getpid())
