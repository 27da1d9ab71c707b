"""The tables of users, of their sessions, and of what proves who they are."""

from typing import Final

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, count, metadata, partial, text

users = Table(
    "users",
    metadata,
    Column("id", Id, primary_key=True),
    text("email"),
    Column("key", Text, nullable=False, unique=True),  # the address in small letters
    text("name"),
    text("role"),
    Column("password", Text),  # its hash
    Column("created_at", Moment, nullable=False),
    Column("disabled_at", Moment),
)
ADMINISTRATORS: Final = "role = 'admin' AND disabled_at IS NULL"
Index("ix_users_administrators", users.c.id, **partial(ADMINISTRATORS))
sessions = Table(
    "sessions",
    metadata,
    Column("id", Id, primary_key=True),
    belongs("user_id", "users"),
    text("client"),
    text("device"),
    text("address"),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False, index=True),
    Column("fresh_until", Moment, nullable=False),
    Column("csrf", LargeBinary(32), nullable=False),
    Column("ended_at", Moment),
    text("ended_by"),
    Index(None, "user_id", "seen_at"),
)
refresh_tokens = Table(
    "refresh_tokens",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column(
        "session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("used_at", Moment),
)
one_time_tokens = Table(
    "one_time_tokens",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    text("kind"),
    text("email"),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), index=True),
    text("name"),
    text("password"),  # the hash of a registration that waits
    Column("expires_at", Moment, nullable=False, index=True),
    Column("used_at", Moment),
)
attempts = Table(
    "attempts",
    metadata,
    text("kind"),
    Column("digest", LargeBinary(32), nullable=False),
    count("wrong"),
    Column("last_at", Moment, index=True),
    PrimaryKeyConstraint("kind", "digest"),
)
signing_keys = Table(
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    text("public"),
    Column("created_at", Moment, nullable=False),
    Column("signs_from", Moment, nullable=False),
)
TABLES: Final = (users, sessions, refresh_tokens, one_time_tokens, attempts, signing_keys)
