"""What users change about themselves."""

from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.api_tokens import revoke_all
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.one_time import LIFETIMES, MOVE, OneTimeToken
from cryptotracker.domain.identity.sessions import RENEWED
from cryptotracker.domain.identity.users import User, check_email
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database, Databases


@frozen
class ShowUser:
    """Return a user, None for the implied owner: they are nobody in particular yet."""

    databases: Databases

    async def __call__(self, user_id: UUID) -> User | None:
        async with self.databases.of(user_id).snapshot() as work:
            return await found(work, user_id)


@frozen
class RenameUser:
    databases: Databases
    clock: Clock

    async def __call__(self, user_id: UUID, name: str) -> User:
        async with self.databases.of(user_id).transaction() as work:
            renamed = (await work.people.users.get(user_id)).named(name)
            await work.people.users.save(renamed)
            await note(work, user_id, "profile_changed", self.clock.now(), name=name)
        return renamed


@frozen(kw_only=True)
class ChangePassword:
    """Take a new password of somebody who has proved of late who they are.

    Their other sessions end, and what was sent to them is of no use any more. Programs go on to
    act for them, unless they want their tokens taken back.
    """

    databases: Databases
    choose: ChoosePassword
    standings: Standings
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(
        self, user_id: UUID, session_id: UUID | None, password: str, *, tokens: bool = False
    ) -> None:
        async with self.databases.of(user_id).snapshot() as work:
            user = await work.people.users.get(user_id)
        hashed = await self.choose(password, user.email)
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            await work.people.users.save(user.with_password(hashed))
            await work.people.one_time.spend(user_id, self.clock.now())
            await end_all(work, user_id, RENEWED, self.clock, but=session_id)
            await note(work, user_id, "password_changed", self.clock.now())
            if tokens:
                await revoke_all(work, user_id, self.clock.now())
            await self.outbox.post(work, self.letters.renewed(user.email))
        self.standings.forget()


@frozen(kw_only=True)
class ChangeEmail:
    """Send a link to a user's new address; it is theirs once they have opened it.

    Whether somebody else has it is told to nobody: only a letter would say so.
    """

    databases: Databases
    everybody: Database
    patience: Patience
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, user_id: UUID, email: str) -> None:
        check_email(email)
        may_write = await self.patience.may_write(email)
        minted, now = mint(), self.clock.now()
        async with self.everybody.transaction() as work:
            user = await work.people.users.get(user_id)
            other = await found(work, email)
            await work.people.one_time.spend(user_id, now)
            await work.people.one_time.add(
                OneTimeToken(
                    digest=minted.digest,
                    kind=MOVE,
                    email=email,
                    expires_at=now + LIFETIMES[MOVE],
                    user_id=user_id,
                )
            )
            await note(work, user_id, "email_change_asked", now, before=user.email, after=email)
            if may_write:
                free = other is None or other.id == user_id
                to_new = (
                    self.letters.move(email, minted.text) if free else self.letters.known(email)
                )
                await self.outbox.post(work, to_new)
                await self.outbox.post(work, self.letters.moving(user.email))
