"""How somebody becomes a user. The first one has what there was before there were users."""

from datetime import datetime
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.domain.identity.errors import RegistrationClosedError, UserNotFoundError
from cryptotracker.domain.identity.one_time import INVITE, OneTimeToken
from cryptotracker.domain.identity.users import Role, User
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Newcomer:
    """Who is about to become a user; the password, if there is one, is hashed already."""

    email: str
    name: str
    password: str | None
    role: Role = "user"


@frozen
class Join:
    """Make a user, in the transaction of whatever makes them one."""

    clock: Clock

    async def __call__(self, work: UnitOfWork, new: Newcomer) -> User:
        first = not await anybody(work)
        user = User(
            id=THE_OWNER if first else self.clock.new_id(),
            email=new.email,
            name=new.name,
            role="admin" if first else new.role,
            password=new.password,
            created_at=self.clock.now(),
        )
        await work.people.users.add(user)
        await note(work, user.id, "registered", user.created_at, email=user.email, role=user.role)
        return user


@frozen
class CreateUser:
    """Make a user of whom somebody who runs the service knows; EmailTakenError if there is one."""

    everybody: Database
    join: Join
    single: SingleUser

    async def __call__(self, new: Newcomer) -> User:
        async with self.everybody.transaction() as work:
            user = await self.join(work, new)
        self.single.forget()
        return user


async def anybody(work: UnitOfWork) -> bool:
    return bool((await work.people.users.page(limit=1)).items)


async def found(work: UnitOfWork, key: UUID | str) -> User | None:
    try:
        return await work.people.users.get(key)
    except UserNotFoundError:
        return None


async def good_invitation(work: UnitOfWork, digest: bytes, now: datetime) -> OneTimeToken:
    """Return an invitation by its digest, or raise RegistrationClosedError."""
    token = await work.people.one_time.get(digest)
    if token is None or not token.is_good(INVITE, now):
        raise RegistrationClosedError
    return token
