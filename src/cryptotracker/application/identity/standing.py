"""Whether a session goes on, as it stood some seconds ago at most: a revocation counts by then.

Nothing else makes a revocation known: it needs no Redis, and every process keeps to it.
"""

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from attrs import define, field, frozen

from cryptotracker.domain.identity.errors import SessionNotFoundError, UserNotFoundError
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

MEMORY: Final = timedelta(seconds=4)
MOST: Final = 10_000


@frozen
class Standing:
    """A session that goes on, and whose it is."""

    session: Session
    user: User


@define
class Standings:
    """What one process remembers of sessions that were asked for of late."""

    _everybody: Database
    _clock: Clock
    _seen: OrderedDict[UUID, tuple[datetime, Standing | None]] = field(factory=OrderedDict)

    async def of(self, session_id: UUID, *, within: timedelta = MEMORY) -> Standing | None:
        """Return how a session stands, None if it is over."""
        now = self._clock.now()
        at, found = self._seen.get(session_id, (None, None))
        if at is None or now - at >= within:
            found = await self._look(session_id)
            self._seen[session_id] = (now, found)
            self._seen.move_to_end(session_id)
            if len(self._seen) > MOST:
                self._seen.popitem(last=False)
        return found if found and found.session.is_live(now) else None

    def forget(self) -> None:
        """Look again at every session: in this process a change counts at once."""
        self._seen.clear()

    async def _look(self, session_id: UUID) -> Standing | None:
        try:
            async with self._everybody.snapshot() as work:
                session = await work.people.sessions.get(session_id)
                user = await work.people.users.get(session.user_id)
        except (SessionNotFoundError, UserNotFoundError):
            return None
        over = session.ended_at is not None or user.disabled_at is not None
        return None if over else Standing(session, user)
