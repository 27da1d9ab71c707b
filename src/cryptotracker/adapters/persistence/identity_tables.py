"""The tables of who users are elsewhere, and of browsers that were sent there."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, UniqueConstraint

from cryptotracker.adapters.persistence.columns import Id, Moment
from cryptotracker.adapters.persistence.naming import belongs, metadata, text

identities = Table(
    "identities",
    metadata,
    Column("id", Id, primary_key=True),
    belongs("user_id", "users"),
    text("issuer"),
    text("subject"),
    text("label"),
    Column("linked_at", Moment, nullable=False),
    Column("used_at", Moment),
    UniqueConstraint("issuer", "subject"),
    Index(None, "user_id"),
)
handshakes = Table(
    "handshakes",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("browser", LargeBinary(32), nullable=False),
    text("issuer"),
    text("purpose"),
    Column("began_at", Moment, nullable=False, index=True),
    Column("session_id", Id, ForeignKey("sessions.id", ondelete="CASCADE"), index=True),
    Column("invitation", LargeBinary(32)),
)
spent_proofs = Table(
    "spent_proofs",
    metadata,
    Column("digest", LargeBinary(32), primary_key=True),
    Column("until", Moment, nullable=False, index=True),
)
TABLES: Final = (identities, handshakes, spent_proofs)
