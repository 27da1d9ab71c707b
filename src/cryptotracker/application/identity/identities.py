"""What users do with their identities elsewhere: see, link and unlink them, prove by them."""

from collections.abc import Sequence
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.arriving import identity_of, note_linked
from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.letters import Letters
from cryptotracker.application.identity.proving import factors_on
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import (
    CodeNeededError,
    SessionEndedError,
    SessionNotFoundError,
)
from cryptotracker.domain.identity.identities import SKEW, Handshake, Identity
from cryptotracker.domain.identity.identity_errors import (
    IdentityNotFoundError,
    IdentityTakenError,
    IssuerRefusedError,
    LastWayInError,
)
from cryptotracker.domain.identity.sessions import UNLINKED, Session
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.issuers import Vouched
from cryptotracker.ports.mail import Outbox
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork


@frozen
class ListIdentities:
    databases: Databases

    async def __call__(self, user_id: UUID) -> Sequence[Identity]:
        async with self.databases.of(user_id).snapshot() as work:
            return await work.people.identities.of(user_id)


@frozen(kw_only=True)
class Link:
    """Take an identity as one more way in for the user of a session, and write to them about it.

    What is theirs already stays as it is.
    """

    everybody: Database
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, vouched: Vouched, session_id: UUID, title: str) -> None:
        async with self.everybody.transaction() as work:
            session, user = await still_here(work, session_id, self.clock)
            known = await work.people.identities.get(vouched.issuer, vouched.subject)
            if known is not None and known.user_id != session.user_id:
                raise IdentityTakenError(issuer=vouched.issuer)
            if known is None:
                await work.people.identities.add(identity_of(vouched, user, self.clock))
                await note_linked(work, user, vouched, self.clock)
                await self.outbox.post(work, self.letters.linked(user.email, title))


@frozen(kw_only=True)
class Unlink:
    """Take a way in away, but not the last; whoever came in by it has to sign in again."""

    databases: Databases
    standings: Standings
    outbox: Outbox
    letters: Letters
    clock: Clock

    async def __call__(self, user_id: UUID, identity_id: UUID, session_id: UUID | None) -> None:
        async with self.databases.of(user_id).transaction() as work:
            user = await work.people.users.get(user_id)  # two at once could take both away
            mine = await work.people.identities.of(user_id)
            if identity_id not in {each.id for each in mine}:
                raise IdentityNotFoundError(identity_id=str(identity_id))
            passkeys = await work.people.factors.passkeys.of(user_id)
            if user.password is None and len(mine) == 1 and not passkeys:
                raise LastWayInError
            await work.people.identities.remove(identity_id)
            await end_all(work, user_id, UNLINKED, self.clock, but=session_id)
            issuer = next(each.issuer for each in mine if each.id == identity_id)
            await note(work, user_id, "identity_unlinked", self.clock.now(), issuer=issuer)
            await self.outbox.post(work, self.letters.unlinked(user.email))
        self.standings.forget()


@frozen(kw_only=True)
class Prove:
    """Take it as proof of who somebody is that they have just signed in elsewhere as themselves.

    Of whoever has a second factor, that one is the proof.
    """

    everybody: Database
    standings: Standings
    clock: Clock

    async def __call__(self, vouched: Vouched, handshake: Handshake) -> None:
        assert handshake.session_id is not None
        if vouched.proved_at is not None and vouched.proved_at < handshake.began_at - SKEW:
            raise IssuerRefusedError(issuer=handshake.issuer)  # it did not ask them again
        async with self.everybody.transaction() as work:
            session, user = await still_here(work, handshake.session_id, self.clock)
            known = await work.people.identities.get(vouched.issuer, vouched.subject)
            if known is None or known.user_id != user.id:
                raise IdentityTakenError(issuer=vouched.issuer)
            if await factors_on(work, user.id):
                raise CodeNeededError
            await work.people.sessions.save(session.proved(self.clock.now()))
            facts = {"session": str(session.id), "issuer": vouched.issuer}
            await note(work, user.id, "stepped_up", self.clock.now(), **facts)
        self.standings.forget()


async def still_here(work: UnitOfWork, session_id: UUID, clock: Clock) -> tuple[Session, User]:
    """Return a session that goes on, and its user; they may have left in the meantime."""
    try:
        session = await work.people.sessions.get(session_id)
    except SessionNotFoundError as error:
        raise SessionEndedError from error
    user = await work.people.users.get(session.user_id)
    if not session.is_live(clock.now()) or user.disabled_at is not None:
        raise SessionEndedError
    return session, user
