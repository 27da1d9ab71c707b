"""Let somebody who reads their mail choose a new password."""

from attrs import frozen

from cryptotracker.application.identity.api_tokens import revoke_all
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.choosing import ChoosePassword
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import mint
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor, factors_on
from cryptotracker.application.identity.register import good
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import (
    CodeNeededError,
    LinkUnusableError,
    WrongCodeError,
)
from cryptotracker.domain.identity.factors import FactorProof
from cryptotracker.domain.identity.one_time import LIFETIMES, RECOVER, OneTimeToken
from cryptotracker.domain.identity.sessions import RENEWED
from cryptotracker.domain.identity.users import User, check_email
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database, UnitOfWork


@frozen(kw_only=True)
class Recover:
    """Send a link to an address, if it is a user's; whoever asks is told the same either way."""

    everybody: Database
    patience: Patience
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, email: str, address: str) -> None:
        check_email(email)
        await self.patience.count(address=address)
        may_write = await self.patience.may_write(email)
        minted = mint()
        async with self.everybody.transaction() as work:
            user = await found(work, email)
            known = user is not None and user.disabled_at is None
            # Of no user it is kept too, and good for nothing: to keep one takes time.
            await work.people.one_time.add(
                OneTimeToken(
                    digest=minted.digest,
                    kind=RECOVER,
                    email=email,
                    expires_at=self.clock.now() + LIFETIMES[RECOVER],
                    user_id=user.id if user and known else None,
                )
            )
            letter = None
            if user is not None and known and may_write:
                letter = self.letters.recover(user.email, minted.text)
            await self.outbox.post(work, letter)


@frozen(kw_only=True)
class Reset:
    """Take the new password of somebody who was sent a link; all their sessions end, and tokens.

    Whoever has a second factor has to show that, too. If they do not, the link stays good. It
    opens no session.
    """

    everybody: Database
    patience: Patience
    choose: ChoosePassword
    prove: ProveFactor
    standings: Standings
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(
        self, token: str, password: str, address: str, proof: FactorProof | None = None
    ) -> None:
        counted = await self.patience.count(address=address)
        async with self.everybody.snapshot() as work:
            user = await self._of(work, token)
            on = await factors_on(work, user.id)
        hashed = await self.choose(password, user.email)
        if on:
            await self.patience.forgive(counted)  # the link is good; what counts now is the code
            if proof is None:
                raise CodeNeededError
            counted = await self.patience.count_code(address, user.id)
        if not await self._take(token, hashed, proof):
            raise WrongCodeError
        self.standings.forget()
        await self.patience.forgive(counted)

    async def _take(self, token: str, hashed: str, proof: FactorProof | None) -> bool:
        """Change the password, if the second factor that there is now was shown."""
        async with self.everybody.transaction() as work:
            user = await self._of(work, token)
            if await factors_on(work, user.id) and (
                proof is None or not await self.prove(work, user.id, proof)
            ):
                return False
            await work.people.users.save(user.with_password(hashed))
            await work.people.one_time.spend(user.id, self.clock.now())
            await end_all(work, user.id, RENEWED, self.clock)
            await note(work, user.id, "password_reset", self.clock.now())
            await revoke_all(work, user.id, self.clock.now())  # whoever was in may have made some
            await self.outbox.post(work, self.letters.renewed(user.email))
        return True

    async def _of(self, work: UnitOfWork, token: str) -> User:
        sent = await good(work, token, (RECOVER,), self.clock)
        user = None if sent.user_id is None else await found(work, sent.user_id)
        if user is None or user.disabled_at is not None:
            raise LinkUnusableError
        return user
