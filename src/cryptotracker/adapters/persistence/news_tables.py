"""The tables of news: feeds and articles are everybody's, what is saved is its owner's."""

from typing import Final

from sqlalchemy import Boolean, Column, ForeignKey, Index, PrimaryKeyConstraint, Table, Text

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, count, metadata, text

feeds = Table(
    "news_feeds",
    metadata,
    Column("id", Id, primary_key=True),
    text("name"),
    Column("url", Text, nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("paused", Boolean, nullable=False),
    text("etag"),
    text("modified"),
    count("failures"),
    text("error"),
    Column("read_at", Moment),
    count("version"),
)
articles = Table(
    "news_articles",
    metadata,
    Column("id", Id, primary_key=True),
    Column("feed_id", Id, ForeignKey("news_feeds.id", ondelete="SET NULL"), index=True),
    text("source"),
    Column("key", Text, nullable=False, unique=True),  # of its link, however that is written
    text("link"),
    text("title"),
    text("summary"),
    Column("published_at", Moment, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("cluster", Id, nullable=False, index=True),
    Index(None, "published_at", "id"),
)
tags = Table(
    "news_tags",
    metadata,
    belongs("article_id", "news_articles"),
    text("asset"),
    count("place"),
    PrimaryKeyConstraint("article_id", "asset"),
    Index(None, "asset", "article_id"),
)
saved = Table(
    "news_saved",
    metadata,
    Column("owner", Id, nullable=False),
    belongs("article_id", "news_articles"),
    Column("saved_at", Moment, nullable=False),
    PrimaryKeyConstraint("owner", "article_id"),
    Index(None, "article_id"),
)
TABLES: Final = (feeds, articles, tags, saved)
