"""Count every try before it is looked at, in a transaction of its own, and take right ones back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.minting import digest_of
from cryptotracker.domain.identity import shares
from cryptotracker.domain.identity.attempts import FORGOTTEN, TERMS, Tries, longest_wait
from cryptotracker.domain.identity.errors import TooManyTriesError
from cryptotracker.domain.identity.identities import LASTS
from cryptotracker.domain.identity.sessions import ABSOLUTE
from cryptotracker.domain.identity.users import key_of
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

SECOND: Final = timedelta(seconds=1)
KEPT: Final = ABSOLUTE
"""So long after it was last seen a session is remembered; it is over by then in any case."""


@frozen
class Counted:
    """A try that was counted: by these it is, should it turn out right, forgotten."""

    by: Mapping[str, bytes]


def counted_at(address: str) -> Counted:
    """Return what a try from an address, at no account in particular, is counted by."""
    return Counted({"address": digest_of(address), "all": b"all"})


@frozen
class Patience:
    """Counts tries in the database, so that neither a restart nor an empty Redis forgets them."""

    everybody: Database
    clock: Clock

    async def count(self, *, address: str, email: str | None = None) -> Counted:
        """Count a try to sign in, or raise TooManyTriesError; what waits is not counted."""
        counted = counted_at(address)
        by = (
            {**counted.by, "account": digest_of(key_of(email))} if email is not None else counted.by
        )
        return await self._counted(by)

    async def count_address(self, address: str) -> Counted:
        """Count a try to open a link, by where it comes from."""
        return await self._counted({"address": digest_of(address)})

    async def count_passcode(self, link: bytes) -> Counted:
        """Count a try to guess the passcode of a link, by its digest."""
        return await self._counted({"account": digest_of(f"link {link.hex()}")})

    async def count_code(self, address: str, user_id: UUID | None) -> Counted:
        """Count a try to show a second factor of a user, if it is one's.

        A right password does not forgive wrong codes: whoever has it might guess on for ever.
        """
        by = {"address": digest_of(address), "all": b"all"}
        if user_id is not None:
            by["codes"] = digest_of(f"codes of {user_id}")
        await self._count(by)
        return Counted(by)

    async def count_proof(self, session_id: UUID, *, kind: str = "account") -> Counted:
        """Count a try of somebody who is signed in: guesses of others keep nobody from that."""
        by = {kind: digest_of(f"session {session_id}")}
        await self._count(by)
        return Counted(by)

    async def forgive(self, counted: Counted) -> int:
        """Forget a try that was right, and with it what was wrong with this account before.

        Return how much that was.
        """
        async with self.everybody.transaction() as work:
            tries = await work.people.attempts.take(counted.by)
            right = {kind: each.forgiven() for kind, each in tries.items()}
            right |= dict.fromkeys(right.keys() & {"account", "codes"}, Tries())
            await work.people.attempts.save(counted.by, right)
        return sum(tries[kind].forgiven().wrong for kind in tries.keys() & {"account", "codes"})

    async def may_write(self, email: str) -> bool:
        """Count a letter to an address; say whether it may be sent."""
        try:
            await self._count({"letters": digest_of(key_of(email))})
        except TooManyTriesError:
            return False
        return True

    async def count_comment(self, user_id: UUID) -> None:
        """Count a comment of somebody, or raise TooManyTriesError."""
        await self._count({"comments": digest_of(f"comments of {user_id}")})

    async def _counted(self, by: Mapping[str, bytes]) -> Counted:
        await self._count(by)
        return Counted(by)

    async def _count(self, by: Mapping[str, bytes]) -> None:
        now = self.clock.now()
        async with self.everybody.transaction() as work:
            tries = await work.people.attempts.take(by)
            wait = longest_wait(tries, now)
            if wait > timedelta():
                raise TooManyTriesError(retry_after=-(-wait // SECOND))
            more = {kind: each.counted(TERMS[kind], now) for kind, each in tries.items()}
            await work.people.attempts.save(by, more)


@frozen
class ForgetPeoples:
    """Forget tries, sessions, letters and shares that are of no use any more; say how many."""

    everybody: Database
    clock: Clock

    async def __call__(self) -> int:
        now = self.clock.now()
        async with self.everybody.transaction() as work:
            people = work.people
            return (
                await people.attempts.forget(now - FORGOTTEN)
                + await people.sessions.forget(now - KEPT)
                + await people.one_time.forget(now - FORGOTTEN)
                + await people.handshakes.forget(now - LASTS)
                + await people.factors.challenges.forget(now - FORGOTTEN)
                + await work.shares.forget(ended=now - shares.FORGOTTEN, before=now)
            )
