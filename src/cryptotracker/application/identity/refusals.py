"""Let users see that somebody was refused who wanted to sign in as them: one record of many tries.

Tries are counted where they are made, for users and for nobody alike, so that the time it takes
tells nothing. A job writes the records later, at most one each quarter of an hour for each user:
whoever guesses cannot fill a log.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from attrs import frozen

from cryptotracker.application.identity.auditing import asked_from, note
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.minting import digest_of
from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.identity.attempts import Tries
from cryptotracker.domain.identity.audit import Whence
from cryptotracker.domain.identity.users import key_of
from cryptotracker.domain.jobs.jobs import Facts, Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database

NOTE_REFUSED: Final = "note-refused"
REFUSED: Final = "refused"
"""The kind of tries that are counted for this; what may be tried does not depend on them."""

WINDOW: Final = timedelta(minutes=15)
MANY: Final = 500
SOMEBODY: Final = Whence(by="nobody")


@frozen
class CountRefused:
    """Count a refused try, and promise a record of it."""

    everybody: Database
    clock: Clock

    async def __call__(self, user_id: UUID) -> None:
        now, by = self.clock.now(), {REFUSED: user_id.bytes}
        job = Job(
            id=self.clock.new_id(),
            kind=NOTE_REFUSED,
            created_at=now,
            not_before=now + WINDOW,
            unique_key=NOTE_REFUSED,
        )
        async with self.everybody.transaction() as work:
            await work.jobs.enqueue(job)  # before the tries, as its handler takes them
            tries = (await work.people.attempts.take(by))[REFUSED]
            more = Tries(wrong=tries.wrong + 1, last_at=now)
            await work.people.attempts.save(by, {REFUSED: more})


@frozen
class NoteRefused:
    """Handle such a job: write down how often each user was refused since the last time."""

    everybody: Database
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        noted = 0
        while True:
            async with self.everybody.transaction() as work:
                await attempt.hold(work)
                counted = await work.people.attempts.of(REFUSED, limit=MANY)
                if not counted:  # who counts another one now finds no job, and enqueues one
                    await attempt.finish(work, {"records": noted}, self.clock.now())
                    return None
            for each in counted:
                noted += await self._note(attempt, each)

    async def _note(self, attempt: Attempt, counted: bytes) -> bool:
        by = {REFUSED: counted}
        async with self.everybody.transaction() as work:
            await attempt.hold(work)
            tries = (await work.people.attempts.take(by))[REFUSED]
            await work.people.attempts.save(by, {REFUSED: Tries()})
            user = await found(work, UUID(bytes=counted))
            if user is None or tries.last_at is None:
                return False
            facts = {"tries": str(tries.wrong), "last": tries.last_at.isoformat("T", "seconds")}
            with asked_from(SOMEBODY):
                await note(work, user.id, "sign_in_refused", self.clock.now(), **facts)
        return True


def nobody_of(email: str) -> UUID:
    """Name whom nobody is by an address, always alike."""
    return UUID(bytes=digest_of(f"nobody {key_of(email)}")[:16])
