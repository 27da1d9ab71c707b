"""What the outbox promises: a letter goes if what it tells of was kept, and lies open nowhere."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from attrs import define, evolve, field, frozen

from cryptotracker.adapters.clock.system import SystemClock
from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.application.identity.outbox import SealedOutbox, SendLetter
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.jobs.cleaning import ForgetJobs
from cryptotracker.domain.errors import JobNotFoundError
from cryptotracker.domain.identity.identity_errors import MailUnavailableError
from cryptotracker.domain.jobs.jobs import DONE, FAILED, Job
from cryptotracker.entrypoints.keys import RINGS, letterbox, open_rings, vault
from cryptotracker.entrypoints.settings import Settings
from cryptotracker.ports.jobs import JobsWanted
from cryptotracker.ports.mail import Letter, Mail
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.secrets import INSTALLATION, MASTER
from cryptotracker.ports.vault import Vault
from tests.contract.waiting import take

ME, TOKEN = UUID(int=7), "what-nobody-else-may-read"
LETTER = Letter(
    to="ada@example.org", subject="Hello", text=f"…#{TOKEN}\n", good_for=timedelta(minutes=10)
)
CLOCK = SystemClock()
OUTBOX = SealedOutbox(letterbox(), CLOCK)
ALL = JobsWanted()


@define
class Post(Mail):
    """Delivers letters to the test, or fails."""

    fails: bool = False
    sent: list[tuple[Letter, UUID]] = field(factory=list)

    async def send(self, letter: Letter, letter_id: UUID) -> None:
        if self.fails:
            raise MailUnavailableError(reason="SMTPConnectError")
        self.sent.append((letter, letter_id))


@frozen
class Office:
    """A database of which letters are sent, by a worker that does one job at a time."""

    database: SqlDatabase
    vault: Vault
    mail: Post = field(factory=Post)

    @property
    def everybody(self) -> Database:
        return self.database.of_everybody()

    async def post(self, letter: Letter | None, database: Database | None = None) -> None:
        async with (database or self.everybody).transaction() as work:
            await OUTBOX.post(work, letter)

    async def jobs(self) -> list[Job]:
        async with self.everybody.snapshot() as work:
            return [*(await work.jobs.page(ALL, limit=9)).items]

    async def work(self) -> None:
        """Do what is to be done next."""
        job = await take(self.everybody, CLOCK.now())
        assert job
        send = SendLetter(everybody=self.everybody, vault=self.vault, mail=self.mail, clock=CLOCK)
        await send(Attempt(job))

    async def sealed(self, job: Job) -> bytes | None:
        async with self.everybody.snapshot() as work:
            owner = job.owner or INSTALLATION
            found = await work.sealed.fields.get(owner, job.id, "letter")
        return found[0].sealed if found else None


@pytest.fixture
async def office(database_url: str, tmp_path: Path) -> AsyncIterator[Office]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    await open_rings(settings, RINGS)
    async with open_database(database_url) as database:
        yield Office(database, vault(settings, MASTER))


async def test_a_letter_is_sent_and_then_nothing_of_it_is_left(office: Office) -> None:
    await office.post(LETTER)
    (job,) = await office.jobs()
    await office.work()

    (done,) = await office.jobs()
    assert office.mail.sent == [(evolve(LETTER, good_for=None), job.id)]
    assert (done.state, await office.sealed(job)) == (DONE, None)


async def test_what_is_undone_sends_nothing(office: Office) -> None:
    with pytest.raises(ZeroDivisionError):
        async with office.everybody.transaction() as work:
            await OUTBOX.post(work, LETTER)
            raise ZeroDivisionError

    assert await office.jobs() == []


async def test_it_lies_nowhere_in_clear_text(office: Office) -> None:
    await office.post(LETTER)

    (job,) = await office.jobs()
    lying = repr(job).encode() + (await office.sealed(job) or b"")
    assert len(lying) > len(LETTER.text)
    assert TOKEN.encode() not in lying
    assert b"ada@" not in lying


async def test_nobody_is_written_to_as_somebody_is(office: Office) -> None:
    await office.post(None)
    (job,) = await office.jobs()
    kept = await office.sealed(job)
    await office.work()

    assert kept
    assert office.mail.sent == []
    assert [each.state for each in await office.jobs()] == [DONE]


async def test_one_that_cannot_go_now_is_kept_and_goes_later(office: Office) -> None:
    await office.post(LETTER)
    office.mail.fails = True
    with pytest.raises(MailUnavailableError):
        await office.work()
    office.mail.fails = False
    (job,) = await office.jobs()
    async with office.everybody.transaction() as work:
        await work.jobs.save(job.again({"type": "MailUnavailableError"}, CLOCK.now()))

    await office.work()

    assert [each.text for each, _ in office.mail.sent] == [LETTER.text]


async def test_its_owner_neither_sees_nor_ends_it(office: Office) -> None:
    mine = office.database.of(ME)
    await office.post(LETTER, mine)
    (job,) = await office.jobs()

    async with mine.transaction() as work:
        seen = (await work.jobs.page(ALL, limit=9)).items
        with pytest.raises(JobNotFoundError):
            await work.jobs.get(job.id)
        await work.jobs.save(job.cancel(CLOCK.now()))

    assert (job.owner, [*seen]) == (ME, [])
    assert await office.jobs() == [job]
    await office.work()
    assert len(office.mail.sent) == 1


async def test_a_link_that_is_good_no_more_is_not_sent(office: Office) -> None:
    await office.post(LETTER)
    (job,) = await office.jobs()

    late = job.taken("me", job.created_at + timedelta(minutes=11), job.created_at)

    assert (job.deadline, late.state) == (job.created_at + timedelta(minutes=10), FAILED)


async def test_what_was_never_sent_is_forgotten_with_its_job(office: Office) -> None:
    await office.post(LETTER)
    (job,) = await office.jobs()
    long_ago = CLOCK.now() - timedelta(days=31)
    async with office.everybody.transaction() as work:
        await work.jobs.save(job.failed({"type": "LetterRefusedError"}, long_ago))

    await ForgetJobs(office.everybody, CLOCK)()

    assert (await office.jobs(), await office.sealed(job)) == ([], None)
