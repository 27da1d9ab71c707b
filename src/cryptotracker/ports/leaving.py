"""What becomes of a user's rows when they leave."""

from typing import Protocol
from uuid import UUID


class Leaving(Protocol):
    """Removes what is a user's.

    - there is nothing left of them, of whatever kind, but the last record of their log;
    - of their secrets the keys are gone, so that no copy of what was sealed opens.
    """

    async def remove(self, user_id: UUID) -> None: ...
