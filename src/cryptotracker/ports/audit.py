"""Where it is kept what was written down of all that concerns people's accounts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.audit import Chain, Entry, Record
from cryptotracker.ports.pages import Page


class AuditLog(Protocol):
    """Chains of records, one of each user.

    - of any number that append to one chain at once, each has a number of its own, without gaps;
    - a record that was kept is changed by nobody, and removed by nobody before its time;
    - another user's records are as good as none.
    """

    async def append(self, entry: Entry) -> Record: ...

    async def page(self, user_id: UUID, *, limit: int, cursor: str | None = None) -> Page[Record]:
        """List the records of a user, newest first."""
        ...

    async def records(self, user_id: UUID, *, after: int, limit: int) -> Sequence[Record]:
        """List the records of a user that follow one, oldest first."""
        ...

    async def chains(self, *, limit: int, cursor: str | None = None) -> Page[Chain]: ...

    async def forget(self, before: datetime) -> int:
        """Remove the oldest records of some chains, up to a time; say how many."""
        ...
