"""A backup restores to the same rows and files, on either kind of database, or says why not."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from attrs import evolve, frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.persistence import schema
from cryptotracker.adapters.persistence import tables as of
from cryptotracker.adapters.persistence.database import open_database
from cryptotracker.adapters.persistence.rows import HERE, SqlRows
from cryptotracker.adapters.security.sealing import SealedStreams
from cryptotracker.application.archive import Digest
from cryptotracker.application.backups import MakeBackup
from cryptotracker.application.identity.auditing import VerifyLog
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.jobs.importing import StartImport
from cryptotracker.application.restoring import RestoreBackup
from cryptotracker.domain.errors import (
    BackupUnusableError,
    DatabaseNotEmptyError,
    DatabaseUnavailableError,
)
from cryptotracker.domain.portfolio.portfolios import Settings
from cryptotracker.ports.backups import Rows, RowSink, RowSource, Secret, Table
from cryptotracker.ports.files import FileStore
from tests.contract.belongings import add_ada, save_market, share_with_a_link
from tests.service import LEDGER

KEPT = (*of.NEWS, *of.OWN_PRICES, *of.PEOPLE, *of.SHARES, *of.WATCHED)
CLOCK, SEALING, SECRET = SystemClock(), SealedStreams(), Secret(key=b"k" * 32)
EXACT = b"""time,type,account,received_asset,received_quantity,fee_asset,fee_quantity,\
fee2_asset,fee2_quantity,note
2024-01-01T00:00:00.000001Z,income,main,SHIB,123456789012345678901234567890.1,BTC,\
0.000000000000000000000000000001,ETH,1,"caf\xc3\xa9, \xe2\x82\xbf
two lines"
wrong
"""


@pytest.fixture
def files(tmp_path: Path) -> FileStore:
    return LocalFiles.open(tmp_path / "files")


@pytest.fixture
def restored_files(tmp_path: Path) -> FileStore:
    return LocalFiles.open(tmp_path / "restored")


@pytest.fixture
async def filled(database_url: str, files: FileStore, tmp_path: Path) -> str:
    """Fill a database with a user, and two portfolios of which one has an import twice."""
    (tmp_path / "ledger.csv").write_bytes(LEDGER)
    (tmp_path / "exact.csv").write_bytes(EXACT)
    async with open_database(database_url) as database:
        one = ImportFile(database, Formats(), CLOCK, files)
        for name, file in (("a", "ledger"), ("a", "ledger"), ("b", "exact")):
            into = Settings(name=name, currency="EUR", long_term_days=365)
            await one(into, FileToImport(path=tmp_path / f"{file}.csv"))
        async with database.of_everybody().transaction() as work:
            await add_ada(work)
        async with database.transaction() as work:
            await share_with_a_link(work, (await work.portfolios.get("a")).id)
            await save_market(work)
    return database_url


@pytest.fixture
def other(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> str:
    """Name an empty database of the other kind; a SQLite one has not even a file yet."""
    if database_url.startswith("sqlite"):
        url: str = request.getfixturevalue("empty_postgres")
        return url
    return f"sqlite:///{tmp_path / 'restored.db'}"


async def make(url: str, files: FileStore, to: FileStore, rows: Rows | None = None) -> str:
    done = await MakeBackup(rows or SqlRows(url), files, SEALING, CLOCK)(to, SECRET)
    return done.key


async def restore(url: str, files: FileStore, source: FileStore, key: str) -> None:
    await RestoreBackup(SqlRows(url), files, SEALING)(source.read(key), SECRET)


async def digests(url: str) -> dict[str, dict[str, object]]:
    found = {}
    async with SqlRows(url).reading() as source:
        for table in source.tables:
            digest = found[table.name] = Digest()
            async for rows in source.rows(table):
                digest.take(rows)
    return {name: digest.told for name, digest in found.items()}


async def contents(files: FileStore) -> dict[str, bytes]:
    return {
        each.key: b"".join([piece async for piece in files.read(each.key)])
        async for each in files.below("imports")
    }


async def test_a_file_that_waits_to_be_imported_is_in_the_backup(
    filled: str, other: str, files: FileStore, restored_files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    async with open_database(filled) as database, database.snapshot() as work:
        portfolio = await work.portfolios.get("a")
    async with open_database(filled) as database:
        promise = StartImport(database, files, CLOCK)
        job = await promise(portfolio.id, FileToImport(path=tmp_path / "ledger.csv"))

    key = await make(filled, files, backups)
    await restore(other, restored_files, backups, key)

    pieces = restored_files.read(f"pending/{portfolio.id}/{job.id}")
    assert b"".join([piece async for piece in pieces]) == LEDGER


async def test_every_row_and_file_comes_back_in_the_other_kind_of_database(
    filled: str, other: str, files: FileStore, restored_files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")

    key = await make(filled, files, backups)
    await restore(other, restored_files, backups, key)

    before = await digests(filled)
    assert await digests(other) == before
    assert {name: told["rows"] for name, told in before.items()} == {
        "portfolios": 2,
        "imports": 3,
        "import_files": 3,
        "import_rejections": 1,
        "transactions": 5,
        "claims": 4,
        "jobs": 0,
        "answers": 0,
        **{each.name: 1 for each in KEPT if each.name not in HERE},
        "day_prices": 1,
        "data_keys": 0,
        "secrets": 0,
    }
    assert await contents(restored_files) == await contents(files)
    assert await schema.check(other) == []
    async with open_database(other) as database:
        assert (await VerifyLog(database.of_everybody())()).faults == []
        again = await ImportFile(database, Formats(), CLOCK, restored_files)(
            Settings(name="a", currency="EUR"), FileToImport(path=tmp_path / "ledger.csv")
        )
    assert (again.record.added, again.record.known) == (0, 4)


async def test_a_bucket_takes_and_gives_a_backup(
    filled: str,
    other: str,
    files: FileStore,
    restored_files: FileStore,
    request: pytest.FixtureRequest,
) -> None:
    bucket: FileStore = request.getfixturevalue("bucket")

    key = await make(filled, files, bucket)
    await restore(other, restored_files, bucket, key)

    assert await digests(other) == await digests(filled)


@pytest.mark.parametrize("damage", ["flipped", "cut"])
async def test_a_damaged_backup_changes_nothing(
    filled: str, other: str, files: FileStore, tmp_path: Path, damage: str
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    path = tmp_path / "backups" / await make(filled, files, backups)
    content = bytearray(path.read_bytes())
    if damage == "flipped":
        content[-100] ^= 1
    path.write_bytes(content if damage == "flipped" else content[:-100])

    with pytest.raises(BackupUnusableError, match="cut off or damaged"):
        await restore(other, files, backups, path.name)

    await schema.upgrade(other)
    assert {told["rows"] for told in (await digests(other)).values()} == {0}


async def test_a_database_with_rows_is_left_alone(
    filled: str, files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    key = await make(filled, files, backups)
    before = await digests(filled)

    with pytest.raises(DatabaseNotEmptyError, match="audit_chains"):
        await restore(filled, files, backups, key)

    assert await digests(filled) == before


NEWER = (
    *("import_files", "jobs", "answers", "data_keys", "day_prices", "secrets"),
    *(each.name for each in KEPT),
)


@frozen
class OtherRevision(Rows, RowSource):
    """The rows as an older program would have written them, before files and owners."""

    _rows: SqlRows
    revision: str
    _source: RowSource | None = None

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[RowSource]:
        async with self._rows.reading() as source:
            yield evolve(self, source=source)

    def writing(self, revision: str) -> AbstractAsyncContextManager[RowSink]:
        return self._rows.writing(revision)

    @property
    def tables(self) -> Sequence[Table]:
        assert self._source
        return [without_owner(each) for each in self._source.tables if each.name not in NEWER]

    def rows(self, table: Table) -> AsyncIterator[Sequence[bytes]]:
        assert self._source
        return self._source.rows(table)


def without_owner(table: Table) -> Table:
    return evolve(
        table, columns=[each for each in table.columns if each[0] not in {"owner", "added_by"}]
    )


async def test_a_backup_of_an_older_version_is_brought_to_this_one(
    filled: str, other: str, files: FileStore, restored_files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    old = OtherRevision(SqlRows(filled), "0001")

    key = await make(filled, files, backups, old)
    await restore(other, restored_files, backups, key)

    before, after = await digests(filled), await digests(other)
    assert await schema.check(other) == []
    assert {told["rows"] for name, told in after.items() if name in NEWER} == {0}
    assert before | {name: told for name, told in after.items() if name not in NEWER} == before


async def test_a_backup_of_a_newer_version_is_refused(
    filled: str, other: str, files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    key = await make(filled, files, backups, OtherRevision(SqlRows(filled), "9999"))

    with pytest.raises(BackupUnusableError, match="newer version"):
        await restore(other, files, backups, key)


async def test_older_backups_are_removed_but_for_so_many_and_nothing_else(
    empty_sqlite: str, files: FileStore, tmp_path: Path
) -> None:
    backups = LocalFiles.open(tmp_path / "backups")
    (tmp_path / "backups" / "notes.txt").touch()
    keys = [await make(empty_sqlite, files, backups) for _ in range(3)]

    done = await MakeBackup(SqlRows(empty_sqlite), files, SEALING, CLOCK)(backups, SECRET, keep=2)

    left = sorted([each.key async for each in backups.below("")])
    assert done.removed == keys[:2]
    assert left == sorted([keys[2], done.key, "notes.txt"])


async def test_a_file_that_is_gone_is_counted_and_left_out(
    filled: str, files: FileStore, tmp_path: Path
) -> None:
    await files.delete(min(await contents(files)))

    done = await MakeBackup(SqlRows(filled), files, SEALING, CLOCK)(
        LocalFiles.open(tmp_path / "backups"), SECRET
    )

    assert (done.total.files, done.total.missing) == (2, 1)


async def test_a_database_without_tables_has_nothing_to_back_up(
    files: FileStore, tmp_path: Path
) -> None:
    with pytest.raises(DatabaseUnavailableError, match="db upgrade"):
        await make(f"sqlite:///{tmp_path / 'new.db'}", files, files)
