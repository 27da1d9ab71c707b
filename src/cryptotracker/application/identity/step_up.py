"""Prove once more who one is, in a session that goes on."""

from datetime import datetime
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.passkeys import ProvePasskey
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor, factors_on
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import (
    CodeNeededError,
    WrongCodeError,
    WrongPasswordError,
)
from cryptotracker.domain.identity.factors import FactorProof
from cryptotracker.domain.identity.identity_errors import NoPasswordError
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import Answer
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.proofs import Passwords


@frozen(kw_only=True)
class StepUp:
    """Take a proof that it is the user who asks: of whoever has a second factor, that one."""

    everybody: Database
    patience: Patience
    passwords: Passwords
    prove: ProveFactor
    prove_passkey: ProvePasskey
    standings: Standings
    clock: Clock

    async def __call__(
        self, user_id: UUID, session_id: UUID, proof: FactorProof | Answer | str
    ) -> datetime:
        """Return until when that counts; a text is the password."""
        async with self.everybody.snapshot() as work:
            user = await work.people.users.get(user_id)
            on = await factors_on(work, user_id)
        if not isinstance(proof, str):
            await self._factor(user, session_id, proof)
        elif on:
            raise CodeNeededError
        elif user.password is None:
            raise NoPasswordError
        else:
            await self._password(user, session_id, proof)
        async with self.everybody.transaction() as work:
            session = await work.people.sessions.get(session_id)
            proved = session.proved(self.clock.now())
            await work.people.sessions.save(proved)
            await note(work, user_id, "stepped_up", self.clock.now(), session=str(session_id))
        self.standings.forget()
        return proved.fresh_until

    async def _password(self, user: User, session_id: UUID, password: str) -> None:
        counted = await self.patience.count_proof(session_id)
        if not await self.passwords.fits(password, user.password):
            raise WrongPasswordError
        await self.patience.forgive(counted)

    async def _factor(self, user: User, session_id: UUID, proof: FactorProof | Answer) -> None:
        counted = await self.patience.count_proof(session_id, kind="codes")
        if isinstance(proof, FactorProof):
            async with self.everybody.transaction() as work:
                right = await self.prove(work, user.id, proof)
        else:
            shown = await self.prove_passkey(proof)
            right = shown is not None and shown.user.id == user.id
        if not right:
            raise WrongCodeError
        await self.patience.forgive(counted)
