"""What can be done with news: by whoever reads them, and by those who say which feeds there are."""

from collections.abc import Callable, Mapping
from uuid import UUID

from attrs import field, frozen

from cryptotracker.application.figures import ShowLots
from cryptotracker.application.news.feeds import AddFeed, ListFeeds, PauseFeed, RemoveFeed
from cryptotracker.application.news.following import FollowNews
from cryptotracker.application.news.reading import (
    DropArticle,
    Examples,
    ListNews,
    SaveArticle,
    no_examples,
)
from cryptotracker.application.news.refreshing import ReadFeeds
from cryptotracker.domain.portfolio.portfolios import THE_OWNER
from cryptotracker.ports.catalogue import Catalogue
from cryptotracker.ports.clock import Clock
from cryptotracker.ports.events import Events
from cryptotracker.ports.news import FeedReader
from cryptotracker.ports.persistence import Database, Databases


@frozen(kw_only=True)
class News:
    """What an owner can do; the use cases of feeds are for those who run the service.

    Attributes:
        on: whether feeds are read again and again.
    """

    on: bool
    list: ListNews
    save: SaveArticle
    drop: DropArticle
    follow: FollowNews
    feeds: ListFeeds
    add_feed: AddFeed
    pause_feed: PauseFeed
    remove_feed: RemoveFeed
    read_feeds: ReadFeeds


@frozen(kw_only=True)
class NewsMeans:
    """What news need that nothing else does.

    Attributes:
        well_known: the feeds to begin with, by their names.
        examples: what is shown to who runs the program for himself, before there is any feed.
    """

    on: bool
    reader: Callable[[], FeedReader]
    well_known: Callable[[], Mapping[str, str]]
    examples: Examples = field(default=no_examples)


@frozen(kw_only=True)
class NewsParts:
    """What stands behind the ports of news."""

    means: NewsMeans
    databases: Databases
    catalogue: Catalogue
    clock: Clock
    events: Events


def read_feeds(parts: NewsParts) -> ReadFeeds:
    return ReadFeeds(
        everybody=parts.databases.of_everybody(),
        reader=parts.means.reader,
        catalogue=parts.catalogue,
        clock=parts.clock,
        events=parts.events,
        well_known=parts.means.well_known,
    )


def news_of(parts: NewsParts, owner: UUID, database: Database, lots: ShowLots) -> News:
    """Put together what an owner can do."""
    everybody, clock = parts.databases.of_everybody(), parts.clock
    alone = owner == THE_OWNER and not parts.means.on
    return News(
        on=parts.means.on,
        list=ListNews(
            database=database,
            catalogue=parts.catalogue,
            lots=lots,
            clock=clock,
            examples=parts.means.examples if alone else no_examples,
        ),
        save=SaveArticle(database, clock),
        drop=DropArticle(database),
        follow=FollowNews(parts.events),
        feeds=ListFeeds(everybody),
        add_feed=AddFeed(everybody, clock),
        pause_feed=PauseFeed(everybody, clock),
        remove_feed=RemoveFeed(everybody),
        read_feeds=read_feeds(parts),
    )
