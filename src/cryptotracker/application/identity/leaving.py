"""Delete an account: nobody gets in from now on, and after some days nothing is left of it."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.api_tokens import revoke_all
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.exporting import folder_of
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.application.keeping import discard
from cryptotracker.application.portfolios import DeletePortfolio
from cryptotracker.domain.identity.leaving import GRACE, check_not_last
from cryptotracker.domain.identity.sessions import DISABLED
from cryptotracker.domain.identity.users import User
from cryptotracker.domain.jobs.jobs import Facts, Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.files import FileStore
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork

DELETE_USER: Final = "delete-user"
AT_ONCE: Final = timedelta()
MANY: Final = 500


@frozen(kw_only=True)
class AskDeletion:
    """Shut an account, and promise to delete it; who runs the service may call that off."""

    everybody: Database
    standings: Standings
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, key: UUID | str, *, grace: timedelta = GRACE) -> datetime:
        """Return when it will be deleted."""
        now = self.clock.now()
        async with self.everybody.transaction() as work:
            user = (await leaving(work, key)).disabled(now)
            await work.people.users.save(user)
            await end_all(work, user.id, DISABLED, self.clock)
            await note(work, user.id, "deletion_asked", now)
            await revoke_all(work, user.id, now)
            await work.jobs.enqueue(self._job(user, now, now + grace))
            await self.outbox.post(work, self.letters.leaving(user.email))
        self.standings.forget()
        return now + grace

    def _job(self, user: User, now: datetime, then: datetime) -> Job:
        return Job(
            id=self.clock.new_id(),
            kind=DELETE_USER,
            created_at=now,
            not_before=then,
            payload={"user": str(user.id), "since": since(user)},
        )


@frozen(kw_only=True)
class DeleteUser:
    """Handle such a job: if they were let in again meanwhile, there is nothing to do."""

    databases: Databases
    files: FileStore
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        user_id = UUID(str(attempt.job.payload["user"]))
        everybody = self.databases.of_everybody()
        async with everybody.snapshot() as work:
            user = await found(work, user_id)
        if user is None or since(user) != attempt.job.payload["since"]:
            return {"deleted": False}
        database = self.databases.of(user_id)
        delete = DeletePortfolio(database, self.files)
        for done, portfolio_id in enumerate(await portfolios_of(database)):
            attempt.tell(done, text="portfolios deleted")
            async with everybody.transaction() as work:
                await attempt.hold(work)
            await delete(portfolio_id)
        await discard(self.files, folder_of(user_id))
        now = self.clock.now()
        async with everybody.transaction() as work:
            user = await work.people.users.get(user_id)
            gone = since(user) == attempt.job.payload["since"]
            if gone:
                await note(work, user_id, "user_deleted", now)
                await work.people.leaving.remove(user_id)
            await attempt.finish(work, {"deleted": gone}, now)
        return None


async def leaving(work: UnitOfWork, key: UUID | str) -> User:
    """Return who is to leave; the last administrator may, once nobody else is there."""
    administrators = await work.people.administrators.all()
    user = await work.people.users.get(key)
    if await work.people.users.others(user.id):
        check_not_last(user, administrators)
    return user


async def portfolios_of(database: Database) -> list[UUID]:
    listed: list[UUID] = []
    cursor: str | None = None
    while True:
        async with database.snapshot() as work:
            page = await work.portfolios.page(limit=MANY, cursor=cursor)
        listed += [each.id for each in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return listed


def since(user: User) -> str | None:
    """Say since when an account is shut: who was let in and shut out again, was not to go."""
    return user.disabled_at.isoformat() if user.disabled_at else None
