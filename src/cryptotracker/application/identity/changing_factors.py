"""What goes with every change of second factors: new codes, the end of sessions, and a letter."""

import secrets
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.audit import What
from cryptotracker.domain.identity.factors import CHANGED
from cryptotracker.domain.identity.recovery_codes import COUNT, RANDOM_BYTES, plain, written
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import UnitOfWork


@frozen(kw_only=True)
class ChangeFactors:
    """Steps of those who change factors, in their transactions; `kept` comes after them."""

    standings: Standings
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def new_codes(self, work: UnitOfWork, user_id: UUID) -> list[str]:
        """Make recovery codes, in the place of all that there were; they are shown this once."""
        codes = [written(secrets.token_bytes(RANDOM_BYTES)) for _ in range(COUNT)]
        digests = [digest_of(plain(each)) for each in codes]
        await work.people.factors.recovery_codes.replace(user_id, digests)
        return codes

    async def drop_codes(self, work: UnitOfWork, user_id: UUID) -> None:
        """Forget the recovery codes of a user who has no other factor left."""
        if not await factors_on(work, user_id):
            await work.people.factors.recovery_codes.replace(user_id, ())

    async def changed(
        self, work: UnitOfWork, user: User, what: What, *, but: UUID | None, **facts: str
    ) -> None:
        """Write down what was changed, and to its user; end all sessions but one."""
        await end_all(work, user.id, CHANGED, self.clock, but=but)  # others opened them
        await note(work, user.id, what, self.clock.now(), **facts)
        await self.outbox.post(work, self.letters.protected(user.email))

    def kept(self) -> None:
        """Let the change count at once."""
        self.standings.forget()
