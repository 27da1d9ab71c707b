"""Letters on their way: kept with what they tell of, and sent by whichever worker has time.

A letter is a job, and all of it, its address too, is sealed for workers: whoever can read the
table of jobs learns that there is one. It is sent at least once: a worker that is killed after
the server took it and before that was kept sends it again, under the same id.
"""

import json
from typing import Final

from attrs import frozen

from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import LETTER, Facts, Job
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.mail import Letter, Mail, Outbox
from cryptotracker.ports.persistence import Database, UnitOfWork
from cryptotracker.ports.secrets import INSTALLATION, Place, Secret
from cryptotracker.ports.vault import Letterbox, Vault

QUEUE: Final = "letters"
BEFORE_OTHERS: Final = 10
TRIES_MOST: Final = 200
"""About a day: from the tenth on a try waits seven minutes on average."""

NOBODY: Final = Letter(to="", subject="", text="")


@frozen
class SealedOutbox(Outbox):
    letterbox: Letterbox
    clock: Clock

    async def post(self, work: UnitOfWork, letter: Letter | None) -> None:
        now, letter = self.clock.now(), letter or NOBODY
        job = Job(
            id=self.clock.new_id(),
            kind=LETTER,
            queue=QUEUE,
            priority=BEFORE_OTHERS,
            created_at=now,
            not_before=now,
            deadline=now + letter.good_for if letter.good_for else None,
            max_attempts=TRIES_MOST,
        )
        kept = await work.jobs.enqueue(job)
        await self.letterbox.seal(work.sealed, place_of(kept), Secret(written(letter)))


@frozen
class Unsent(Outbox):
    """Drops letters, where whoever gave the command passes on themselves what it prints."""

    async def post(self, work: UnitOfWork, letter: Letter | None) -> None: ...


@frozen(kw_only=True)
class SendLetter:
    """Handle such a job: open the letter, send it, and forget what it said."""

    everybody: Database
    vault: Vault
    mail: Mail
    clock: Clock

    async def __call__(self, attempt: Attempt) -> Facts | None:
        place = place_of(attempt.job)
        async with self.everybody.snapshot() as work:
            letter = read(await self.vault.open(work.sealed, place))
        if letter.to:
            await self.mail.send(letter, attempt.job.id)
        async with self.everybody.transaction() as work:
            await attempt.finish(work, {}, self.clock.now())
            await self.vault.remove(work.sealed, place.user, place.record)
        return None


def place_of(job: Job) -> Place:
    """Say where a letter is sealed: its user's are lost with them, those of nobody are sent."""
    return Place(user=job.owner or INSTALLATION, record=job.id, kind=LETTER, field="letter")


def written(letter: Letter) -> str:
    return json.dumps([letter.to, letter.subject, letter.text])


def read(secret: Secret) -> Letter:
    to, subject, text = json.loads(secret.reveal())
    return Letter(to=to, subject=subject, text=text)
