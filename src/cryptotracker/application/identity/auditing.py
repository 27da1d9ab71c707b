"""Write down what concerns somebody's account, in the transaction that does it."""

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Final
from uuid import UUID

from attrs import field, frozen

from cryptotracker.domain.identity.audit import (
    KEPT,
    Chain,
    Check,
    Entry,
    Fault,
    Record,
    What,
    Whence,
)
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork

MANY: Final = 500

OPERATOR: Final = Whence()
WHENCE: Final = ContextVar("WHENCE", default=OPERATOR)
"""From where the request came that this task works for; without one, the operator works."""


@contextmanager
def asked_from(whence: Whence) -> Iterator[None]:
    token = WHENCE.set(whence)
    try:
        yield
    finally:
        WHENCE.reset(token)


async def note(work: UnitOfWork, user_id: UUID, what: What, at: datetime, **facts: str) -> None:
    """Write down what is done to a user's account; without it, that is not done either."""
    entry = Entry(user_id=user_id, at=at, what=what, whence=WHENCE.get(), facts=facts)
    await work.people.audit.append(entry)


@frozen
class ShowLog:
    """List what was written down of a user, newest first."""

    databases: Databases

    async def __call__(
        self, user_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Record]:
        async with self.databases.of(user_id).snapshot() as work:
            return await work.people.audit.page(user_id, limit=limit, cursor=cursor)


@frozen
class LogOf:
    """List it by the user's address, for those who run the service."""

    everybody: Database

    async def __call__(self, email: str, *, limit: int) -> Sequence[Record]:
        async with self.everybody.snapshot() as work:
            user = await work.people.users.get(email)
            return (await work.people.audit.page(user.id, limit=limit)).items


@frozen(kw_only=True)
class Verified:
    """What was found in all chains: how many, how long, and where they are broken first."""

    chains: int = 0
    records: int = 0
    faults: Sequence[Fault] = field(factory=tuple)


@frozen
class VerifyLog:
    """Follow every chain from its beginning to its end."""

    everybody: Database

    async def __call__(self) -> Verified:
        chains, records, faults = 0, 0, []
        async for length, fault in self._checked():
            chains, records = chains + 1, records + length
            if fault is not None:
                faults.append(fault)
        return Verified(chains=chains, records=records, faults=faults)

    async def _checked(self) -> AsyncIterator[tuple[int, Fault | None]]:
        cursor: str | None = None
        while True:
            async with self.everybody.snapshot() as work:  # or it would end after it began
                page = await work.people.audit.chains(limit=MANY, cursor=cursor)
                for chain in page.items:
                    yield await followed(work, chain)
            cursor = page.next_cursor
            if cursor is None:
                return


async def followed(work: UnitOfWork, chain: Chain) -> tuple[int, Fault | None]:
    """Return how many records of a chain there are up to its first fault, and that."""
    check, last, length = Check(chain), -1, 0
    while True:
        found = await work.people.audit.records(chain.user_id, after=last, limit=MANY)
        for record in found:
            fault = check.take(record)
            if fault is not None:
                return length, fault
            last, length = record.number, length + 1
        if len(found) < MANY:
            return length, check.end()


@frozen
class ForgetRecords:
    """Forget what was written down so long ago that nobody looks at it any more."""

    everybody: Database
    clock: Clock

    async def __call__(self) -> int:
        before, removed = self.clock.now() - KEPT, 0
        while True:
            async with self.everybody.transaction() as work:
                found = await work.people.audit.forget(before)
            removed += found
            if not found:
                return removed
