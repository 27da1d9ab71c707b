"""The tables of what people choose for themselves, and of their pictures."""

from typing import Final

from sqlalchemy import Boolean, Column, LargeBinary, Table, Text

from cryptotracker.adapters.persistence.columns import Id
from cryptotracker.adapters.persistence.naming import count, metadata, text

# Of no user's row: the implied owner has preferences, too.
preferences = Table(
    "preferences",
    metadata,
    Column("owner", Id, primary_key=True),
    text("base_currency"),
    Column("time_zone", Text),
    Column("country", Text),
    Column("locale", Text),
    text("week_start"),
    Column("hide_amounts", Boolean, nullable=False),
    text("theme"),
    text("notices"),  # what is not as usual: a list of [kind, channel, on] in JSON
    Column("avatar", Text),
    count("version"),
)
avatars = Table(
    "avatars",
    metadata,
    Column("owner", Id, primary_key=True),
    Column("picture", LargeBinary, nullable=False),
)
TABLES: Final = (preferences, avatars)
