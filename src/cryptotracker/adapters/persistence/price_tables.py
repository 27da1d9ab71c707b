"""The table of market prices, which are nobody's."""

from typing import Final

from sqlalchemy import Column, Table, Text

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
TABLES: Final = (last_prices,)
"""They refer to no other, and no other to them."""
