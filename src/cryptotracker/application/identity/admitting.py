"""Let in whoever has shown one proof; whoever has a second factor has to show that, too."""

from attrs import field, frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.entering import Caller, Enter, SignedIn
from cryptotracker.application.identity.minting import digest_of, mint
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.domain.identity.challenges import LIFETIME, TICKET, Challenge
from cryptotracker.domain.identity.factors import Method
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database


@frozen(kw_only=True)
class Ticket:
    """With it one comes back to do the second step, by one of these methods."""

    text: str = field(repr=False)
    methods: tuple[Method, ...]


@frozen
class Admit:
    """Open a session, or give a ticket to the second step."""

    everybody: Database
    enter: Enter
    clock: Clock

    async def __call__(self, user: User, caller: Caller, *, failed: int = 0) -> SignedIn | Ticket:
        """Let a user in who has no second factor; so many tries `failed` before this one."""
        async with self.everybody.snapshot() as work:
            on = await factors_on(work, user.id)
        if not on:
            return await self.enter(user, caller, failed=failed)
        minted, now = mint(), self.clock.now()
        challenge = Challenge(
            digest=minted.digest,
            kind=TICKET,
            user_id=user.id,
            expires_at=now + LIFETIME,
            client=caller.client,
            device=caller.named(),
            proved=password_of(user),
        )
        async with self.everybody.transaction() as work:
            await work.people.factors.challenges.add(challenge)
            facts = {"device": challenge.device, "failed": str(failed)}
            await note(work, user.id, "second_step_asked", now, **facts)
        return Ticket(text=minted.text, methods=on.methods)


def password_of(user: User) -> bytes:
    """Sum up the password that was shown: once it is changed, it was not shown."""
    return digest_of(user.password or "")
