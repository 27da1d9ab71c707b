"""What a user sees of their sessions, and does to them."""

from collections.abc import Sequence
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.sign_in import end_all
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.errors import SessionNotFoundError
from cryptotracker.domain.identity.sessions import REVOKED, Session
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Databases


@frozen
class ListSessions:
    """List the sessions of a user that go on, last seen first."""

    databases: Databases
    clock: Clock

    async def __call__(self, user_id: UUID) -> Sequence[Session]:
        async with self.databases.of(user_id).snapshot() as work:
            return await work.people.sessions.live(user_id, self.clock.now())


@frozen
class NameSession:
    databases: Databases
    clock: Clock

    async def __call__(self, user_id: UUID, session_id: UUID, device: str) -> Session:
        async with self.databases.of(user_id).transaction() as work:
            session = await work.people.sessions.get(session_id)
            if not session.is_live(self.clock.now()):
                raise SessionNotFoundError(session_id=str(session_id))
            named = session.named(device)
            await work.people.sessions.save(named)
        return named


@frozen
class RevokeSession:
    """End a session; one that is over already is left as it is."""

    databases: Databases
    standings: Standings
    clock: Clock

    async def __call__(self, user_id: UUID, session_id: UUID) -> None:
        async with self.databases.of(user_id).transaction() as work:
            now, session = self.clock.now(), await work.people.sessions.get(session_id)
            await work.people.sessions.save(session.ended(REVOKED, now))
            facts = {"session": str(session_id), "device": session.device}
            await note(work, user_id, "session_revoked", now, **facts)
        self.standings.forget()


@frozen
class RevokeOthers:
    """End all sessions of a user but the one that asks."""

    databases: Databases
    standings: Standings
    clock: Clock

    async def __call__(self, user_id: UUID, but: UUID | None) -> None:
        async with self.databases.of(user_id).transaction() as work:
            await end_all(work, user_id, REVOKED, self.clock, but=but)
            await note(work, user_id, "other_sessions_revoked", self.clock.now())
        self.standings.forget()
