"""The tables of what is written down of people's accounts; the database refuses to change it."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import metadata, text

NUMBER: Final = BigInteger().with_variant(Integer, "sqlite")

audit_chains = Table(
    "audit_chains",
    metadata,
    Column("user_id", Id, primary_key=True),  # of no user's row: it outlives that
    Column("number", NUMBER, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    Column("forgotten", NUMBER, nullable=False),
    Column("before", LargeBinary(32), nullable=False),
)
audit_records = Table(
    "audit_records",
    metadata,
    Column("user_id", Id, ForeignKey("audit_chains.user_id"), nullable=False),
    Column("number", NUMBER, nullable=False),
    Column("at", Moment, nullable=False, index=True),
    text("what"),
    text("by"),
    Column("actor", Id),
    Column("through", Id),
    text("address"),
    text("agent"),
    Column("facts", Text, nullable=False),
    Column("digest", LargeBinary(32), nullable=False),
    PrimaryKeyConstraint("user_id", "number"),
)
TABLES: Final = (audit_chains, audit_records)
GUARDS: Final = ("audit_records_kept", "audit_records_unchanged")
"""The triggers by which the database refuses."""
