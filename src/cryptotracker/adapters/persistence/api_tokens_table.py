"""The table of the tokens that programs act with."""

from typing import Final

from sqlalchemy import Column, Index, LargeBinary, Table

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, metadata, text

api_tokens = Table(
    "api_tokens",
    metadata,
    Column("id", Id, primary_key=True),
    belongs("user_id", "users"),
    text("name"),
    text("scopes"),  # between blanks
    Column("digest", LargeBinary(32), nullable=False, unique=True),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("last_used_at", Moment),
    Index(None, "user_id", "created_at"),
)
TABLES: Final = (api_tokens,)
