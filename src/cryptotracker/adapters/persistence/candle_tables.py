"""The tables of candles. They are nobody's, and can be had again from where they came."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    UniqueConstraint,
)

from cryptotracker.adapters.persistence.columns import Exact, Moment
from cryptotracker.adapters.persistence.naming import amounts, metadata, text

SECONDS: Final[Mapping[str, int]] = {"1m": 60, "5m": 300, "1h": 3_600, "1d": 86_400}

candle_series = Table(
    "candle_series",
    metadata,
    Column("id", Integer, primary_key=True),
    text("asset"),
    text("currency"),
    Column("seconds", Integer, nullable=False),
    text("source"),
    Column("simulated", Boolean, nullable=False),
    Column("rolled_up", Moment),
    UniqueConstraint("seconds", "asset", "currency", "source"),
)
candles = Table(
    "candles",
    metadata,
    Column("seconds", Integer, nullable=False),
    # No reference: checking one takes longer than keeping a row, and no series is ever removed.
    Column("series_id", Integer, nullable=False),
    Column("start", Moment, nullable=False),
    *(Column(name, Exact, nullable=False) for name in ("open", "high", "low", "close")),
    Column("volume", Exact),
    Column("grade", SmallInteger, nullable=False),
    PrimaryKeyConstraint("seconds", "series_id", "start"),
    *amounts("open", "high", "low", "close", "volume"),
    # PostgreSQL keeps each length in a part of its own, and short ones by the month, so that
    # forgetting them is dropping a table. SQLite keeps rows in the order of their key.
    postgresql_partition_by="LIST (seconds)",
    sqlite_with_rowid=False,
)
PARTS: Final[Mapping[str, str]] = {"1m": "%Y_%m", "5m": "%Y_%m", "1h": "%Y"}
"""How the parts of a length are named, by the time they hold. Days are all in one."""
TABLES: Final = (candle_series, candles)
