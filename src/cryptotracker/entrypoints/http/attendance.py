"""Whether those who listen still may: looked at for all of a process at once, every few seconds."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import suppress
from typing import Final, TypeAlias

from attrs import define, field

from cryptotracker.domain.errors import DatabaseUnavailableError
from cryptotracker.domain.identity.permissions import Principal

LOOKING_SECONDS: Final = 4
"""So often: a revocation counts within five seconds."""

GoingOn: TypeAlias = Callable[[Collection[Principal]], Awaitable[Collection[Principal]]]
"""Returns those, of all who were let in some time ago, who still would be."""

Leave: TypeAlias = Callable[[], None]


async def everybody(present: Collection[Principal]) -> Collection[Principal]:
    """Take it that all would be let in again."""
    return present


@define(eq=False)
class Attendance:
    """Looks while somebody is present, and not otherwise; who may not stay is told to leave."""

    _going_on: GoingOn
    _present: dict[Leave, Principal] = field(factory=dict)
    _looking: asyncio.Task[None] | None = None

    def join(self, principal: Principal, leave: Leave) -> None:
        self._present[leave] = principal
        if self._looking is None:
            self._looking = asyncio.create_task(self._look_for_ever())

    def leave(self, leave: Leave) -> None:
        self._present.pop(leave, None)
        if not self._present and self._looking is not None:
            self._looking.cancel()
            self._looking = None

    async def look(self) -> None:
        """Have those leave who may not stay; while nobody can say who may, everybody does."""
        with suppress(DatabaseUnavailableError):
            stay = set(await self._going_on(set(self._present.values())))
            for leave, principal in list(self._present.items()):
                if principal not in stay:
                    leave()

    async def _look_for_ever(self) -> None:
        while True:
            await asyncio.sleep(LOOKING_SECONDS)
            await self.look()
