"""The table of prices that owners state themselves."""

from typing import Final

from sqlalchemy import Boolean, Column, Table, UniqueConstraint

from cryptotracker.adapters.persistence.columns import Exact, Id, Moment
from cryptotracker.adapters.persistence.naming import amounts, metadata, text

own_prices = Table(
    "own_prices",
    metadata,
    Column("id", Id, primary_key=True),
    Column("owner", Id, nullable=False),
    text("asset"),
    text("currency"),
    Column("as_of", Moment, nullable=False),
    Column("whole_day", Boolean, nullable=False),
    Column("price", Exact, nullable=False),
    text("note"),
    Column("overrides", Boolean, nullable=False),
    Column("stated_at", Moment, nullable=False),
    UniqueConstraint("owner", "asset", "currency", "as_of"),
    *amounts("price"),
)
TABLES: Final = (own_prices,)
"""They refer to no other, and no other to them."""
