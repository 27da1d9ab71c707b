"""Look at what somebody shows as their second factor, and use it up."""

from functools import partial
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.seeds import Seeds
from cryptotracker.domain.identity.factors import FactorProof, FactorsOn
from cryptotracker.domain.identity.recovery_codes import plain
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import OneTimeCodes
from cryptotracker.ports.persistence import UnitOfWork


@frozen
class ProveFactor:
    """Tell whether a code is good, in the transaction of whatever it is good for.

    It is used up there: of two that show the same code at once, one waits for the other, and finds
    that it was used.
    """

    seeds: Seeds
    codes: OneTimeCodes
    clock: Clock

    async def __call__(self, work: UnitOfWork, user_id: UUID, proof: FactorProof) -> bool:
        now = self.clock.now()
        if proof.recovers:
            digest = digest_of(plain(proof.text))
            used = await work.people.factors.recovery_codes.use(user_id, digest, now)
            if used:
                await note(work, user_id, "recovery_code_used", now)
            return used
        totp = await work.people.factors.totps.get(user_id)
        if totp is None or not totp.is_on:
            return False
        code_of = partial(self.codes.code, await self.seeds.read(work, totp))
        shown = totp.showing(proof.text, code_of, now)
        if shown is None:
            return False
        await work.people.factors.totps.save(shown)
        return True


async def factors_on(work: UnitOfWork, user_id: UUID) -> FactorsOn:
    totp = await work.people.factors.totps.get(user_id)
    passkeys = await work.people.factors.passkeys.of(user_id)
    return FactorsOn(
        totp=totp.on_since if totp else None, passkeys=frozenset(each.id for each in passkeys)
    )
