"""Read the feeds that are due, and keep what is new in them."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from attrs import evolve, frozen

from cryptotracker.application.jobs.attempts import Attempt
from cryptotracker.domain.jobs.jobs import Facts
from cryptotracker.domain.news.articles import (
    KEPT,
    Article,
    Item,
    is_too_old,
    published,
)
from cryptotracker.domain.news.errors import FeedFailedError, FeedNotFoundError
from cryptotracker.domain.news.feeds import Feed
from cryptotracker.domain.news.likeness import SPAN, Stories
from cryptotracker.domain.news.tagging import Tagger
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.events import EVERYBODY, Events, Tick
from cryptotracker.ports.news import FeedReader, Reading
from cryptotracker.ports.persistence import Database, UnitOfWork, nothing

REFRESH_NEWS: Final = "refresh-news"
TOPIC: Final = "news"
AT_ONCE: Final = 6
"""So many feeds are waited for at a time."""

log = logging.getLogger(__name__)


@frozen(kw_only=True)
class FeedRead:
    """What became of one reading: how many articles were new, or why there are none."""

    feed: Feed
    new: int = 0
    error: str = ""


@frozen(kw_only=True)
class Keeping:
    """Makes articles of the items of one feed."""

    feed: Feed
    now: datetime
    clock: Clock
    tagger: Tagger

    async def keep(self, work: UnitOfWork, items: Sequence[Item]) -> int:
        """Keep what is not known yet, each article with those that tell the same."""
        known = set(await work.news.articles.known([each.link for each in items]))
        fresh = [each for each in self._made(items) if each.link not in known]
        if not fresh:
            return 0
        earliest = min(each.published_at for each in fresh) - SPAN
        stories = Stories.of(await work.news.articles.firsts(earliest))
        await work.news.articles.add(list(told(stories, fresh)))
        return len(fresh)

    def _made(self, items: Sequence[Item]) -> Sequence[Article]:
        made = [self._article(each) for each in items]
        kept = [each for each in made if not is_too_old(each.published_at, self.now)]
        return sorted(kept, key=lambda each: (each.published_at, each.id))

    def _article(self, item: Item) -> Article:
        published_at, dated = published(item, self.now)
        new_id = self.clock.new_id()
        return Article(
            id=new_id,
            feed_id=self.feed.id,
            source=self.feed.name,
            link=item.link,
            title=item.title,
            summary=item.summary,
            published_at=published_at,
            dated=dated,
            seen_at=self.now,
            assets=self.tagger(item.title, item.summary),
            cluster=new_id,
        )


def told(stories: Stories, articles: Iterable[Article]) -> Iterable[Article]:
    """Give articles with the stories that they tell; one that tells none yet begins its own."""
    for each in articles:
        found = stories.find(each)
        if found is None:
            stories.begin(each)
            yield each
        else:
            yield evolve(each, cluster=found)


@frozen(kw_only=True)
class ReadFeeds:
    """Read feeds, several at a time, and keep what they tell, one after the other.

    Attributes:
        reader: makes the reader when it is needed: what it stands on takes long to load.
        well_known: names and addresses to begin with where there is no feed at all.
    """

    everybody: Database
    reader: Callable[[], FeedReader]
    catalogue: Catalogue
    clock: Clock
    events: Events
    well_known: Callable[[], Mapping[str, str]]

    async def __call__(
        self,
        *,
        due: bool = True,
        hold: Callable[[UnitOfWork], Awaitable[None]] = nothing,
    ) -> Sequence[FeedRead]:
        """Read those that are due, or all that are not paused; say what became of each."""
        feeds = await self._feeds(hold)
        now = self.clock.now()
        wanted = [each for each in feeds if (each.is_due(now) if due else not each.paused)]
        if not wanted:
            return []
        reader, turns = self.reader(), asyncio.Semaphore(AT_ONCE)
        answers = await asyncio.gather(*(ask(reader, each, turns) for each in wanted))
        tagger = Tagger.of(self.catalogue.assets())
        done = []
        for feed, answer in zip(wanted, answers, strict=True):
            keeping = Keeping(feed=feed, now=self.clock.now(), clock=self.clock, tagger=tagger)
            done.append(await self._keep(keeping, answer, hold))
        return done

    async def _feeds(self, hold: Callable[[UnitOfWork], Awaitable[None]]) -> Sequence[Feed]:
        async with self.everybody.snapshot() as work:
            found = await work.news.feeds.all()
        known = {} if found else self.well_known()
        if not known:
            return found
        now = self.clock.now()
        new = [
            Feed(id=self.clock.new_id(), name=name, url=url, created_at=now, due_at=now)
            for name, url in known.items()
        ]
        async with self.everybody.transaction() as work:
            await hold(work)
            for each in new:
                await work.news.feeds.add(each)
        return new

    async def _keep(
        self,
        keeping: Keeping,
        answer: Reading | FeedFailedError,
        hold: Callable[[UnitOfWork], Awaitable[None]],
    ) -> FeedRead:
        try:
            async with self.everybody.transaction() as work:
                await hold(work)
                found = await self._kept(work, keeping, answer)
        except FeedNotFoundError:  # removed while it was read
            return FeedRead(feed=keeping.feed)
        if found.new:
            await self.events.publish([tick(found)])
        return found

    async def _kept(
        self, work: UnitOfWork, keeping: Keeping, answer: Reading | FeedFailedError
    ) -> FeedRead:
        feed, now = await work.news.feeds.get(keeping.feed.id), keeping.now
        if isinstance(answer, FeedFailedError):
            log.info("a feed failed", extra={"feed": feed.name, "reason": answer.reason})
            feed = feed.failed(now, answer.reason, answer.later)
            await work.news.feeds.save(feed)
            return FeedRead(feed=feed, error=answer.reason)
        new = await keeping.keep(work, answer.items or ())
        feed = feed.answered(now, etag=answer.etag, modified=answer.modified, new=new)
        await work.news.feeds.save(feed)
        return FeedRead(feed=feed, new=new)


async def ask(
    reader: FeedReader, feed: Feed, turns: asyncio.Semaphore
) -> Reading | FeedFailedError:
    async with turns:
        try:
            return await reader.read(feed)
        except FeedFailedError as error:
            return error


def tick(read: FeedRead) -> Tick:
    """Make news of a feed that told something new; it is everybody's."""
    return Tick(
        topic=TOPIC,
        key=str(read.feed.id),
        owner=EVERYBODY,
        version=read.feed.version,
        data={"source": read.feed.name, "new": read.new},
    )


@frozen
class RefreshNews:
    """Handle the job that does so again and again."""

    read: ReadFeeds

    async def __call__(self, attempt: Attempt) -> Facts | None:
        done = await self.read(hold=attempt.hold)
        return {
            "feeds": len(done),
            "articles": sum(each.new for each in done),
            "failed": [f"{each.feed.name}: {each.error}" for each in done if each.error],
        }


@frozen
class ForgetNews:
    """Remove what is old, unless somebody saved it."""

    database: Database
    clock: Clock

    async def __call__(self) -> int:
        async with self.database.transaction() as work:
            return await work.news.articles.forget(self.clock.now() - KEPT)
