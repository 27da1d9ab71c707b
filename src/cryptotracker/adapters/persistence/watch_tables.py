"""The tables of watch-lists and stars: their owner's, of assets by their ids in the catalogue."""

from typing import Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table, UniqueConstraint

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, count, metadata, text

watch_lists = Table(
    "watch_lists",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", Id, nullable=False),
    text("name"),
    Column("created_at", Moment, nullable=False),
    count("version"),
    UniqueConstraint("owner", "name"),
)
watched = Table(
    "watched_assets",
    metadata,
    belongs("list_id", "watch_lists"),
    count("place"),
    text("asset"),
    PrimaryKeyConstraint("list_id", "place"),
)
stars = Table(
    "stars",
    metadata,
    Column("owner", Id, nullable=False),
    text("asset"),
    Column("marked_at", Moment, nullable=False),
    PrimaryKeyConstraint("owner", "asset"),
)
TABLES: Final = (watch_lists, watched, stars)
