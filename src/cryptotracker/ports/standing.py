"""Which of many may still come in: asked for all at once."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Standing(Protocol):
    """What people were given to come in with, as it stands.

    - nothing of a user who is shut out counts, and nothing of another user.
    """

    async def sessions(self, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        """Return those that go on."""
        ...

    async def tokens(self, ids: Collection[UUID], now: datetime) -> Collection[UUID]:
        """Return those tokens of programs that hold."""
        ...
