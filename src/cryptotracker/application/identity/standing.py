"""Whether a session or a token goes on, as it stood some seconds ago at most.

A revocation counts by then. Nothing else makes it known: it needs no Redis, and every process
keeps to it.
"""

import logging
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from attrs import define, field, frozen

from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.remembered import MEMORY, Remembered
from cryptotracker.domain.errors import DatabaseFullError, DatabaseUnavailableError
from cryptotracker.domain.identity.api_tokens import ApiToken, is_token
from cryptotracker.domain.identity.errors import SessionNotFoundError, UserNotFoundError
from cryptotracker.domain.identity.sessions import Session
from cryptotracker.domain.identity.users import User
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

__all__ = ["MEMORY", "Standing", "Standings", "TokenStanding"]

log: Final = logging.getLogger(__name__)


AT_ONCE: Final = 500
"""So many are looked at by one question."""


@frozen
class Standing:
    """A session that goes on, and whose it is."""

    session: Session
    user: User


@frozen
class TokenStanding:
    """A token that holds, and whose it is."""

    token: ApiToken
    user: User


@define
class Standings:
    """What one process remembers of sessions and tokens that were asked for of late."""

    _everybody: Database
    _clock: Clock
    _sessions: Remembered[UUID, Standing] = field(init=False)
    _tokens: Remembered[bytes, TokenStanding] = field(init=False)

    def __attrs_post_init__(self) -> None:
        self._sessions = Remembered(self._look, self._clock)
        self._tokens = Remembered(self._look_at_token, self._clock)

    async def of(self, session_id: UUID, *, within: timedelta = MEMORY) -> Standing | None:
        """Return how a session stands, None if it is over."""
        standing = await self._sessions.of(session_id, within=within)
        return standing if standing and standing.session.is_live(self._clock.now()) else None

    async def of_token(self, text: str) -> TokenStanding | None:
        """Return how a token stands, None if it does not hold."""
        if not is_token(text):
            return None
        standing = await self._tokens.of(digest_of(text))
        return standing if standing and standing.token.is_live(self._clock.now()) else None

    async def going_on(
        self, *, sessions: Collection[UUID], tokens: Collection[UUID]
    ) -> Collection[UUID]:
        """Look, and not into memory, which of many sessions go on, and which tokens hold."""
        now, found = self._clock.now(), set[UUID]()
        async with self._everybody.snapshot() as work:
            for some in batches(sessions):
                found.update(await work.people.standing.sessions(some, now))
            for some in batches(tokens):
                found.update(await work.people.standing.tokens(some, now))
        return found

    def forget(self) -> None:
        """Look again at everything: in this process a change counts at once."""
        self._sessions.forget()
        self._tokens.forget()

    async def _look(self, session_id: UUID) -> Standing | None:
        try:
            async with self._everybody.snapshot() as work:
                session = await work.people.sessions.get(session_id)
                user = await work.people.users.get(session.user_id)
        except (SessionNotFoundError, UserNotFoundError):
            return None
        over = session.ended_at is not None or user.disabled_at is not None
        return None if over else Standing(session, user)

    async def _look_at_token(self, key: UUID | bytes) -> TokenStanding | None:
        async with self._everybody.snapshot() as work:
            token = await work.people.api_tokens.find(key)
            user = await found(work, token.user_id) if token else None
        if token is None or user is None or user.disabled_at is not None:
            return None
        await self._note(token)
        return TokenStanding(token, user)

    async def _note(self, token: ApiToken) -> None:
        """Write a use down; that this cannot be done now keeps nobody from reading."""
        now = self._clock.now()
        if not (token.is_live(now) and token.is_news(now)):
            return
        try:
            async with self._everybody.transaction() as work:
                await work.people.api_tokens.used(token.id, now)
        except (DatabaseFullError, DatabaseUnavailableError):
            log.warning("The last use of a token could not be written down.")


def batches(ids: Collection[UUID]) -> Iterator[Sequence[UUID]]:
    left = iter(ids)
    while some := list(islice(left, AT_ONCE)):
        yield some
