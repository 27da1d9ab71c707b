"""Candles; on PostgreSQL in parts, by how long they last and when they began."""

from alembic import op
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    Numeric,
    PrimaryKeyConstraint,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)

revision = "0020"
down_revision = "0019"

MOMENT = DateTime(timezone=True).with_variant(BigInteger(), "sqlite")
AMOUNTS = ("open", "high", "low", "close", "volume")
EXACT = Numeric().with_variant(Text(), "sqlite")
POSTGRES = (
    """
    CREATE TABLE candles_1m PARTITION OF candles FOR VALUES IN (60)
    PARTITION BY RANGE (start)
    """,
    """
    CREATE TABLE candles_5m PARTITION OF candles FOR VALUES IN (300)
    PARTITION BY RANGE (start)
    """,
    """
    CREATE TABLE candles_1h PARTITION OF candles FOR VALUES IN (3600)
    PARTITION BY RANGE (start)
    """,
    "CREATE TABLE candles_1d PARTITION OF candles FOR VALUES IN (86400)",
)


def upgrade() -> None:
    op.create_table(
        "candle_series",
        Column("id", Integer, nullable=False),
        Column("asset", Text, nullable=False),
        Column("currency", Text, nullable=False),
        Column("seconds", Integer, nullable=False),
        Column("source", Text, nullable=False),
        Column("simulated", Boolean, nullable=False),
        Column("rolled_up", MOMENT),
        PrimaryKeyConstraint("id", name="pk_candle_series"),
        UniqueConstraint(
            *("seconds", "asset", "currency", "source"),
            name="uq_candle_series_seconds_asset_currency_source",
        ),
    )
    op.create_table(
        "candles",
        Column("seconds", Integer, nullable=False),
        Column("series_id", Integer, nullable=False),
        Column("start", MOMENT, nullable=False),
        *(Column(name, EXACT, nullable=False) for name in ("open", "high", "low", "close")),
        Column("volume", EXACT),
        Column("grade", SmallInteger, nullable=False),
        PrimaryKeyConstraint("seconds", "series_id", "start", name="pk_candles"),
        *(amount(name).ddl_if(dialect="postgresql") for name in AMOUNTS),
        postgresql_partition_by="LIST (seconds)",
        sqlite_with_rowid=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        for statement in POSTGRES:
            op.execute(text(statement))


def amount(name: str) -> CheckConstraint:
    """NaN is greater than every number, to PostgreSQL."""
    return CheckConstraint(f"{name} >= 0 AND {name} < 1e30", name=op.f(f"ck_candles_{name}"))
