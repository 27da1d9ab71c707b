"""Confirm an address: that of a registration, or a user's new one."""

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.joining import Join, Newcomer, found
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.register import good
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.single import SingleUser
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import EmailTakenError, LinkUnusableError
from cryptotracker.domain.identity.one_time import MOVE, VERIFY, OneTimeToken
from cryptotracker.domain.identity.sessions import MOVED
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Verify:
    """Do what was waiting for an address to be confirmed; once."""

    everybody: Database
    patience: Patience
    join: Join
    single: SingleUser
    standings: Standings
    clock: Clock

    async def __call__(self, token: str, address: str) -> None:
        counted = await self.patience.count(address=address)
        try:
            async with self.everybody.transaction() as work:
                sent = await good(work, token, (VERIFY, MOVE), self.clock)
                await work.people.one_time.save(sent.used(self.clock.now()))
                await (self._joined(work, sent) if sent.kind == VERIFY else self._moved(work, sent))
        except EmailTakenError as error:  # somebody was faster
            raise LinkUnusableError from error
        await self.patience.forgive(counted)
        self.single.forget()
        self.standings.forget()

    async def _joined(self, work: UnitOfWork, sent: OneTimeToken) -> None:
        if await found(work, sent.email) is not None:
            raise EmailTakenError(email=sent.email)
        new = Newcomer(email=sent.email, name=sent.name, password=sent.password)
        user = await self.join(work, new)
        await note(work, user.id, "address_verified", self.clock.now(), email=sent.email)

    async def _moved(self, work: UnitOfWork, sent: OneTimeToken) -> None:
        assert sent.user_id is not None
        user = await work.people.users.get(sent.user_id)
        await work.people.users.save(user.reached_at(sent.email))
        now = self.clock.now()
        await work.people.one_time.spend(user.id, now)
        await end_all(work, user.id, MOVED, self.clock)
        await note(work, user.id, "email_changed", now, before=user.email, after=sent.email)
