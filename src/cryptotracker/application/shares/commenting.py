"""Talk about a portfolio: its owner, and those who may comment on what they see of it."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from attrs import evolve, frozen

from cryptotracker.application.identity.auditing import note
from cryptotracker.application.identity.joining import found
from cryptotracker.application.identity.patience import Patience
from cryptotracker.application.shares.reading import Opened
from cryptotracker.domain.errors import NotAllowedError
from cryptotracker.domain.identity.comments import MOST, About, Comment, Thread
from cryptotracker.domain.identity.errors import CommentConflictError, ShareNotFoundError
from cryptotracker.domain.identity.shares import COMMENT, Scope, Share, includes
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.pages import Page
from cryptotracker.ports.persistence import Database, Databases, UnitOfWork


@frozen(kw_only=True)
class Party:
    """Somebody who takes part in the talk about a portfolio.

    Attributes:
        share: what lets them; None, of its owner.
    """

    user_id: UUID
    owner: UUID
    portfolio_id: UUID
    share: Share | None = None

    @classmethod
    def of(cls, opened: Opened, user_id: UUID) -> "Party":
        share = opened.share
        return cls(
            user_id=user_id, owner=opened.owner, portfolio_id=share.portfolio_id, share=share
        )

    @property
    def is_owner(self) -> bool:
        return self.share is None

    def sees(self, about: About) -> bool:
        return self.share is None or includes(self.share.scope, about.needs)

    def require(self, *needed: Scope) -> None:
        """Raise NotAllowedError for what the share does not include."""
        for each in needed:
            if self.share is not None and not includes(self.share.scope, each):
                raise NotAllowedError(reason=f"the share does not include {each}")


@frozen
class Said:
    """A comment, and the name of who wrote it."""

    comment: Comment
    author: str


@frozen
class Names:
    """Say how those are called who wrote comments; nothing else of them is told."""

    everybody: Database

    async def __call__(self, comments: Sequence[Comment]) -> list[Said]:
        names = await self._of({each.user_id for each in comments})
        return [Said(each, names[each.user_id]) for each in comments]

    async def _of(self, user_ids: Collection[UUID]) -> Mapping[UUID, str]:
        async with self.everybody.snapshot() as work:
            users = {each: await found(work, each) for each in user_ids}
        return {user_id: user.name if user else "" for user_id, user in users.items()}


@frozen
class ListComments:
    """List what is said about one thing, newest last."""

    databases: Databases
    names: Names

    async def __call__(
        self, party: Party, about: About, *, limit: int, cursor: str | None = None
    ) -> Page[Said]:
        party.require(about.needs)
        async with self.databases.of(party.owner).snapshot() as work:
            page = await work.comments.page(party.portfolio_id, about, limit=limit, cursor=cursor)
        return Page(items=await self.names(page.items), next_cursor=page.next_cursor)


@frozen
class ListThreads:
    """List what there are comments about, as far as whoever asks sees that."""

    databases: Databases

    async def __call__(self, party: Party) -> Sequence[Thread]:
        async with self.databases.of(party.owner).snapshot() as work:
            threads = await work.comments.threads(party.portfolio_id)
        return [each for each in threads if party.sees(each.about)]


@frozen(kw_only=True)
class WriteComment:
    """Say something; how much somebody says is counted, on whosever portfolios."""

    databases: Databases
    patience: Patience
    names: Names
    clock: Clock

    async def __call__(self, party: Party, about: About, text: str) -> Said:
        party.require(COMMENT, about.needs)  # before anything is counted
        now = self.clock.now()
        comment = Comment(
            id=self.clock.new_id(),
            portfolio_id=party.portfolio_id,
            about=about,
            user_id=party.user_id,
            text=text,
            created_at=now,
        )
        async with self.databases.of(party.owner).snapshot() as work:
            check_room(await work.comments.threads(party.portfolio_id))
        await self.patience.count_comment(party.user_id)
        async with self.databases.of(party.owner).transaction() as work:
            await still(work, party, self.clock)
            await work.comments.save(comment)
        return (await self.names([comment]))[0]


@frozen
class EditComment:
    """Say it otherwise: only its author may; it is open again."""

    databases: Databases
    names: Names
    clock: Clock

    async def __call__(self, party: Party, comment_id: UUID, text: str) -> Said:
        async with self.databases.of(party.owner).transaction() as work:
            comment = await gone_into(work, party, comment_id, self.clock)
            if comment.user_id != party.user_id:
                raise NotAllowedError(reason="only its author may change a comment")
            changed = evolve(comment.saying(text, self.clock.now()), resolved_at=None)
            await work.comments.save(changed)
            await work.comments.reopen(changed)
        return (await self.names([changed]))[0]


@frozen
class ResolveComment:
    """Settle what was asked, with all that was said before it; or open it again."""

    databases: Databases
    names: Names
    clock: Clock

    async def __call__(self, party: Party, comment_id: UUID, *, resolved: bool) -> Said:
        now = self.clock.now()
        async with self.databases.of(party.owner).transaction() as work:
            comment = await gone_into(work, party, comment_id, self.clock)
            if resolved:
                await work.comments.settle(comment, now)
            else:
                await work.comments.reopen(comment)
            settled = await work.comments.get(party.portfolio_id, comment_id)
        return (await self.names([settled]))[0]


@frozen
class RemoveComment:
    """Take a comment away: its author may, and the owner, in whose log that is written down."""

    databases: Databases
    clock: Clock

    async def __call__(self, party: Party, comment_id: UUID) -> None:
        async with self.databases.of(party.owner).transaction() as work:
            comment = await gone_into(work, party, comment_id, self.clock)
            theirs = comment.user_id == party.user_id
            if not theirs and not party.is_owner:
                raise NotAllowedError(reason="only its author and the owner may remove a comment")
            await work.comments.remove(party.portfolio_id, comment_id)
            if not theirs:
                now, told = self.clock.now(), str(comment.id)
                await note(work, party.owner, "comment_removed", now, comment=told)


async def gone_into(work: UnitOfWork, party: Party, comment_id: UUID, clock: Clock) -> Comment:
    """Return a comment that whoever asks sees, and may say something about."""
    party.require(COMMENT)
    await still(work, party, clock)
    comment = await work.comments.get(party.portfolio_id, comment_id)
    party.require(comment.about.needs)
    return comment


def check_room(threads: Sequence[Thread]) -> None:
    if sum(each.comments for each in threads) >= MOST:
        reason = f"there are {MOST} comments on it; remove some that are not needed"
        raise CommentConflictError(reason=reason)


async def still(work: UnitOfWork, party: Party, clock: Clock) -> None:
    """Look at a share again where something is kept: it may have ended meanwhile."""
    if party.share is None:
        return
    share = await work.shares.get(party.share.id)
    if not share.is_live(clock.now()) or not includes(share.scope, COMMENT):
        raise ShareNotFoundError(share=str(share.id))
