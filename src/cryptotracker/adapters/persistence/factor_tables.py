"""The tables of second factors, and of what was asked of those who sign in."""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, count, metadata, text

totps = Table(
    "totps",
    metadata,
    belongs("user_id", "users"),
    Column("id", Id, nullable=False),  # under which its seed is kept
    Column("made_at", Moment, nullable=False),
    Column("on_since", Moment),
    Column("last_step", BigInteger, nullable=False),
    PrimaryKeyConstraint("user_id"),
)
recovery_codes = Table(
    "recovery_codes",
    metadata,
    belongs("user_id", "users"),
    Column("digest", LargeBinary(32), nullable=False),
    Column("used_at", Moment),
    PrimaryKeyConstraint("user_id", "digest"),
)
passkeys = Table(
    "passkeys",
    metadata,
    Column("id", Id, primary_key=True),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("credential", Text, nullable=False, unique=True),
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", BigInteger, nullable=False),
    text("name"),
    Column("created_at", Moment, nullable=False),
    Column("used_at", Moment),
)
challenges = Table(
    "challenges",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    text("kind"),
    Column("user_id", Id, ForeignKey("users.id", ondelete="CASCADE"), index=True),
    text("client"),
    text("device"),
    Column("proved", LargeBinary(32), nullable=False),
    count("tries"),
    Column("expires_at", Moment, nullable=False, index=True),
    Column("used_at", Moment),
)
TABLES: Final = (totps, recovery_codes, passkeys, challenges)
