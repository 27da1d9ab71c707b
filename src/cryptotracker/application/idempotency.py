"""Do what a request asks for once, however often the request comes."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from http import HTTPStatus
from typing import Final, Protocol, TypeAlias

from attrs import define, evolve, frozen

from cryptotracker.domain.errors import IdempotencyKeyBusyError, IdempotencyKeyReusedError
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.idempotency import Answer, Claim, Known
from cryptotracker.ports.persistence import Database, UnitOfWork

KEPT: Final = timedelta(days=7)
LEASE: Final = timedelta(seconds=60)
"""So long after its last sign of life a process that holds a key is taken for dead. It is longer
than the pieces of a request's body may be apart."""

BEATS: Final = 4
"""So many signs of life fall into a lease."""

RETRIED: Final = frozenset(
    {
        HTTPStatus.BAD_REQUEST,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        HTTPStatus.TOO_MANY_REQUESTS,
        HTTPStatus.SERVICE_UNAVAILABLE,
        HTTPStatus.INSUFFICIENT_STORAGE,
    }
)
"""Refused before anything was tried: the same key may be sent again with a better request."""

Beat: TypeAlias = Callable[[], Awaitable[None]]


class Asked(Protocol):
    """A request that carries a key."""

    @property
    def complete(self) -> bool:
        """Tell whether all of it was read, as far as that is no trouble."""
        ...

    async def summed_up(self) -> bytes:
        """Read what is left of it, and tell what the whole sums up to."""
        ...

    async def answer(self, beat: Beat) -> Answer:
        """Do what it asks for; call `beat` as long as the request is on its way."""
        ...


@frozen
class AnswerOnce:
    """Answer the first request of a key; repeat that answer to the same request, for seven days.

    What the request changes is kept in one transaction with its answer. A process that dies
    before that has changed nothing, one that dies after it has left the answer.
    """

    database: Database
    clock: Clock
    lease: timedelta = LEASE

    async def __call__(self, key: str, asked: Asked) -> Answer:
        known = await self._known(key)
        if known is None or (known.answer is None and known.until <= self.clock.now()):
            claim = self._claim(key)
            async with self.database.transaction() as work:
                claimed = await work.answers.claim(claim, self.clock.now())
            if claimed:
                return await self._answer(claim, asked)
            known = await self._known(key)
        return await replayed(key, asked, known)

    async def _known(self, key: str) -> Known | None:
        async with self.database.snapshot() as work:
            return await work.answers.get(key)

    def _claim(self, key: str) -> Claim:
        now = self.clock.now()
        return Claim(key=key, holder=self.clock.new_id(), until=now + self.lease)

    async def _answer(self, claim: Claim, asked: Asked) -> Answer:
        kept = False
        try:
            answer = await self._done(claim, asked)
            kept = answer.status < HTTPStatus.BAD_REQUEST
            if not kept and asked.complete and answer.status not in RETRIED:
                await self._keep(claim, asked, answer)
                kept = True
            return answer
        finally:
            if not kept:
                await self._give_up(claim)

    async def _done(self, claim: Claim, asked: Asked) -> Answer:
        """Do what is asked for in one transaction with its answer; an error's changes nothing."""
        lease = Lease(claim, self)
        async with self.database.together(lease.hold) as whole:
            answer = await asked.answer(lease.beat)
            if answer.status >= HTTPStatus.BAD_REQUEST:
                await whole.undo()
            else:
                await self._keep(claim, asked, answer)
        return answer

    async def _keep(self, claim: Claim, asked: Asked, answer: Answer) -> None:
        request = await asked.summed_up()
        async with self.database.transaction() as work:
            await work.answers.keep(claim, request, answer)

    async def _give_up(self, claim: Claim) -> None:
        """Let somebody else have the key; without it they wait until the lease is over."""
        with suppress(IdempotencyKeyBusyError):  # then somebody has it
            async with self.database.transaction() as work:
                await work.answers.renew(evolve(claim, until=self.clock.now()))


@define
class Lease:
    """What is left of the time in which nobody else may have a claim."""

    _claim: Claim
    _by: AnswerOnce
    _held: bool = False

    async def hold(self, work: UnitOfWork) -> None:
        """Renew it in the transaction that will answer; until its end nobody can take it."""
        await work.answers.renew(self._later())
        self._held = True

    async def beat(self) -> None:
        """Renew it now and then, in a task and so a transaction of its own."""
        later = self._later()
        if not self._held and (later.until - self._claim.until) * BEATS > self._by.lease:
            await asyncio.create_task(self._renew(later))

    async def _renew(self, later: Claim) -> None:
        async with self._by.database.transaction() as work:
            await work.answers.renew(later)
        self._claim = later

    def _later(self) -> Claim:
        return evolve(self._claim, until=self._by.clock.now() + self._by.lease)


@frozen
class ForgetAnswers:
    """Forget the answers that are older than seven days; say how many."""

    database: Database
    clock: Clock

    async def __call__(self) -> int:
        async with self.database.transaction() as work:
            return await work.answers.purge(self.clock.now() - KEPT)


async def replayed(key: str, asked: Asked, known: Known | None) -> Answer:
    if known is None or known.answer is None:
        raise IdempotencyKeyBusyError(key=key)
    if await asked.summed_up() != known.request:
        raise IdempotencyKeyReusedError(key=key)
    return evolve(known.answer, replayed=True)
