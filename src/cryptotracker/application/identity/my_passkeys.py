"""What users do with their passkeys."""

from collections.abc import Sequence
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.changing_factors import ChangeFactors
from cryptotracker.application.identity.passkeys import answered, ask
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.domain.identity.challenges import ENROL
from cryptotracker.domain.identity.errors import FactorConflictError, PasskeyNotFoundError
from cryptotracker.domain.identity.identity_errors import LastWayInError
from cryptotracker.domain.identity.passkeys import MOST, Passkey
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.factors import Answer, AnswerRefusedError, Authenticators, Document
from cryptotracker.ports.persistence import Databases, UnitOfWork


@frozen
class ListPasskeys:
    databases: Databases

    async def __call__(self, user_id: UUID) -> Sequence[Passkey]:
        async with self.databases.of(user_id).snapshot() as work:
            return await work.people.factors.passkeys.of(user_id)


@frozen
class OfferPasskey:
    """Ask a user's device to make a passkey; not one that has one for us already."""

    databases: Databases
    authenticators: Authenticators
    clock: Clock

    async def __call__(self, user_id: UUID) -> Document:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            known = await work.people.factors.passkeys.of(user_id)
            if len(known) >= MOST:
                raise FactorConflictError(reason=f"there are {MOST} passkeys; remove one first")
            challenge = await ask(work, ENROL, user_id, self.clock)
        return self.authenticators.creation(challenge, user, [each.credential for each in known])


@frozen(kw_only=True)
class Added:
    """A new passkey, and recovery codes if it is the user's first factor."""

    passkey: Passkey
    codes: list[str] = field(repr=False)


@frozen(kw_only=True)
class AddPasskey:
    """Take a passkey that a user's device has made."""

    databases: Databases
    authenticators: Authenticators
    change: ChangeFactors
    clock: Clock

    async def __call__(
        self, user_id: UUID, session_id: UUID | None, name: str, answer: Answer
    ) -> Added:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)
            passkey = await self._made(work, user_id, name, answer)
            first = not await factors_on(work, user_id)
            if not await work.people.factors.passkeys.add(passkey):
                raise FactorConflictError(reason="this passkey is known already")
            codes = await self.change.new_codes(work, user_id) if first else []
            await self.change.changed(work, user, "passkey_added", but=session_id, name=name)
        self.change.kept()
        return Added(passkey=passkey, codes=codes)

    async def _made(self, work: UnitOfWork, user_id: UUID, name: str, answer: Answer) -> Passkey:
        try:
            challenge = self.authenticators.challenge_of(answer)
            good = await answered(work, ENROL, user_id, challenge, self.clock)
            made = self.authenticators.made(answer, challenge) if good else None
        except AnswerRefusedError:
            made = None
        if made is None:
            reason = "what was answered for the passkey does not hold; begin again"
            raise FactorConflictError(reason=reason)
        return Passkey(
            id=self.clock.new_id(),
            user_id=user_id,
            credential=made.credential,
            public_key=made.public_key,
            sign_count=made.sign_count,
            name=name,
            created_at=self.clock.now(),
        )


@frozen
class NamePasskey:
    databases: Databases
    clock: Clock

    async def __call__(self, user_id: UUID, passkey_id: UUID, name: str) -> Passkey:
        async with self.databases.of(user_id).transaction() as work:
            passkey = await one_of(work, user_id, passkey_id)
            named = passkey.named(name)
            await work.people.factors.passkeys.save(named)
            facts = {"before": passkey.name, "after": name}
            await note(work, user_id, "passkey_named", self.clock.now(), **facts)
        return named


@frozen
class RemovePasskey:
    """Take a passkey away, but not the last way in."""

    databases: Databases
    change: ChangeFactors

    async def __call__(self, user_id: UUID, session_id: UUID | None, passkey_id: UUID) -> None:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)  # two at once could take both away
            name = (await one_of(work, user_id, passkey_id)).name
            if user.password is None and await is_last(work, user_id):
                raise LastWayInError
            await work.people.factors.passkeys.remove(user_id, passkey_id)
            await self.change.drop_codes(work, user_id)
            await self.change.changed(work, user, "passkey_removed", but=session_id, name=name)
        self.change.kept()


async def is_last(work: UnitOfWork, user_id: UUID) -> bool:
    """Tell whether one passkey is all there is to sign in by, but for a password."""
    passkeys = await work.people.factors.passkeys.of(user_id)
    return len(passkeys) == 1 and not await work.people.identities.of(user_id)


async def one_of(work: UnitOfWork, user_id: UUID, passkey_id: UUID) -> Passkey:
    for each in await work.people.factors.passkeys.of(user_id):
        if each.id == passkey_id:
            return each
    raise PasskeyNotFoundError(passkey=str(passkey_id))
