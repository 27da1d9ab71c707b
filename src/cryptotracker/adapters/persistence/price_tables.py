"""The tables of market prices, which are nobody's."""

from typing import Final

from sqlalchemy import Column, PrimaryKeyConstraint, Table, Text

from cryptotracker.adapters.persistence.columns import Exact, Moment
from cryptotracker.adapters.persistence.naming import amounts, metadata, text

last_prices = Table(
    "last_prices",
    metadata,
    Column("asset", Text, primary_key=True),
    Column("currency", Text, primary_key=True),
    Column("price", Exact, nullable=False),
    Column("as_of", Moment, nullable=False),
    text("sources"),
    text("grade"),
    Column("spread", Exact),
    *amounts("price", "spread"),
)
day_prices = Table(
    "day_prices",
    metadata,
    text("asset"),
    text("currency"),
    Column("as_of", Moment, nullable=False),
    text("source"),
    Column("fetched_at", Moment, nullable=False),  # what was told later counts
    Column("price", Exact, nullable=False),
    text("grade"),
    PrimaryKeyConstraint("asset", "currency", "as_of", "source", "fetched_at"),
    *amounts("price"),
    sqlite_with_rowid=False,
)
price_questions = Table(
    "price_questions",
    metadata,
    text("asset"),
    text("currency"),
    text("source"),
    Column("since", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("asked_at", Moment, nullable=False),
    PrimaryKeyConstraint("asset", "currency", "source", "since", "until"),
)
TABLES: Final = (last_prices, day_prices, price_questions)
"""They refer to no other, and no other to them."""
