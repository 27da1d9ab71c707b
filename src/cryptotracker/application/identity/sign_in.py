"""Sign in by address and password; sign out here, or everywhere."""

from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.admitting import Admit, Ticket
from cryptotracker.application.identity.api_tokens import revoke_all
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.entering import Caller, SignedIn
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.refusals import CountRefused, nobody_of
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.errors import InvalidValueError
from cryptotracker.domain.identity.errors import SignInFailedError, UserNotFoundError
from cryptotracker.domain.identity.sessions import SIGNED_OUT
from cryptotracker.domain.identity.users import User, check_email
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork
from cryptotracker.ports.proofs import Passwords


@frozen
class SignIn:
    """Let in whoever gives an address and its password, or ask them for their second factor.

    Nothing tells whether there is a user of the address: neither words, nor the time it takes,
    for a password is tried either way.
    """

    everybody: Database
    patience: Patience
    passwords: Passwords
    admit: Admit
    refused: CountRefused

    async def __call__(self, email: str, password: str, caller: Caller) -> SignedIn | Ticket:
        counted = await self.patience.count(address=caller.address, email=email)
        user = await self._find(email)
        hashed = user.password if user else None
        fits = await self.passwords.fits(password, hashed)
        if user is None or hashed is None or not fits or user.disabled_at is not None:
            await self.refused(user.id if user else nobody_of(email))
            raise SignInFailedError
        failed = await self.patience.forgive(counted)
        if self.passwords.is_dated(hashed):
            user = await self._hash_again(user, password)
        return await self.admit(user, caller, failed=failed)

    async def _find(self, email: str) -> User | None:
        try:
            check_email(email)  # no database takes every text there is
            async with self.everybody.snapshot() as work:
                return await work.people.users.get(email)
        except (InvalidValueError, UserNotFoundError):
            return None

    async def _hash_again(self, user: User, password: str) -> User:
        """Keep the password with as much work as is asked for now."""
        renewed = user.with_password(await self.passwords.hashed(password))
        async with self.everybody.transaction() as work:
            current = await work.people.users.get(user.id)
            if current.password != user.password:  # it was changed in the meantime
                raise SignInFailedError
            await work.people.users.save(renewed)
        return renewed


@frozen
class SignOut:
    """End a session, or all of a user's; with `tokens`, no program acts for them any more."""

    everybody: Database
    standings: Standings
    clock: Clock

    async def __call__(
        self, user_id: UUID, session_id: UUID | None, *, everywhere: bool, tokens: bool = False
    ) -> None:
        now = self.clock.now()
        async with self.everybody.transaction() as work:
            if everywhere:
                await end_all(work, user_id, SIGNED_OUT, self.clock)
                await note(work, user_id, "signed_out_everywhere", now)
            elif session_id is not None:
                session = await work.people.sessions.get(session_id)
                await work.people.sessions.save(session.ended(SIGNED_OUT, now))
                await note(work, user_id, "signed_out", now, session=str(session_id))
            if tokens:
                await revoke_all(work, user_id, now)
        self.standings.forget()


async def end_all(
    work: UnitOfWork, user_id: UUID, reason: str, clock: Clock, *, but: UUID | None = None
) -> None:
    """End all sessions of a user, except perhaps one."""
    now = clock.now()
    for each in await work.people.sessions.live(user_id, now):
        if each.id != but:
            await work.people.sessions.save(each.ended(reason, now))
