"""What users do with the tokens that programs act with for them."""

import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.identity.standing import Standings
from cryptotracker.domain.identity.api_tokens import (
    RANDOM_BYTES,
    TOKENS_MOST,
    ApiToken,
    until,
    written,
)
from cryptotracker.domain.identity.errors import TokenNotFoundError, TooManyTokensError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Databases, UnitOfWork


@frozen(kw_only=True)
class Wanted:
    """A token that somebody wants: for which program, what it may do, and for how many days."""

    name: str
    scopes: Collection[str]
    days: int


class Made(NamedTuple):
    """A new token with its text, which is shown this once."""

    token: ApiToken
    text: str


@frozen
class ListTokens:
    """List the tokens of a user, newest first, with those that ended not long ago."""

    databases: Databases

    async def __call__(self, user_id: UUID) -> Sequence[ApiToken]:
        async with self.databases.of(user_id).snapshot() as work:
            return await work.people.api_tokens.of(user_id)


@frozen
class MakeToken:
    """Make a token for somebody who has proved of late who they are.

    Those that have ended make room for it.
    """

    databases: Databases
    clock: Clock

    async def __call__(self, user_id: UUID, wanted: Wanted) -> Made:
        now, text = self.clock.now(), written(secrets.token_bytes(RANDOM_BYTES))
        token = ApiToken(
            id=self.clock.new_id(),
            user_id=user_id,
            name=wanted.name,
            scopes=wanted.scopes,
            digest=digest_of(text),
            created_at=now,
            expires_at=until(now, wanted.days),
        )
        async with self.databases.of(user_id).transaction() as work:
            await work.people.users.get(user_id)  # whoever makes one at the same time waits here
            kept = await work.people.api_tokens.of(user_id)
            ended = [each for each in kept if not each.is_live(now)]
            if len(kept) - len(ended) >= TOKENS_MOST:
                raise TooManyTokensError(most=TOKENS_MOST)
            for each in ended:
                await work.people.api_tokens.remove(each.id)
            await work.people.api_tokens.add(token)
            facts = {"token": str(token.id), "name": token.name}
            facts["scopes"] = " ".join(sorted(token.scopes))
            await note(work, user_id, "token_made", now, **facts)
        return Made(token, text)


@frozen
class RevokeToken:
    """Take a token back."""

    databases: Databases
    standings: Standings
    clock: Clock

    async def __call__(self, user_id: UUID, token_id: UUID) -> None:
        async with self.databases.of(user_id).transaction() as work:
            if not await work.people.api_tokens.remove(token_id):
                raise TokenNotFoundError(token_id=str(token_id))
            await note(work, user_id, "token_revoked", self.clock.now(), token=str(token_id))
        self.standings.forget()


@frozen
class RevokeTokens:
    """Take all tokens of a user back."""

    databases: Databases
    standings: Standings
    clock: Clock

    async def __call__(self, user_id: UUID) -> None:
        async with self.databases.of(user_id).transaction() as work:
            kept = await remove_all(work, user_id)
            await note(work, user_id, "all_tokens_revoked", self.clock.now(), tokens=str(kept))
        self.standings.forget()


async def revoke_all(work: UnitOfWork, user_id: UUID, now: datetime) -> None:
    """Take all tokens back along with something else, and write that down if there were any."""
    if kept := await remove_all(work, user_id):
        await note(work, user_id, "all_tokens_revoked", now, tokens=str(kept))


async def remove_all(work: UnitOfWork, user_id: UUID) -> int:
    kept = await work.people.api_tokens.of(user_id)
    for each in kept:
        await work.people.api_tokens.remove(each.id)
    return len(kept)
