"""One transaction of several, for whoever calls them one after the other in one task."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from typing import Final

from attrs import define, field
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncTransaction

from cryptotracker.adapters.persistence.arrivals import Bell
from cryptotracker.adapters.persistence.connections import Connect, translated
from cryptotracker.ports.persistence import Whole

Begun = Callable[[AsyncConnection], Awaitable[None]]


@define
class SqlWhole(Whole):
    """Begins with the first of its parts and ends with the last: nobody waits for it before.

    A part after the first one is a savepoint, so that it can fail alone. The first is none: a
    large import would write everything it touches a second time.
    """

    _connect: Connect
    _first: Begun
    bell: Bell
    task: asyncio.Task[object] | None = field(factory=asyncio.current_task)
    connection: AsyncConnection | None = None
    _transaction: AsyncTransaction | None = None
    _open: AsyncExitStack | None = None

    @asynccontextmanager
    async def part(self) -> AsyncIterator[AsyncConnection]:
        if self.connection is not None:
            async with self.connection.begin_nested():
                yield self.connection
            return
        connection = await self._begin()
        try:
            await self._first(connection)
            yield connection
        except BaseException:
            await self.undo()
            raise

    async def _begin(self) -> AsyncConnection:
        async with AsyncExitStack() as stack:
            connection = await stack.enter_async_context(self._connect())
            self._transaction = connection.get_transaction()
            self._open = stack.pop_all()
        self.connection = connection
        return connection

    async def commit(self) -> None:
        if self._transaction is not None:
            with translated():
                await self._transaction.commit()

    async def undo(self) -> None:
        opened, self._open = self._open, None
        self.connection = self._transaction = None
        if opened is not None:
            await opened.aclose()


CURRENT: Final = ContextVar[SqlWhole | None]("CURRENT", default=None)


def current() -> SqlWhole | None:
    """Return what this task does together; a task that it started has its own transactions."""
    whole = CURRENT.get()
    return whole if whole is not None and whole.task is asyncio.current_task() else None
