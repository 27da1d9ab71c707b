"""Shares and visits are over when they say, and what is changed meanwhile counts."""

from collections.abc import AsyncIterator
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import evolve, frozen

from cryptotracker.adapters.files.local import LocalFiles
from cryptotracker.adapters.formats.reader import Formats
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.patience import ForgetPeoples, Patience
from cryptotracker.application.imports import FileToImport, ImportFile
from cryptotracker.application.shares.commenting import Party
from cryptotracker.application.shares.reading import (
    GoOnVisiting,
    ListShared,
    Opened,
    OpenLink,
    OpenShared,
)
from cryptotracker.application.shares.writing import ImportByShare
from cryptotracker.domain.identity.comments import About
from cryptotracker.domain.identity.errors import PasscodeNeededError, ShareNotFoundError
from cryptotracker.domain.identity.shares import FORGOTTEN, VISIT
from cryptotracker.domain.portfolio.portfolios import Portfolio, Settings
from cryptotracker.entrypoints.commenting import Commenting
from cryptotracker.ports.proofs import Passwords
from tests.contract.ledgers import MINE
from tests.contract.people import ADA, BOB, HASH, NOW
from tests.contract.shares import share
from tests.integration.calendars import Calendar
from tests.service import LEDGER

TOKEN, PASSCODE = "t" * 43, "open sesame"
DAY, TICK = timedelta(days=1), timedelta(microseconds=1)
FOR_BOB, BY_LINK = UUID(int=1), UUID(int=2)


@frozen
class Slow(Passwords):
    """Takes the time in which an owner chooses another passcode."""

    database: SqlDatabase
    changed: bool = False

    async def hashed(self, password: str) -> str:
        del password
        return HASH

    async def fits(self, password: str, hashed: str | None) -> bool:
        del hashed
        if self.changed:
            async with self.database.of(ADA.id).transaction() as work:
                kept = await work.shares.get(BY_LINK)
                await work.shares.save(evolve(kept, passcode="$another"))
        return password == PASSCODE

    def is_dated(self, hashed: str) -> bool:
        del hashed
        return False


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[SqlDatabase]:
    """Give a database in which Ada shares with Bob, and by a link, for a day."""
    link = evolve(share(2, "link"), digest=digest_of(TOKEN), expires_at=NOW + DAY)
    async with open_database(database_url) as opened:
        async with opened.of_everybody().transaction() as work:
            await work.people.users.add(ADA)
            await work.people.users.add(BOB)
        async with opened.of(ADA.id).transaction() as work:
            settings = Settings(name="mine", currency="EUR")
            await work.portfolios.add(Portfolio(id=MINE, settings=settings, created_at=NOW))
            await work.shares.add(evolve(share(), expires_at=NOW + DAY))
            await work.shares.add(link)
        yield opened


def opening(database: SqlDatabase, clock: Calendar, *, changed: bool = False) -> OpenLink:
    everybody = database.of_everybody()
    return OpenLink(
        everybody=everybody,
        patience=Patience(everybody, clock),
        passwords=Slow(database, changed),
        clock=clock,
    )


async def test_a_share_is_over_when_it_says(database: SqlDatabase) -> None:
    everybody = database.of_everybody()
    last, over = Calendar(NOW + DAY - TICK), Calendar(NOW + DAY)

    opened = await OpenShared(everybody, last)(BOB.id, FOR_BOB)
    listed = [len(await ListShared(everybody, each)(BOB.id)) for each in (last, over)]
    begun = await opening(database, last)(TOKEN, PASSCODE, "127.0.0.1")

    assert (opened.shared_by, listed) == ("Ada", [1, 0])
    assert begun.expires_at == NOW + DAY - TICK + VISIT
    with pytest.raises(ShareNotFoundError):
        await OpenShared(everybody, over)(BOB.id, FOR_BOB)
    with pytest.raises(ShareNotFoundError):
        await GoOnVisiting(everybody, over)(begun.text)
    with pytest.raises(ShareNotFoundError):
        await opening(database, over)(TOKEN, PASSCODE, "127.0.0.1")


async def test_a_visit_lasts_a_quarter_of_an_hour(database: SqlDatabase) -> None:
    begun = await opening(database, Calendar(NOW))(TOKEN, PASSCODE, "127.0.0.1")

    everybody = database.of_everybody()
    opened = await GoOnVisiting(everybody, Calendar(NOW + VISIT - TICK))(begun.text)

    assert opened.share.id == BY_LINK
    with pytest.raises(ShareNotFoundError):
        await GoOnVisiting(everybody, Calendar(NOW + VISIT))(begun.text)


async def test_a_passcode_that_was_changed_meanwhile_opens_nothing(database: SqlDatabase) -> None:
    with pytest.raises(PasscodeNeededError):
        await opening(database, Calendar(NOW), changed=True)(TOKEN, PASSCODE, "127.0.0.1")


@pytest.mark.parametrize("now", ["revoked", "smaller", "over", "as it was"])
async def test_nothing_comes_in_by_a_share_that_was_ended_meanwhile(
    database: SqlDatabase, tmp_path: Path, now: str
) -> None:
    mine, file = database.of(ADA.id), tmp_path / "ledger.csv"
    file.write_bytes(LEDGER)
    opened = Opened(evolve(share(scope="write"), expires_at=NOW + DAY), "Ada")
    clock = Calendar(NOW + DAY if now == "over" else NOW)
    async with mine.transaction() as work:
        if now == "revoked":
            await work.shares.remove(MINE, FOR_BOB)
        else:
            await work.shares.save(share() if now == "smaller" else opened.share)
    import_file = ImportFile(mine, Formats(), clock, LocalFiles.open(tmp_path / "files"))

    with nullcontext() if now == "as it was" else pytest.raises(ShareNotFoundError):
        await ImportByShare(clock)(opened, import_file, FileToImport(path=file))

    async with mine.snapshot() as work:
        imports = (await work.imports.page(MINE, limit=9)).items
    assert [each.added_by for each in imports] == ["Bob@Example.org"] * (now == "as it was")


@pytest.mark.parametrize("now", ["revoked", "smaller", "over", "as it was"])
async def test_nothing_is_said_by_a_share_that_was_ended_meanwhile(
    database: SqlDatabase, now: str
) -> None:
    mine = database.of(ADA.id)
    asked = evolve(share(scope="comment"), expires_at=NOW + DAY)
    clock = Calendar(NOW + DAY if now == "over" else NOW)
    async with mine.transaction() as work:
        if now == "revoked":
            await work.shares.remove(MINE, FOR_BOB)
        else:
            await work.shares.save(share() if now == "smaller" else asked)
    party = Party.of(Opened(asked, "Ada"), BOB.id)
    said = Commenting.of(database, Patience(database.of_everybody(), clock), clock)

    with nullcontext() if now == "as it was" else pytest.raises(ShareNotFoundError):
        await said.write(party, About(), "?")

    async with mine.snapshot() as work:
        kept = (await work.comments.every(MINE, limit=9)).items
    assert [(each.user_id, each.text) for each in kept] == [(BOB.id, "?")] * (now == "as it was")


@pytest.mark.parametrize(
    ("later", "forgotten"),
    [(VISIT, 0), (VISIT + TICK, 1), (DAY + FORGOTTEN, 1), (DAY + FORGOTTEN + TICK, 3)],
)
async def test_what_is_over_is_forgotten_in_time(
    database: SqlDatabase, later: timedelta, forgotten: int
) -> None:
    begun = await opening(database, Calendar(NOW))(TOKEN, PASSCODE, "127.0.0.1")

    assert begun.expires_at == NOW + VISIT
    assert await ForgetPeoples(database.of_everybody(), Calendar(NOW + later))() == forgotten
