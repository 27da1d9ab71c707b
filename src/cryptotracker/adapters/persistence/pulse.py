"""Notice that PostgreSQL stands still, and let nobody wait for it."""

import asyncio
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from weakref import WeakSet

from attrs import define, field
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import greenlet_spawn

from cryptotracker.domain.errors import DatabaseUnavailableError

PAUSE_SECONDS: Final = 1.0
ANSWER_SECONDS: Final = 2.0
LATE_SECONDS: Final = 0.5
"""Whoever wakes up so much later than asked for was busy, and does not know what was silent."""

log = logging.getLogger(__name__)


@define(eq=False)
class Pulse:
    """Tells a server that is silent from one that has much to do.

    Once somebody has used a connection for a second, the server is asked for another one, each
    second again. If that is not even refused in time, every connection is cut: whoever waits on
    one is told so at once, and none is used again. Until the server answers nobody waits for it.
    """

    _dial: Callable[[], Any]
    _open: WeakSet[Any] = field(factory=WeakSet)
    _long: set[object] = field(factory=set)
    _silent: bool = False
    _asking: asyncio.Task[None] | None = None

    @classmethod
    def of(cls, engine: AsyncEngine) -> "Pulse | None":
        """Watch an engine's server; a file has none."""
        inner = engine.sync_engine
        if inner.dialect.name != "postgresql":
            return None
        args, options = inner.dialect.create_connect_args(inner.url)
        options["timeout"] = ANSWER_SECONDS
        pulse = cls(lambda: inner.dialect.connect(*args, **options))
        event.listen(inner, "do_connect", pulse.expect)
        event.listen(inner, "connect", lambda made, _: pulse.watch(made.driver_connection))
        return pulse

    def watch(self, connection: Any) -> None:
        self._open.add(connection)

    def expect(self, *_: object) -> None:
        """Refuse to wait for a server that is silent."""
        if self._silent:
            raise DatabaseUnavailableError(reason="it does not answer")

    @contextmanager
    def felt(self) -> Iterator[None]:
        """Use the server, and be told within seconds if it stands still."""
        self.expect()
        use = object()
        timer = asyncio.get_running_loop().call_later(PAUSE_SECONDS, self._doubt, use)
        try:
            yield
        finally:
            timer.cancel()
            self._long.discard(use)

    def _doubt(self, use: object) -> None:
        self._long.add(use)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask())

    async def _ask(self) -> None:
        while self._long or self._silent:
            self._silent = await self._is_silent()
            if self._silent:
                for connection in list(self._open):
                    connection.terminate()
            await asyncio.sleep(PAUSE_SECONDS)

    async def _is_silent(self) -> bool:
        now = asyncio.get_running_loop().time
        began = now()
        try:
            made = await greenlet_spawn(self._dial)
        except TimeoutError:
            return self._silent or now() - began < ANSWER_SECONDS + LATE_SECONDS
        except Exception:  # whoever asked is told so too
            log.info("PostgreSQL refuses a connection, so it is not silent.", exc_info=True)
            return False
        made.driver_connection.terminate()
        return False
