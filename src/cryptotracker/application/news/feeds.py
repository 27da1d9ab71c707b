"""Say which feeds are read; that is for those who run the service to decide."""

from collections.abc import Sequence
from uuid import UUID

from attrs import frozen

from cryptotracker.domain.news.addresses import canonical, site
from cryptotracker.domain.news.errors import FeedRefusedError
from cryptotracker.domain.news.feeds import FEEDS_MOST, NAME_LONGEST, Feed
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.persistence import Database


@frozen
class ListFeeds:
    database: Database

    async def __call__(self) -> Sequence[Feed]:
        async with self.database.snapshot() as work:
            return await work.news.feeds.all()


@frozen
class AddFeed:
    """Add a feed, to be read when feeds are read next; without a name it has that of its site."""

    database: Database
    clock: Clock

    async def __call__(self, url: str, name: str = "") -> Feed:
        address = canonical(url)
        if address is None:
            reason = f"{url[:100]!r} is no address such as https://example.org/feed.xml"
            raise FeedRefusedError(reason=reason)
        called = " ".join(name.split()) or site(address)
        if len(called) > NAME_LONGEST or not called.isprintable():
            raise FeedRefusedError(reason=f"a name has at most {NAME_LONGEST} characters")
        now = self.clock.now()
        feed = Feed(id=self.clock.new_id(), name=called, url=address, created_at=now, due_at=now)
        async with self.database.transaction() as work:
            if len(await work.news.feeds.all()) >= FEEDS_MOST:
                raise FeedRefusedError(reason=f"there are {FEEDS_MOST} feeds, and no more are read")
            await work.news.feeds.add(feed)
        return feed


@frozen
class PauseFeed:
    """Stop reading a feed, or go on."""

    database: Database
    clock: Clock

    async def __call__(self, feed_id: UUID, *, paused: bool) -> Feed:
        async with self.database.transaction() as work:
            feed = await work.news.feeds.get(feed_id)
            changed = feed.with_pause(self.clock.now(), paused=paused)
            await work.news.feeds.save(changed)
        return changed


@frozen
class RemoveFeed:
    """Forget a feed; what it told stays as long as other news."""

    database: Database

    async def __call__(self, feed_id: UUID) -> None:
        async with self.database.transaction() as work:
            await work.news.feeds.remove(feed_id)
