"""The table of what people say about portfolios."""

from typing import Final

from sqlalchemy import Column, Index, Table

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, metadata, text

comments = Table(
    "comments",
    metadata,
    Column("id", Id, primary_key=True),
    belongs("portfolio_id", "portfolios"),
    text("about"),
    Column("user_id", Id, nullable=False),  # of no user's row: an implied owner has none
    text("text"),
    Column("created_at", Moment, nullable=False),
    Column("edited_at", Moment),
    Column("resolved_at", Moment),
    Index(None, "portfolio_id", "about", "id"),
    Index(None, "user_id", "id"),
)
TABLES: Final = (comments,)
