"""Feeds of news, their articles, and what people saved of them."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)

revision = "0023"
down_revision = "0022"

ID = Uuid().with_variant(LargeBinary(16), "sqlite")
MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")

OWNER = "nullif(nullif(current_setting('cryptotracker.owner', true), ''), '*')::uuid"
EVERYBODY = "coalesce(current_setting('cryptotracker.owner', true), '') = '*'"


def upgrade() -> None:
    make_feeds()
    make_articles()
    make_saved()


def make_feeds() -> None:
    op.create_table(
        "news_feeds",
        Column("id", ID, nullable=False),
        *texts("name", "url"),
        Column("created_at", MOMENT, nullable=False),
        Column("due_at", MOMENT, nullable=False),
        Column("paused", Boolean, nullable=False),
        *texts("etag", "modified"),
        Column("failures", Integer, nullable=False),
        *texts("error"),
        Column("read_at", MOMENT),
        Column("version", Integer, nullable=False),
        PrimaryKeyConstraint("id", name="pk_news_feeds"),
        UniqueConstraint("url", name="uq_news_feeds_url"),
    )


def make_articles() -> None:
    op.create_table(
        "news_articles",
        Column("id", ID, nullable=False),
        Column("feed_id", ID),
        *texts("source", "key", "link", "title", "summary"),
        Column("published_at", MOMENT, nullable=False),
        Column("dated", Boolean, nullable=False),
        Column("seen_at", MOMENT, nullable=False),
        Column("cluster", ID, nullable=False),
        ForeignKeyConstraint(
            ["feed_id"], ["news_feeds.id"], name="fk_news_articles_feed_id", ondelete="SET NULL"
        ),
        PrimaryKeyConstraint("id", name="pk_news_articles"),
        UniqueConstraint("key", name="uq_news_articles_key"),
    )
    op.create_index("ix_news_articles_feed_id", "news_articles", ["feed_id"])
    op.create_index("ix_news_articles_cluster", "news_articles", ["cluster"])
    op.create_index("ix_news_articles_published_at_id", "news_articles", ["published_at", "id"])
    op.create_table(
        "news_tags",
        Column("article_id", ID, nullable=False),
        *texts("asset"),
        Column("place", Integer, nullable=False),
        of_article("news_tags"),
        PrimaryKeyConstraint("article_id", "asset", name="pk_news_tags"),
    )
    op.create_index("ix_news_tags_asset_article_id", "news_tags", ["asset", "article_id"])


def make_saved() -> None:
    op.create_table(
        "news_saved",
        Column("owner", ID, nullable=False),
        Column("article_id", ID, nullable=False),
        Column("saved_at", MOMENT, nullable=False),
        of_article("news_saved"),
        PrimaryKeyConstraint("owner", "article_id", name="pk_news_saved"),
    )
    op.create_index("ix_news_saved_article_id", "news_saved", ["article_id"])
    if op.get_bind().dialect.name == "postgresql":
        rule = f"{EVERYBODY} OR owner = {OWNER}"
        op.execute(text("ALTER TABLE news_saved ENABLE ROW LEVEL SECURITY"))
        op.execute(text("ALTER TABLE news_saved FORCE ROW LEVEL SECURITY"))
        op.execute(text(f"CREATE POLICY owner ON news_saved USING ({rule})"))


def texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def of_article(table: str) -> ForeignKeyConstraint:
    name = f"fk_{table}_article_id"
    return ForeignKeyConstraint(["article_id"], ["news_articles.id"], name=name, ondelete="CASCADE")
