"""Where it is kept what owners let others see of their portfolios."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.shares import Share, Visit


class SharesSeen(Protocol):
    """Shares as they are found by those they are for; to one owner, there are their own only."""

    async def linked(self, digest: bytes) -> Share | None:
        """Return the share that a link leads to."""
        ...

    async def offered(self, user_id: UUID, key: str) -> Sequence[Share]:
        """List what is for a user, or for their address and no user yet, oldest first."""
        ...

    async def begin(self, visit: Visit) -> None: ...

    async def visit(self, digest: bytes) -> Visit | None: ...

    async def forget(self, ended: datetime, before: datetime) -> int:
        """Remove shares that ended before one time, and visits that ended before another."""
        ...


class Shares(SharesSeen, Protocol):
    """The shares of an owner's portfolios.

    - a share of another owner is as good as none: ShareNotFoundError; a portfolio of another
      owner, too: PortfolioNotFoundError;
    - a share got in a transaction is changed by nobody else until the transaction ends;
    - what was begun by a link ends when its share is saved, or removed;
    - a share goes with its portfolio, and with the user it is for.
    """

    async def add(self, share: Share) -> None: ...

    async def get(self, share_id: UUID) -> Share: ...

    async def of(self, portfolio_id: UUID) -> Sequence[Share]:
        """List the shares of a portfolio, oldest first."""
        ...

    async def save(self, share: Share) -> None: ...

    async def remove(self, portfolio_id: UUID, share_id: UUID) -> None: ...
