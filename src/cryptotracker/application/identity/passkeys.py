"""Ask for passkeys, look at what is answered, and let in whoever has one."""

import secrets
from hashlib import sha256
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.entering import Caller, Enter, SignedIn
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.domain.identity.challenges import LIFETIME, PASSKEY, Challenge, Kind
from cryptotracker.domain.identity.errors import PasskeyRefusedError
from cryptotracker.domain.identity.factors import FactorsOn
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import Answer, AnswerRefusedError, Authenticators, Document
from cryptotracker.ports.persistence import Database, UnitOfWork

RANDOM_BYTES: Final = 32


async def ask(work: UnitOfWork, kind: Kind, user_id: UUID | None, clock: Clock) -> bytes:
    """Make a challenge, and keep its digest until it is answered."""
    challenge = secrets.token_bytes(RANDOM_BYTES)
    await work.people.factors.challenges.add(
        Challenge(
            digest=sha256(challenge).digest(),
            kind=kind,
            user_id=user_id,
            expires_at=clock.now() + LIFETIME,
        )
    )
    return challenge


async def answered(
    work: UnitOfWork, kind: Kind, user_id: UUID | None, challenge: bytes, clock: Clock
) -> bool:
    """Use a challenge up; tell whether it was good."""
    now, challenges = clock.now(), work.people.factors.challenges
    found = await challenges.get(sha256(challenge).digest())
    if found is None or found.user_id != user_id or not found.is_good(kind, now):
        return False
    await challenges.save(found.answered(now, right=True))
    return True


@frozen
class AskForPasskey:
    """Ask whoever it may be for a passkey; their device knows which ones it has for us."""

    everybody: Database
    authenticators: Authenticators
    clock: Clock

    async def __call__(self) -> Document:
        async with self.everybody.transaction() as work:
            challenge = await ask(work, PASSKEY, None, self.clock)
        return self.authenticators.request(challenge)


@frozen(kw_only=True)
class Shown:
    """Whose passkey it was, and which factors they had then."""

    user: User
    on: FactorsOn


@frozen
class ProvePasskey:
    """Look at what was answered for a passkey; say whose it is, None if it does not hold.

    The challenge is used up either way, and an answer to it is good once.
    """

    everybody: Database
    authenticators: Authenticators
    clock: Clock

    async def __call__(self, answer: Answer) -> Shown | None:
        try:
            challenge = self.authenticators.challenge_of(answer)
            async with self.everybody.snapshot() as work:
                user_id = await work.people.factors.passkeys.find(answer.credential)
            async with self.everybody.transaction() as work:
                if not await answered(work, PASSKEY, None, challenge, self.clock):
                    return None
            return None if user_id is None else await self._shown(user_id, answer, challenge)
        except AnswerRefusedError:
            return None

    async def _shown(self, user_id: UUID, answer: Answer, challenge: bytes) -> Shown | None:
        async with self.everybody.transaction() as work:
            user = await work.people.users.get(user_id)
            for passkey in await work.people.factors.passkeys.of(user_id):
                if passkey.credential == answer.credential:
                    count = self.authenticators.verified(answer, challenge, passkey)
                    used = passkey.used(count, self.clock.now())
                    await work.people.factors.passkeys.save(used)
                    return Shown(user=user, on=await factors_on(work, user_id))
        return None


@frozen
class SignInByPasskey:
    """Let in whoever has a passkey: it is two factors, a device and a look at its user."""

    patience: Patience
    prove: ProvePasskey
    enter: Enter

    async def __call__(self, answer: Answer, caller: Caller) -> SignedIn:
        counted = await self.patience.count(address=caller.address)
        shown = await self.prove(answer)
        if shown is None or shown.user.disabled_at is not None:
            raise PasskeyRefusedError
        await self.patience.forgive(counted)
        return await self.enter(shown.user, caller, seen=shown.on)
