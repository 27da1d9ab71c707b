"""What every database promises of feeds and of articles."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID

import pytest
from attrs import evolve

from cryptotracker.adapters.persistence.database import SqlDatabase, open_database
from cryptotracker.domain.news.errors import (
    ArticleNotFoundError,
    FeedNotFoundError,
    FeedTakenError,
)
from cryptotracker.ports.news import NewsWanted
from cryptotracker.ports.persistence import Database
from tests.contract.news import FEED, article
from tests.contract.people import ADA, BOB, NOW

MINE, THEIRS = ADA.id, BOB.id


@pytest.fixture
async def opened(database_url: str) -> AsyncIterator[SqlDatabase]:
    async with open_database(database_url) as database:
        yield database


async def listed(database: Database, wanted: NewsWanted | None = None) -> list[int]:
    async with database.snapshot() as work:
        page = await work.news.articles.page(wanted or NewsWanted(), limit=50)
    return [each.lead.id.int for each in page.items]


async def test_a_feed_comes_back_as_it_was_kept(opened: SqlDatabase) -> None:
    failed = FEED.failed(NOW, "it answered 503")
    async with opened.of_everybody().transaction() as work:
        await work.news.feeds.add(FEED)
        await work.news.feeds.save(failed)

        assert await work.news.feeds.all() == [failed]
        with pytest.raises(FeedTakenError):
            await work.news.feeds.add(evolve(FEED, id=UUID(int=72)))
        await work.news.feeds.remove(FEED.id)
        with pytest.raises(FeedNotFoundError):
            await work.news.feeds.get(FEED.id)


async def test_what_a_removed_feed_told_stays(opened: SqlDatabase) -> None:
    told = evolve(article(), feed_id=FEED.id)
    async with opened.of_everybody().transaction() as work:
        await work.news.feeds.add(FEED)
        await work.news.articles.add([told])
        await work.news.feeds.remove(FEED.id)

    async with opened.of(MINE).snapshot() as work:
        (story,) = (await work.news.articles.page(NewsWanted(), limit=9)).items
    assert story.lead == evolve(told, feed_id=None)


async def test_of_one_address_the_first_article_is_kept(opened: SqlDatabase) -> None:
    again = evolve(article(2, assets=["bitcoin"]), link="http://www.one.example.org/1/")
    async with opened.of_everybody().transaction() as work:
        await work.news.articles.add([article(1)])
        await work.news.articles.add([again, article(3)])
        known = await work.news.articles.known([again.link, "https://one.example.org/4"])

    assert await listed(opened.of(MINE)) == [3, 1]
    assert known == {again.link}


async def test_a_story_is_listed_once_if_any_of_it_is_wanted(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        await work.news.articles.add([article(1, "Bitcoin rises"), article(4, "Ether falls")])
        copy = article(2, "100% up, says Two", cluster=1, assets=["ripple", "bitcoin"])
        await work.news.articles.add([copy, article(3, "Old", hours_ago=9, assets=["ripple"])])

    mine = opened.of(MINE)
    assert await listed(mine, NewsWanted(assets=["ripple"])) == [1, 3]
    assert await listed(mine, NewsWanted(assets=[])) == []
    assert await listed(mine, NewsWanted(text="0% UP")) == [1]
    assert await listed(mine, NewsWanted(text="_")) == []
    async with mine.snapshot() as work:
        page = await work.news.articles.page(NewsWanted(text="says two"), limit=1)
        firsts = await work.news.articles.firsts(NOW - timedelta(hours=2))
    assert page.items[0].others == [copy]
    assert [each.id.int for each in firsts] == [1, 4]


async def test_stories_are_listed_page_by_page(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        await work.news.articles.add([article(n, hours_ago=n // 2) for n in range(1, 6)])

    async with opened.of(MINE).snapshot() as work:
        first = await work.news.articles.page(NewsWanted(), limit=2)
        rest = await work.news.articles.page(NewsWanted(), limit=9, cursor=first.next_cursor)

    assert [each.lead.id.int for each in (*first.items, *rest.items)] == [1, 3, 2, 5, 4]
    assert rest.next_cursor is None


async def test_what_one_owner_saved_no_other_sees(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        await work.news.articles.add([article(1), article(2)])
    async with opened.of(MINE).transaction() as work:
        await work.news.saved.save(article(1).id, NOW)
        await work.news.saved.save(article(1).id, NOW)
        with pytest.raises(ArticleNotFoundError):
            await work.news.saved.save(UUID(int=9), NOW)

    async with opened.of(THEIRS).transaction() as work:
        await work.news.saved.drop(article(1).id)
        theirs = (await work.news.articles.page(NewsWanted(), limit=9)).items
        counted = await work.news.saved.count()
    assert (counted, [each.saved for each in theirs]) == (0, [False, False])
    assert await listed(opened.of(THEIRS), NewsWanted(saved=True)) == []
    assert await listed(opened.of(MINE), NewsWanted(saved=True)) == [1]


async def test_old_stories_go_unless_somebody_saved_a_part_of_one(opened: SqlDatabase) -> None:
    async with opened.of_everybody().transaction() as work:
        old = [article(1, hours_ago=50), article(2, hours_ago=50), article(3, hours_ago=1)]
        await work.news.articles.add([*old, article(4, cluster=1), article(5, cluster=2)])
    async with opened.of(MINE).transaction() as work:
        await work.news.saved.save(article(4).id, NOW)

    async with opened.of_everybody().transaction() as work:
        removed = await work.news.articles.forget(NOW - timedelta(hours=48))

    assert removed == 2
    assert await listed(opened.of(MINE)) == [3, 1]
