"""Where it is kept what people say about portfolios."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from cryptotracker.domain.identity.comments import About, Comment, Thread
from cryptotracker.ports.pages import Page


class CommentsRead(Protocol):
    """Comments as they are read; an owner has those on their portfolios."""

    async def get(self, portfolio_id: UUID, comment_id: UUID) -> Comment: ...

    async def page(
        self, portfolio_id: UUID, about: About, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        """List what is said about one thing, newest last."""
        ...

    async def every(
        self, portfolio_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        """List all that is said about a portfolio and what is in it, newest last."""
        ...

    async def threads(self, portfolio_id: UUID) -> Sequence[Thread]:
        """Say what there are comments about, what was said last first."""
        ...

    async def written(
        self, user_id: UUID, *, limit: int, cursor: str | None = None
    ) -> Page[Comment]:
        """List what a user wrote, on whosever portfolios, newest last; to owners, they alone."""
        ...


class Comments(CommentsRead, Protocol):
    """The comments on an owner's portfolios.

    - a comment on another portfolio is as good as none: CommentNotFoundError; a portfolio of
      another owner, too: PortfolioNotFoundError;
    - a comment got in a transaction is changed by nobody else until the transaction ends;
    - comments go with their portfolio, and with the user who wrote them; not with what they are
      about.
    """

    async def save(self, comment: Comment) -> None:
        """Add a comment, or keep what changed."""
        ...

    async def settle(self, comment: Comment, at: datetime) -> None:
        """Resolve a comment and those before it about the same thing."""
        ...

    async def reopen(self, comment: Comment) -> None: ...

    async def remove(self, portfolio_id: UUID, comment_id: UUID) -> None: ...
