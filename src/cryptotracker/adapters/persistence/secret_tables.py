"""The tables of keys and secrets: all that is in them is sealed, or no secret."""

from typing import Final

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    UniqueConstraint,
)

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import count, metadata, partial, text

ring_keys = Table(
    "ring_keys",
    metadata,
    text("ring"),
    # A ring's next key has the next number, whoever comes first: two may make one at once.
    count("number"),
    text("id"),
    Column("proof", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    PrimaryKeyConstraint("ring", "number"),
    UniqueConstraint("ring", "id"),
)
data_keys = Table(
    "data_keys",
    metadata,
    Column("owner", Id, nullable=False),
    text("ring"),
    count("number"),
    text("wrapped_by"),
    Column("wrapped", LargeBinary, nullable=False),
    Column("made_at", Moment, nullable=False),
    PrimaryKeyConstraint("owner", "ring", "number"),
    Index(None, "ring", "wrapped_by"),
)
secrets = Table(
    "secrets",
    metadata,
    Column("owner", Id, nullable=False),
    Column("record", Id, nullable=False),
    text("field"),
    text("kind"),
    count("version"),
    text("ring"),
    # Of a data key of the owner; of a pair of workers, if the ring is theirs.
    count("key"),
    Column("sealed", LargeBinary, nullable=False),
    PrimaryKeyConstraint("owner", "record", "field"),
)
Index("ix_secrets_sent", secrets.c.owner, **partial("ring = 'worker'"))
worker_keys = Table(
    "worker_keys",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("public", LargeBinary(32), nullable=False),
    Column("made_at", Moment, nullable=False),
)
TABLES: Final = (ring_keys, data_keys, secrets, worker_keys)
