"""What those who run the service see of users, and do to them; no portfolio is among it."""

from collections.abc import Sequence

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.leaving import check_not_last
from cryptotracker.domain.identity.sessions import DISABLED, Session
from cryptotracker.domain.identity.users import ADMINISTRATOR, Role, User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen
class ListUsers:
    everybody: Database

    async def __call__(self, *, limit: int = 100, cursor: str | None = None) -> Page[User]:
        async with self.everybody.snapshot() as work:
            return await work.people.users.page(limit=limit, cursor=cursor)


@frozen
class DisableUser:
    """Keep a user out, and end their sessions; what is theirs stays as it is.

    The last administrator stays, for nobody could let anybody in again.
    """

    everybody: Database
    standings: Standings
    clock: Clock

    async def __call__(self, email: str) -> User:
        async with self.everybody.transaction() as work:
            user = (await replaceable(work, email)).disabled(self.clock.now())
            await work.people.users.save(user)
            await end_all(work, user.id, DISABLED, self.clock)
            await note(work, user.id, "user_disabled", self.clock.now())
        self.standings.forget()
        return user


@frozen
class EnableUser:
    everybody: Database
    clock: Clock

    async def __call__(self, email: str) -> User:
        async with self.everybody.transaction() as work:
            user = (await work.people.users.get(email)).enabled()
            await work.people.users.save(user)
            await note(work, user.id, "user_enabled", self.clock.now())
        return user


@frozen
class ChangeRole:
    """Let a user run the place, or do so no more; the last who does goes on."""

    everybody: Database
    standings: Standings
    clock: Clock

    async def __call__(self, email: str, role: Role) -> User:
        async with self.everybody.transaction() as work:
            before = (
                await work.people.users.get(email)
                if role == ADMINISTRATOR
                else await replaceable(work, email)
            )
            after = before.with_role(role)
            await work.people.users.save(after)
            facts = {"before": before.role, "after": role}
            await note(work, after.id, "role_changed", self.clock.now(), **facts)
        self.standings.forget()
        return after


@frozen
class SessionsOf:
    """List the sessions of a user, by their address."""

    everybody: Database
    clock: Clock

    async def __call__(self, email: str) -> Sequence[Session]:
        async with self.everybody.snapshot() as work:
            user = await work.people.users.get(email)
            return await work.people.sessions.live(user.id, self.clock.now())


async def replaceable(work: UnitOfWork, email: str) -> User:
    """Return a user, unless they are the last who runs the place."""
    administrators = await work.people.administrators.all()  # first: all wait in one order
    user = await work.people.users.get(email)
    check_not_last(user, administrators)
    return user
