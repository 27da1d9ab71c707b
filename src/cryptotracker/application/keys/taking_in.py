"""Seal what was sent to workers under the data keys of its users, as everything else of theirs."""

import logging

from attrs import frozen

from cryptotracker.domain.errors import BrokenSealError
from cryptotracker.ports.persistence import Database
from cryptotracker.ports.vault import Keeper

AT_ONCE = 10_000

log = logging.getLogger(__name__)


@frozen
class TakeIn:
    """Take in what nobody has taken in yet: once it is, to forget its user is to lose it."""

    everybody: Database
    vault: Keeper

    async def __call__(self) -> int:
        """Say how many secrets were taken in; what does not open is left."""
        async with self.everybody.snapshot() as work:
            sent = await work.sealed.worker_keys.sent(AT_ONCE)
        taken = 0
        for each in sent:
            try:
                async with self.everybody.transaction() as work:
                    await self.vault.reseal(work.sealed, each)
                taken += 1
            except BrokenSealError as error:
                log.warning("What was sent to workers does not open: %s", error.what)
        return taken
