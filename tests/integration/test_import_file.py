"""Importing a file, from its rows to the portfolio and back."""

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.application.import_history import ListImports, ShowImport, UndoImport
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.portfolios import (
    CreatePortfolio,
    FindPortfolio,
    ListTransactions,
    ShowPortfolio,
)
from cryptotracker.domain.errors import PortfolioNotFoundError, UnreadableFileError
from cryptotracker.domain.portfolio.portfolios import Settings
from cryptotracker.domain.portfolio.transactions import Row
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.formats import Outcome, Rejection, Skipped
from cryptotracker.ports.persistence import Database, Wanted
from tests.formats import Listed, bought

CLOCK = SystemClock()
WRONG = Rejection(file="f", line=9, column="amount", value="x", reason="no number")
UNSURE = evolve(WRONG, column="time", question="time_zone")
FILES: dict[str, Sequence[Outcome]] = {
    "clean.csv": [bought("1"), bought("2"), bought("2")],
    "overlapping.csv": [bought("2"), bought("3")],
    "mixed.csv": [bought("1"), WRONG, UNSURE, UNSURE, Skipped(file="f", line=1, reason="")],
    "wrong.csv": [WRONG] * 1_500,
}


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


@pytest.fixture
def import_file(database: Database, files: FileStore) -> ImportFile:
    return ImportFile(database, Listed(FILES), CLOCK, files)


async def test_an_import_says_what_became_of_every_row(
    import_file: ImportFile, portfolio: UUID
) -> None:
    done = await import_file(portfolio, FileToImport(path=Path("mixed.csv")))

    record = done.record
    assert (record.file, record.format, record.state) == ("mixed.csv", "listed", "done")
    assert (record.added, record.known, record.skipped) == (1, 0, 1)
    assert (record.needs_answer, record.rejected) == (2, 1)
    assert (done.rejected, done.questions) == ([WRONG, UNSURE, UNSURE], ["time_zone"])
    assert record.created_at.tzinfo is UTC
    assert await ShowImport(import_file.database)(portfolio, record.id) == done


async def test_the_same_file_twice_adds_nothing(import_file: ImportFile, portfolio: UUID) -> None:
    await import_file(portfolio, FileToImport(path=Path("clean.csv")))

    again = await import_file(portfolio, FileToImport(path=Path("clean.csv")))

    shown = await ShowPortfolio(import_file.database)(portfolio)
    assert (again.record.added, again.record.known) == (0, 3)
    assert (shown.transactions, shown.version) == (3, 3)


async def test_a_dry_run_says_what_the_import_will_and_keeps_nothing(
    import_file: ImportFile, portfolio: UUID
) -> None:
    await import_file(portfolio, FileToImport(path=Path("clean.csv")))
    before = await ShowPortfolio(import_file.database)(portfolio)

    dry = await import_file(portfolio, FileToImport(path=Path("overlapping.csv"), dry_run=True))

    after = await ShowPortfolio(import_file.database)(portfolio)
    imports = await ListImports(import_file.database)(portfolio)
    real = await import_file(portfolio, FileToImport(path=Path("overlapping.csv")))
    assert (dry.record.added, dry.record.known) == (real.record.added, real.record.known) == (1, 1)
    assert [(each.transaction.row, new) for each, new in dry.first] == [
        (Row("overlapping.csv", 2), False),
        (Row("overlapping.csv", 3), True),
    ]
    assert (before, len(imports.items)) == (after, 1)


async def test_undoing_an_import_counts_what_is_left_and_twice_is_once(
    import_file: ImportFile, portfolio: UUID
) -> None:
    clean = await import_file(portfolio, FileToImport(path=Path("clean.csv")))
    await import_file(portfolio, FileToImport(path=Path("overlapping.csv")))
    undo = UndoImport(import_file.database, import_file.files)

    first = await undo(portfolio, clean.record.id)
    second = await undo(portfolio, clean.record.id)

    shown = await ShowPortfolio(import_file.database)(portfolio)
    left = await ListTransactions(import_file.database)(portfolio, Wanted())
    assert first == second == evolve(clean.record, state="undone")
    assert (shown.transactions, len(left.items)) == (2, 2)


async def test_all_rejections_are_counted_and_a_thousand_kept(
    import_file: ImportFile, portfolio: UUID
) -> None:
    done = await import_file(portfolio, FileToImport(path=Path("wrong.csv")))

    assert (done.record.rejected, len(done.rejected)) == (1_500, 1_000)


async def test_progress_is_told_while_rows_are_read(
    database: Database, portfolio: UUID, files: FileStore
) -> None:
    rows = [bought(str(number)) for number in range(24_000)]
    seen: list[int] = []

    await ImportFile(database, Listed({"long.csv": rows}), CLOCK, files)(
        portfolio, FileToImport(path=Path("long.csv"), progress=seen.append)
    )

    assert seen == [20_000, 24_000]


async def test_a_file_that_breaks_off_leaves_nothing(
    database: Database, portfolio: UUID, files: FileStore
) -> None:
    class Torn(Listed):
        def read(self, path: Path, **_: object) -> Iterator[Outcome]:
            yield from (bought(str(number)) for number in range(45_000))
            raise UnreadableFileError(file=str(path), reason="not UTF-8")

    with pytest.raises(UnreadableFileError):
        await ImportFile(database, Torn({}), CLOCK, files)(
            portfolio, FileToImport(path=Path("torn.csv"))
        )

    shown = await ShowPortfolio(database)(portfolio)
    assert (shown.transactions, (await ListImports(database)(portfolio)).items) == (0, [])
    assert (await ListTransactions(database)(portfolio, Wanted())).items == []


async def test_a_portfolio_that_is_not_there_takes_no_file(import_file: ImportFile) -> None:
    with pytest.raises(PortfolioNotFoundError):
        await import_file(UUID(int=9), FileToImport(path=Path("clean.csv")))


async def test_the_portfolio_of_a_name_is_made_if_absent(import_file: ImportFile) -> None:
    new = Settings(name="new", currency="USD")
    source = FileToImport(path=Path("clean.csv"))

    dry = await import_file(new, evolve(source, dry_run=True))
    with pytest.raises(PortfolioNotFoundError):
        await FindPortfolio(import_file.database)("new")
    first = await import_file(new, source)
    again = await import_file(evolve(new, currency="EUR"), source)

    found = await FindPortfolio(import_file.database)("new")
    assert (found.id, found.settings) == (first.record.portfolio_id, new)
    assert [each.record.added for each in (dry, first, again)] == [3, 3, 0]
