"""The second step of signing in: a ticket from the first, and a code."""

from attrs import frozen

from cryptotracker.application.identity.admitting import password_of
from cryptotracker.application.identity.entering import Caller, Enter, SignedIn
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import ProveFactor, factors_on
from cryptotracker.application.identity.refusals import CountRefused
from cryptotracker.domain.identity.challenges import TICKET, Challenge
from cryptotracker.domain.identity.errors import CodeRefusedError
from cryptotracker.domain.identity.factors import FactorProof, FactorsOn
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database


@frozen(kw_only=True)
class Passed:
    """Somebody who has shown both factors, and which there were when they did."""

    user: User
    challenge: Challenge
    on: FactorsOn


@frozen(kw_only=True)
class SecondStep:
    """Let in whoever shows a ticket and a code that belong together.

    A ticket that never was, was used, or is too old is answered as a wrong code is.
    """

    everybody: Database
    patience: Patience
    prove: ProveFactor
    enter: Enter
    refused: CountRefused
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, ticket: str, proof: FactorProof, address: str) -> SignedIn:
        digest = digest_of(ticket)
        async with self.everybody.snapshot() as work:
            found = await work.people.factors.challenges.get(digest)
        counted = await self.patience.count_code(address, found.user_id if found else None)
        passed = await self._passed(digest, proof)
        if passed is None:
            if found is not None and found.user_id is not None:
                await self.refused(found.user_id)
            raise CodeRefusedError
        failed = await self.patience.forgive(counted)
        asked = passed.challenge
        caller = Caller(client=asked.client, address=address, device=asked.device)
        return await self.enter(passed.user, caller, seen=passed.on, failed=failed)

    async def _passed(self, digest: bytes, proof: FactorProof) -> Passed | None:
        """Look at an answer; that it was given is kept, whether it was right or not."""
        now = self.clock.now()
        async with self.everybody.transaction() as work:
            challenges = work.people.factors.challenges
            challenge = await challenges.get(digest)
            if challenge is None or not challenge.is_good(TICKET, now):
                return None
            assert challenge.user_id is not None  # a ticket is somebody's
            user = await work.people.users.get(challenge.user_id)
            holds = user.disabled_at is None and password_of(user) == challenge.proved
            right = holds and await self.prove(work, user.id, proof)
            await challenges.save(challenge.answered(now, right=right))
            if right and proof.recovers:
                await self.outbox.post(work, self.letters.recovered(user.email))
            on = await factors_on(work, user.id)
        return Passed(user=user, challenge=challenge, on=on) if right else None
